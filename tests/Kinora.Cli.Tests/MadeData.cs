using Kinora.Models;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Video;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;
using Kinora.Video.Writing;

namespace Kinora.Cli.Tests;

/// <summary>Clips and checkpoints that are small enough to be made for one test.</summary>
internal static class MadeData
{
    /// <summary>A clip with a bar that moves down, or to the right.</summary>
    public static string Clip(TemporaryFolder folder, string name, FrameSize? size = null, int frames = 40, bool isSideways = false, int shade = 200)
    {
        var path = folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var (height, width) = (size?.Height ?? 64, size?.Width ?? 64);
        using var writer = VideoWriter.Create(path, new FrameSize(height, width), new FrameRate(25), preset: "ultrafast");
        for (var t = 0; t < frames; t++)
        {
            var frame = new byte[height * width * 3];
            for (var i = 0; i < height * width; i++)
            {
                var place = isSideways ? (double)(i % width) / width : (double)(i / width) / height;
                frame.AsSpan(3 * i, 3).Fill((byte)(Math.Abs(place - ((double)t / frames)) < 0.15 ? shade : 40));
            }

            writer.Write(frame);
        }

        writer.Finish();
        return path;
    }

    /// <summary>A network that was never trained, for clips of 8 frames of 32 x 32.</summary>
    public static string Checkpoint(TemporaryFolder folder, string name, params string[] labels)
    {
        var path = folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var entry = Video3dCnn.SmallEntry;
        var options = new Video3dCnnOptions { Width = 4, TemporalPools = 3 };
        TorchRandom.Seed(1);
        using var model = entry.Build(labels.Length, options);
        Models.Checkpoint.Save(path, entry, options, model, labels, new Preprocessing { Geometry = new Squash(new(32, 32)), Sampler = new(SamplingKind.CentredStride, 8, 1) });
        return path;
    }
}
