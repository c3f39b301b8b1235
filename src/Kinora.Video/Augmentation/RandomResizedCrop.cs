using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Video.Augmentation;

/// <summary>
/// Cuts out a part of random area and shape and scales it back to the size the frames had, as torchvision's
/// <c>RandomResizedCrop</c>: <c>resized-crop area 0.5..1 ratio 0.75..1.333</c>.
/// </summary>
/// <param name="Area">The part's area as a fraction of the frame's; drawn evenly.</param>
/// <param name="Ratio">The part's width over its height, in pixels; its logarithm is drawn evenly.</param>
/// <param name="Filter">Whose scaling; that of the clips themselves is the natural one.</param>
public sealed record RandomResizedCrop(Limits Area, Limits Ratio, ScaleFilter Filter = ScaleFilter.OpenCvBilinear) : IAugmentation
{
    private const int Attempts = 10;

    /// <summary>The part's area as a fraction of the frame's, within (0, 1].</summary>
    public Limits Area { get; } = Area.Low > 0 && Area.High <= 1
        ? Area
        : throw new ArgumentException($"the area of a part is a fraction above 0 and at most 1, not {Area}");

    /// <summary>The part's width over its height, in pixels.</summary>
    public Limits Ratio { get; } = Ratio.Low > 0
        ? Ratio
        : throw new ArgumentException($"the ratio of width to height is above 0, not {Ratio}");

    /// <summary>Whose scaling; not FFmpeg's, which works only while a video is decoded.</summary>
    public ScaleFilter Filter { get; } = Filter != ScaleFilter.FFmpegBilinear
        ? Filter
        : throw new ArgumentException("'resized-crop' cannot scale by FFmpeg's filter, which works only while a video is decoded");

    /// <inheritdoc/>
    public Frames Apply(Frames frames, ClipDraw draw)
    {
        ArgumentNullException.ThrowIfNull(frames);
        return FrameScaler.CropAndScale(frames, Part(frames.Size, draw), frames.Size, Filter);
    }

    /// <summary>The part that a draw gives, by torchvision's rules.</summary>
    public FrameRegion Part(FrameSize frame, ClipDraw draw)
    {
        var (low, high) = (Math.Log(Ratio.Low), Math.Log(Ratio.High));
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var area = (double)frame.Height * frame.Width * draw.Between(4 * attempt, Area.Low, Area.High);
            var ratio = Math.Exp(draw.Between((4 * attempt) + 1, low, high));
            var (height, width) = (Math.Round(Math.Sqrt(area / ratio)), Math.Round(Math.Sqrt(area * ratio)));
            if (height > 0 && height <= frame.Height && width > 0 && width <= frame.Width)
            {
                var size = new FrameSize((int)height, (int)width);
                return new FrameRegion(
                    draw.Below((4 * attempt) + 2, frame.Height - size.Height + 1), draw.Below((4 * attempt) + 3, frame.Width - size.Width + 1), size);
            }
        }

        return LargestInTheMiddle(frame);
    }

    /// <summary>The text form.</summary>
    public override string ToString() => $"resized-crop area {Area} ratio {Ratio}";

    /// <summary>Where no draw fitted: the largest part in the middle whose ratio is allowed.</summary>
    private FrameRegion LargestInTheMiddle(FrameSize frame)
    {
        var ratio = (double)frame.Width / frame.Height;
        var height = ratio < Ratio.Low ? (int)Math.Round(frame.Width / Ratio.Low) : frame.Height;
        var width = ratio > Ratio.High ? (int)Math.Round(frame.Height * Ratio.High) : frame.Width;
        return new FrameRegion((frame.Height - height) / 2, (frame.Width - width) / 2, new FrameSize(height, width));
    }
}
