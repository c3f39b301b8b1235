using Kinora.Models;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Training;

/// <summary>What the options say about clips.</summary>
public static class ClipOptions
{
    /// <summary>How the finished network will see a video; random strides become centred ones.</summary>
    public static Preprocessing ToPreprocessing(this TrainingOptions options) => new()
    {
        Sampler = new ClipSampler(options.Sampling == SamplingKind.RandomStride ? SamplingKind.CentredStride : options.Sampling, options.Frames, options.Stride),
        Views = options.Views,
        Geometry = options.ToGeometry(),
        Filter = options.Filter,
        Colour = options.Colour,
        Mean = [.. options.Mean.Select(value => (float)value)],
        Std = [.. options.Std.Select(value => (float)value)],
    };

    private static FrameGeometry ToGeometry(this TrainingOptions options)
    {
        var size = options.Size;
        return options.Geometry switch
        {
            GeometryKind.Squash => new Squash(size),
            // torchvision's habit: 256 for 224, 128 for 112.
            GeometryKind.ShortSide => new ShortSideThenCentreCrop(Math.Max(size.Height, size.Width) * 8 / 7, size),
            GeometryKind.CentreSquare => new CentreSquare(size),
            _ => throw new InvalidOperationException($"no geometry for {options.Geometry}"),
        };
    }
}
