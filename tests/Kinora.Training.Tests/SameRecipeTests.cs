using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kinora.Data;
using Kinora.Data.Loading;
using Kinora.Models;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Torch.Layers;
using Kinora.Torch.Optimizers;
using Kinora.Training.Schedules;

namespace Kinora.Training.Tests;

/// <summary>
/// One recipe in Kinora and in a plain PyTorch script (reference/same_recipe.py), on the same batches of real clips from the same
/// initial weights: the same loss curves, gradients' norms and final weights, bit for bit.
/// </summary>
public sealed class SameRecipeTests
{
    private const int Clips = 20;

    private static readonly TrainingOptions options = new()
    {
        Model = "video3dcnn_s",
        Frames = 8,
        Size = new(32, 40),
        BatchSize = 2,
        Accumulate = 2,
        Epochs = 20,
        WarmupEpochs = 2,
        LearningRate = 1e-3,
        WeightDecay = 1e-4,
        LabelSmoothing = 0.1,
        ClipNorm = 12,
        Seed = 5,
        Workers = 2,
    };

    [Fact]
    public void A_hundred_steps_on_Weizmann_give_PyTorchs_losses()
    {
        var data = DataSets.Open(Places.RealData("weizmann"));
        var threads = TorchRuntime.Threads;
        TorchRuntime.Threads = 1;
        var before = TensorScope.LiveTensors;
        using (var folder = Places.Temporary())
        using (var scope = new TensorScope())
        {
            var source = new ClipSource(data, cacheBytes: 256 << 20, options.Workers, options.Seed);
            var loader = source.Training(
                [.. Enumerable.Range(0, Clips)], options.ToPreprocessing(), options.ToTrainingSampler(), options.ToAugmentations(), options.BatchSize, Device.Cpu);
            var steps = Clips / options.BatchSize / options.Accumulate;
            var lines = new List<string>();
            var pixels = new List<long>();
            string digest;
            using (var clips = File.Create(folder.File("clips")))
            using (var labels = File.Create(folder.File("labels")))
            {
                TorchRandom.Seed(options.Seed);
                using var model = ModelZoo.Find(options.Model).Build(data.Labels.Count);
                using var criterion = new CrossEntropyLoss(labelSmoothing: options.LabelSmoothing);
                using var optimizer = new Adam(model.NamedParameters(), options.LearningRate, weightDecay: options.WeightDecay);
                var schedule = LearningRate.Of(options);
                for (var epoch = 0; epoch < options.Epochs; epoch++)
                {
                    foreach (var (step, batches) in loader.Epoch(epoch, TestContext.Current.CancellationToken).Chunk(options.Accumulate).Index())
                    {
                        using var inner = new TensorScope();
                        optimizer.LearningRate = schedule.At(epoch, step, steps, []);
                        optimizer.ZeroGrad();
                        var losses = new List<double>();
                        foreach (var batch in batches)
                        {
                            clips.Write(batch.Clips.ToBytes());
                            labels.Write(batch.Labels.ToBytes());
                            pixels.AddRange(batch.Clips.Shape);
                            var loss = criterion.Forward(model.Forward(batch.Clips), batch.Labels);
                            (loss / options.Accumulate).Backward();
                            losses.Add(loss.Item());
                            batch.Dispose();
                        }

                        var norm = GradientClipping.ClipNorm(model.Parameters(), options.ClipNorm);
                        optimizer.Step();
                        lines.Add(string.Join(' ', losses.Prepend(norm).Prepend(optimizer.LearningRate).Select(value => value.ToString("R", CultureInfo.InvariantCulture))));
                    }
                }

                digest = Convert.ToHexStringLower(SHA256.HashData([.. model.StateDict().Values.SelectMany(value => value.Detach().ToBytes())]));
            }

            Assert.Equal(100, lines.Count);
            Compare(Python(folder, [lines.Count * options.Accumulate, .. pixels[..5]], data.Labels.Count), [.. lines, digest]);

            // Something is learnt, and some gradients are clipped and some are not, or the test shows little.
            var norms = lines.Select(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture)).ToArray();
            Assert.Contains(norms, norm => norm > options.ClipNorm);
            Assert.True(norms.Min() < options.ClipNorm, $"the least norm is {norms.Min()}");
            double Mean(IEnumerable<string> some) => some.Average(line => line.Split(' ')[2..].Average(loss => double.Parse(loss, CultureInfo.InvariantCulture)));
            Assert.True(Mean(lines[^10..]) < Mean(lines[..10]));
        }

        Assert.Equal(before, TensorScope.LiveTensors);
        TorchRuntime.Threads = threads;
    }

    private static void Compare(string[] expected, string[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length - 1; i++)
        {
            var (theirs, ours) = (Numbers(expected[i]), Numbers(actual[i]));

            // The rates' closed form and PyTorch's products differ by rounding in double precision; losses and norms are float32.
            Assert.Equal(theirs[0], ours[0], options.LearningRate * 1e-12);
            Assert.True(theirs[1..].SequenceEqual(ours[1..]), $"step {i + 1}: {expected[i]} in Python, {actual[i]} here");
        }

        Assert.Equal(expected[^1], actual[^1]);

        static double[] Numbers(string line) => [.. line.Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture))];
    }

    private static string[] Python(TemporaryFolder folder, long[] shape, int classes)
    {
        var output = Places.Python(
            Path.Combine(Places.Repository, "tests/Kinora.Training.Tests/reference/same_recipe.py"),
            folder.File("clips"),
            folder.File("labels"),
            TorchRuntime.Threads.ToString(CultureInfo.InvariantCulture),
            JsonSerializer.Serialize(new
            {
                shape,
                classes,
                seed = options.Seed,
                epochs = options.Epochs,
                warmup = options.WarmupEpochs,
                factor = options.WarmupFactor,
                rate = options.LearningRate,
                decay = options.WeightDecay,
                smoothing = options.LabelSmoothing,
                accumulate = options.Accumulate,
                largest = options.ClipNorm,
            }));
        return Encoding.UTF8.GetString(output).Trim().Split('\n');
    }
}
