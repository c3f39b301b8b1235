using Kinora.Models;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Video;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;
using Kinora.Video.Writing;

namespace Kinora.Inference.Tests;

/// <summary>One recognizer asked about many files, stopped on the way, used by several threads, disposed under their hands.</summary>
public sealed class ManyFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new("many");
    private readonly long liveBefore = TensorScope.LiveTensors;

    public ManyFilesTests()
    {
        TorchRandom.Seed(3);
        var options = new Video3dCnnOptions { Width = 4, TemporalPools = 3 };
        using (var model = Video3dCnn.SmallEntry.Build(3, options))
        {
            var preprocessing = new Preprocessing { Geometry = new Squash(new FrameSize(32, 32)), Sampler = new ClipSampler(SamplingKind.CentredStride, Length: 8, Stride: 2), Views = 2 };
            Checkpoint.Save(folder.File("m.kinora"), Video3dCnn.SmallEntry, options, model, ["walk", "run", "jump"], preprocessing);
        }

        foreach (var clip in new[] { 1, 2, 3 })
        {
            using var writer = VideoWriter.Create(folder.File($"{clip}.mp4"), new FrameSize(48, 48), new FrameRate(25));
            for (var t = 0; t < 20; t++)
            {
                var frame = new byte[48 * 48 * 3];
                frame.AsSpan(t * 48 * 3, 20 * 48 * 3).Fill((byte)(60 * clip));
                writer.Write(frame);
            }

            writer.Finish();
        }

        File.WriteAllText(folder.File("broken.mp4"), "this is no video");
    }

    public void Dispose()
    {
        Assert.Equal(liveBefore, TensorScope.LiveTensors);
        folder.Dispose();
    }

    [Fact]
    public void Each_file_gets_its_answer_in_order_and_a_broken_one_its_error()
    {
        using var recognizer = Load();
        var answers = recognizer.PredictAll([Clip(1), folder.File("broken.mp4"), Clip(2)]).ToList();
        Assert.Equal([Clip(1), folder.File("broken.mp4"), Clip(2)], answers.Select(answer => answer.File));
        Assert.Equal(recognizer.Predict(Clip(1)).Probabilities, answers[0].Prediction!.Probabilities);
        Assert.Null(answers[0].Error);
        Assert.Null(answers[1].Prediction);
        Assert.Contains("broken.mp4", answers[1].Error!.Message, StringComparison.Ordinal);
        Assert.Equal(recognizer.Predict(Clip(2)).Probabilities, answers[2].Prediction!.Probabilities);
        Assert.NotEqual(answers[0].Prediction!.Probabilities, answers[2].Prediction!.Probabilities);
    }

    [Fact]
    public void Files_are_asked_for_one_at_a_time()
    {
        using var recognizer = Load();
        var asked = 0;
        Assert.Equal(2, recognizer.PredictAll(Endless()).Take(2).Count());
        Assert.Equal(2, asked);

        IEnumerable<string> Endless()
        {
            while (true)
            {
                asked++;
                yield return Clip(1);
            }
        }
    }

    [Fact]
    public void Views_are_those_asked_for()
    {
        using var recognizer = Load();
        var one = recognizer.Predict(Clip(1), views: 1).Probabilities;
        Assert.NotEqual(one, recognizer.Predict(Clip(1)).Probabilities);
        Assert.Equal(one, recognizer.PredictAll([Clip(1)], views: 1).Single().Prediction!.Probabilities);
        Assert.Throws<ArgumentOutOfRangeException>(() => recognizer.Predict(Clip(1), views: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => recognizer.PredictAll([Clip(1)], views: 0));
    }

    [Fact]
    public void Asked_to_stop_it_gives_no_further_answer()
    {
        using var recognizer = Load();
        using var stop = new CancellationTokenSource();
        var answers = new List<FileAnswer>();
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (var answer in recognizer.PredictAll([Clip(1), Clip(2), Clip(3)], cancellation: stop.Token))
            {
                answers.Add(answer);
                stop.Cancel();
            }
        });
        Assert.Single(answers);
        Assert.ThrowsAny<OperationCanceledException>(() => recognizer.Predict(Clip(1), cancellation: stop.Token));
        // It is as good as before.
        Assert.Equal(answers[0].Prediction!.Probabilities, recognizer.Predict(Clip(1)).Probabilities);
    }

    [Fact]
    public async Task Threads_over_many_files_give_the_bits_of_one_thread()
    {
        using var recognizer = Load();
        string[] files = [Clip(1), Clip(2), Clip(3), folder.File("broken.mp4")];
        var alone = Bits(recognizer.PredictAll(files));
        var together = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Bits(recognizer.PredictAll(files)))));
        Assert.All(together, bits => Assert.Equal(alone, bits));

        static List<string> Bits(IEnumerable<FileAnswer> answers) =>
            [.. answers.Select(answer => answer.Prediction is { } one ? string.Join(' ', one.Probabilities.Select(BitConverter.SingleToInt32Bits)) : answer.Error!.Message)];
    }

    [Fact]
    public async Task Disposed_under_the_hands_of_others_it_lets_them_finish_and_refuses_the_next()
    {
        var recognizer = Load();
        var right = recognizer.Predict(Clip(1)).Probabilities;
        using var started = new CountdownEvent(4);
        var threads = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var answers = 0;
            try
            {
                while (true)
                {
                    Assert.Equal(right, recognizer.Predict(Clip(1)).Probabilities);
                    if (++answers == 1)
                    {
                        started.Signal();
                    }
                }
            }
            catch (ObjectDisposedException)
            {
                return answers;
            }
        })).ToArray();
        Assert.True(started.Wait(TimeSpan.FromMinutes(1)), "the threads gave no answer");

        recognizer.Dispose();

        // Whatever the threads do by now, the network is free: Dispose has waited.
        Assert.Equal(liveBefore, TensorScope.LiveTensors);
        Assert.All(await Task.WhenAll(threads), answers => Assert.True(answers >= 1));
        Assert.Throws<ObjectDisposedException>(() => recognizer.Predict(Clip(1)));
        Assert.Throws<ObjectDisposedException>(() => recognizer.PredictAll([Clip(1)]).ToList());
        recognizer.Dispose();
    }

    [Fact]
    public void The_newest_training_is_found_and_a_missing_one_told()
    {
        Directory.CreateDirectory(folder.File("runs/mine/checkpoints"));
        var missing = Assert.Throws<ModelException>(() => ActionRecognizer.LoadNewest(folder.File("runs")));
        Assert.Contains("no trained model in", missing.Message, StringComparison.Ordinal);
        File.Copy(folder.File("m.kinora"), folder.File("runs/mine/checkpoints/best.kinora"));
        using var recognizer = ActionRecognizer.LoadNewest(folder.File("runs"));
        Assert.Equal(["walk", "run", "jump"], recognizer.Labels);
    }

    private ActionRecognizer Load() => ActionRecognizer.Load(folder.File("m.kinora"));

    private string Clip(int number) => folder.File($"{number}.mp4");
}
