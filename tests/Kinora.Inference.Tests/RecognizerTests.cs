using Kinora.Models;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Video;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;
using Kinora.Video.Writing;

namespace Kinora.Inference.Tests;

public sealed class RecognizerTests
{
    private static readonly string[] Labels = ["walk", "run", "jump"];

    // Two clips of eight frames, none of which is padding.
    private static Tensor AllFrames => Ops.Ones([2, 8], dtype: DType.Bool);

    [Fact]
    public void A_saved_network_gives_the_probabilities_of_the_one_that_was_saved()
    {
        using var folder = Places.Temporary();
        var before = TensorScope.LiveTensors;
        var preprocessing = Preprocessing();
        float[] expected;
        using (var model = Build())
        {
            Checkpoint.Save(folder.File("m.kinora"), Video3dCnn.SmallEntry, Video3dCnn.SmallEntry.Defaults, model, Labels, preprocessing);
            model.Eval();
            var clip = new Frames(8, 32, 32);
            Clip(t: 0).Pixels.CopyTo(clip.Pixels.AsSpan());
            using var scope = new TensorScope();
            expected = Recognizer.Probabilities(model, preprocessing.ToTensor([clip, clip], Device.Cpu), AllFrames, views: 2)[0];
        }

        using (var loaded = Checkpoint.Load(folder.File("m.kinora")))
        {
            Assert.Equal(Labels, loaded.Labels);
            Assert.Equal(preprocessing.Geometry, loaded.Preprocessing.Geometry);
            Assert.Equal(preprocessing.Sampler, loaded.Preprocessing.Sampler);
            using var scope = new TensorScope();
            var clip = Clip(t: 0);
            Assert.Equal(expected, Recognizer.Probabilities(loaded.Model, loaded.Preprocessing.ToTensor([clip, clip], Device.Cpu), AllFrames, views: 2)[0]);
        }

        Assert.Equal(1, expected.Sum(), 1e-5);
        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public async Task Threads_that_share_a_recognizer_get_the_answer_one_alone_gets()
    {
        using var folder = Places.Temporary();
        var before = TensorScope.LiveTensors;
        using (var model = Build())
        {
            Checkpoint.Save(folder.File("m.kinora"), Video3dCnn.SmallEntry, Video3dCnn.SmallEntry.Defaults, model, Labels, Preprocessing());
        }

        using (var writer = VideoWriter.Create(folder.File("clip.mp4"), new FrameSize(48, 48), new FrameRate(25)))
        {
            for (var t = 0; t < 20; t++)
            {
                var frame = new byte[48 * 48 * 3];
                frame.AsSpan(t * 48 * 3, 20 * 48 * 3).Fill(200);
                writer.Write(frame);
            }

            writer.Finish();
        }

        using (var recognizer = ActionRecognizer.Load(folder.File("m.kinora")))
        {
            var alone = recognizer.Predict(folder.File("clip.mp4"));
            var together = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => recognizer.Predict(folder.File("clip.mp4")))));
            Assert.All(together, prediction => Assert.Equal(alone.Probabilities, prediction.Probabilities));
            Assert.Equal(alone.Top(1)[0].Label, alone.Label);
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    private static VideoModel Build()
    {
        TorchRandom.Seed(3);
        return Video3dCnn.SmallEntry.Build(Labels.Length);
    }

    private static Preprocessing Preprocessing() => new()
    {
        Geometry = new Squash(new FrameSize(32, 32)),
        Sampler = new ClipSampler(SamplingKind.CentredStride, Length: 8, Stride: 2),
        Views = 2,
    };

    private static Frames Clip(int t)
    {
        var clip = new Frames(8, 32, 32);
        for (var i = 0; i < clip.Pixels.Length; i++)
        {
            clip.Pixels[i] = (byte)((i * 31 + t) % 251);
        }

        return clip;
    }
}
