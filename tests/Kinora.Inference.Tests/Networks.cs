using Kinora.Models;
using Kinora.Torch;
using Kinora.Video;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;
using Kinora.Video.Writing;

namespace Kinora.Inference.Tests;

/// <summary>Small networks as they come out of the generator, and a video in which something changes.</summary>
internal static class Networks
{
    public static readonly string[] Labels = ["walk", "run", "jump"];

    public static Preprocessing Preprocessing { get; } = new()
    {
        Geometry = new Squash(new FrameSize(32, 32)),
        Sampler = new ClipSampler(SamplingKind.CentredStride, Length: 8, Stride: 2),
    };

    /// <summary>A 3-D network, which sees all frames of a clip at once.</summary>
    public static void SaveVideoNetwork(string path, Preprocessing preprocessing, string[]? labels = null, long seed = 3)
    {
        var options = new Video3dCnnOptions { Width = 4, TemporalPools = 3 };
        Save(path, Video3dCnn.SmallEntry, options, preprocessing, labels ?? Labels, seed);
    }

    /// <summary>A network that looks at each frame by itself and then at the sequence.</summary>
    public static void SaveFrameNetwork(string path, Preprocessing preprocessing) =>
        Save(path, ConvNetRnn.Entry, new ConvNetRnnOptions { Filters = [4, 8], Pools = [4, 4], Hidden = 8 }, preprocessing, Labels, seed: 5);

    /// <summary>A square that goes to and fro and gets brighter; frame t of every video of one size is the same.</summary>
    public static void SaveVideo(string path, int frames, FrameSize size)
    {
        using var writer = VideoWriter.Create(path, size, new FrameRate(25));
        for (var t = 0; t < frames; t++)
        {
            var frame = new byte[size.Height * size.Width * 3];
            for (var y = 10; y < 30; y++)
            {
                frame.AsSpan(((y * size.Width) + Math.Abs((t % 40) - 20)) * 3, 20 * 3).Fill((byte)(60 + (t % 190)));
            }

            writer.Write(frame);
        }

        writer.Finish();
    }

    private static void Save(string path, ModelEntry entry, object options, Preprocessing preprocessing, string[] labels, long seed)
    {
        TorchRandom.Seed(seed);
        using var model = entry.Build(labels.Length, options, preprocessing.Channels);
        Checkpoint.Save(path, entry, options, model, labels, preprocessing);
    }
}
