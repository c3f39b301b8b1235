using System.Text.Json.Nodes;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Torch.Optimizers;
using Kinora.Video.Scaling;

namespace Kinora.Models.Tests;

/// <summary>What every network of the zoo must do, whatever it is.</summary>
public sealed class EveryModelTests
{
    private const int Classes = 8;
    private const int MostSteps = 150;

    public static TheoryData<string> Names => [.. ModelZoo.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Clips_of_two_sizes_and_two_lengths_give_logits_and_smaller_ones_are_refused(string name)
    {
        var before = TensorScope.LiveTensors;
        var entry = ModelZoo.Find(name);
        var limits = entry.Limits();
        using (var model = Build(entry))
        using (var scope = new TensorScope())
        {
            model.Eval();
            using var quiet = Autograd.NoGrad();
            int[] sizes = limits.Size == 1 ? [1] : [limits.Size, limits.Size * 3 / 2];
            foreach (var size in sizes)
            {
                foreach (var frames in (int[])[limits.Frames, limits.Frames + 3])
                {
                    var logits = model.Forward(Clips(entry, 2, frames, size));
                    Assert.Equal([2, Classes], logits.Shape);
                    Assert.True(double.IsFinite(logits.Sum().Item()));
                }
            }

            if (limits.Size > 1)
            {
                Assert.Throws<ModelException>(() => model.Forward(Clips(entry, 1, limits.Frames, limits.Size - 1)));
            }

            if (limits.Frames > 1)
            {
                Assert.Throws<ModelException>(() => model.Forward(Clips(entry, 1, limits.Frames - 1, limits.Size)));
            }

            Assert.Contains(entry.Input.Channels.ToString(System.Globalization.CultureInfo.InvariantCulture), Assert.Throws<ModelException>(() => model.Forward(Ops.Zeros([2, 9, 8, 8]))).Message);
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_reach_every_parameter_and_eight_clips_are_learnt_by_heart(string name)
    {
        if (name is "c3d" or "video3dcnn")
        {
            // Half a minute each.
            Places.LongOnly();
        }

        var before = TensorScope.LiveTensors;
        TorchRuntime.Threads = 2;
        var entry = ModelZoo.Find(name);
        using (var model = Build(entry))
        using (var optimizer = new Adam(model.NamedParameters(), LearningRate(entry, model)))
        using (var scope = new TensorScope())
        {
            var limits = entry.Limits();
            var clips = Clips(entry, Classes, Math.Max(limits.Frames, 4), limits.Size == 1 && entry.Input.Size == 1 ? 1 : Math.Max(limits.Size, 16));
            var labels = Tensor.From<long>([0, 1, 2, 3, 4, 5, 6, 7], Classes);

            // A network whose branches begin with no weight passes gradients on from the second step.
            var unreached = model.NamedParameters().ToDictionary(parameter => parameter.Name, parameter => parameter.Value);
            var (steps, right) = (0, 0.0);
            for (; steps < MostSteps && (right < Classes || unreached.Count > 0); steps++)
            {
                using var step = new TensorScope();
                optimizer.ZeroGrad();
                var logits = model.Forward(clips);
                right = logits.Argmax(1).Eq(labels).Sum().Item();
                logits.CrossEntropyLoss(labels).Backward();
                foreach (var (parameter, value) in unreached.ToArray())
                {
                    if (value.Grad is { } gradient && gradient.Abs().Max().Item() > 0)
                    {
                        unreached.Remove(parameter);
                    }
                }

                optimizer.Step();
            }

            Assert.True(unreached.Count == 0, $"no gradient reaches {string.Join(", ", unreached.Keys)}");
            Assert.True(right == Classes, $"after {steps} steps {right} of {Classes} clips are named right");
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_saved_network_gives_the_same_logits(string name)
    {
        var before = TensorScope.LiveTensors;
        using var folder = Places.Temporary();
        var entry = ModelZoo.Find(name);
        var limits = entry.Limits();
        using (var scope = new TensorScope())
        {
            var path = folder.File("m.kinora");
            var clips = Clips(entry, 2, limits.Frames, limits.Size);
            float[] logits;
            using (var model = Build(entry))
            {
                // Statistics and weights other than those of the beginning.
                model.Forward(clips);
                model.Eval();
                using var quiet = Autograd.NoGrad();
                logits = model.Forward(clips).ToArray<float>();
                Checkpoint.Save(path, entry, NoDropout(entry), model, [.. Enumerable.Range(0, Classes).Select(i => $"class {i}")], new Preprocessing { Geometry = new Squash(new(32, 32)) });
            }

            using var loaded = Checkpoint.Load(path);
            using var noGrad = Autograd.NoGrad();
            Assert.Equal(logits, loaded.Model.Forward(clips).ToArray<float>());
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    // Without batch norm a network bears smaller steps only; one without pictures is small and wants larger ones.
    private static double LearningRate(ModelEntry entry, VideoModel model) => entry.Input.Size == 1 ? 1e-2 : model.NamedBuffers().Any() ? 1e-3 : 1e-4;

    private static VideoModel Build(ModelEntry entry)
    {
        TorchRandom.Seed(5);
        return entry.Build(Classes, NoDropout(entry), entry.Input.Channels);
    }

    // Learning by heart is about the network; dropout is there to prevent it.
    private static object NoDropout(ModelEntry entry)
    {
        var options = JsonNode.Parse(entry.WriteOptions(entry.Defaults))!.AsObject();
        foreach (var key in options.Select(pair => pair.Key).Where(key => key.Contains("drop", StringComparison.Ordinal)).ToArray())
        {
            options[key] = options[key] is JsonArray list ? new JsonArray([.. list.Select(_ => (JsonNode)0.0)]) : 0.0;
        }

        return entry.ReadOptions(options.ToJsonString());
    }

    private static Tensor Clips(ModelEntry entry, int count, int frames, int size)
    {
        TorchRandom.Seed(9);
        return Ops.Randn([count, entry.Input.Channels, frames, size, size]);
    }
}
