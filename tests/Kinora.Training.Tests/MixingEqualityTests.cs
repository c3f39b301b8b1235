using System.Text.Json;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Torch.Layers;
using Kinora.Training.Mixing;
using Kinora.Video;

namespace Kinora.Training.Tests;

/// <summary>Pixels, targets and loss of mixed batches, bit for bit those of the rules written in PyTorch (reference/mixing.py).</summary>
public sealed class MixingEqualityTests
{
    private const int Classes = 5;
    private static readonly FrameSize Size = new(10, 14);

    [Fact]
    public void Pixels_targets_and_loss_equal_PyTorchs()
    {
        using var scope = new TensorScope();
        using var folder = Places.Temporary();
        TorchRandom.Seed(11);
        var cases = new List<object>();
        var (given, actual) = (new List<byte>(), new List<byte>());
        foreach (var mix in Draws())
        {
            // Two clips one after the other have the same class: their shares add up.
            int[] labels = [1, 4, 4, 0, 2];
            var clips = Ops.Randn([labels.Length, 3, 4, Size.Height, Size.Width]);
            var logits = Ops.Randn([labels.Length, Classes]);
            given.AddRange([.. clips.ToBytes(), .. logits.ToBytes()]);
            int[]? part = mix.Part is { } region ? [region.Top, region.Left, region.Size.Height, region.Size.Width] : null;
            cases.Add(new { shape = clips.Shape, labels, classes = Classes, smoothing = 0.1, share = mix.Share, part });

            using var criterion = new CrossEntropyLoss(labelSmoothing: 0.1);
            var targets = mix.Targets(labels, Classes);
            actual.AddRange([.. mix.Apply(clips).ToBytes(), .. targets.ToBytes(), .. criterion.Forward(logits, targets).ToBytes()]);
        }

        File.WriteAllBytes(folder.File("batches"), [.. given]);
        var script = Path.Combine(Places.Repository, "tests/Kinora.Training.Tests/reference/mixing.py");
        Assert.Equal(Places.Python(script, folder.File("batches"), JsonSerializer.Serialize(cases)), actual);
    }

    private static IEnumerable<BatchMix> Draws()
    {
        var added = Enumerable.Range(0, 4).Select(step => new BatchMixing(0.2, 0).Draw(Size, seed: 3, epoch: 1, step)!);
        var cut = Enumerable.Range(0, 8).Select(step => new BatchMixing(0, 1).Draw(Size, seed: 3, epoch: 1, step)!).ToArray();
        Assert.Contains(cut, mix => mix.Part is { Size: { Height: > 1, Width: > 1 } });
        return added.Concat(cut);
    }
}
