using System.Runtime.InteropServices;
using Kinora.Video.Flow;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Video.Augmentation;

/// <summary>
/// Covers a random part of the picture, the same in all frames (Zhong et al. 2017, <see href="https://arxiv.org/abs/1708.04896"/>):
/// <c>erase 0.25 area 0.02..0.33 ratio 0.3..3.3</c>. Parts are drawn by torchvision's rules for <c>RandomErasing</c>; the cover is the
/// mean colour of ImageNet's pictures, which normalisation makes nearly 0, torchvision's default; in optical flow, no motion.
/// </summary>
/// <param name="Probability">How often, from 0 to 1.</param>
/// <param name="Area">The part's area as a fraction of the frame's, drawn evenly.</param>
/// <param name="Ratio">The part's height over its width; its logarithm is drawn evenly.</param>
public sealed record RandomErasing(double Probability, Limits Area, Limits Ratio) : IAugmentation
{
    private const int Attempts = 10;

    private static readonly Rgb MeanColour = new(124, 116, 104);
    private static readonly Rgb NoMotion = new(FlowFrames.Still, FlowFrames.Still, FlowFrames.Still);

    /// <summary>How often, from 0 to 1.</summary>
    public double Probability { get; } = Limits.Within(Probability, 0, 1, "the probability of an erased part");

    /// <summary>The part's area as a fraction of the frame's, within (0, 1].</summary>
    public Limits Area { get; } = Area.Low > 0 && Area.High <= 1
        ? Area
        : throw new ArgumentException($"the area of a part is a fraction above 0 and at most 1, not {Area}");

    /// <summary>The part's height over its width.</summary>
    public Limits Ratio { get; } = Ratio.Low > 0
        ? Ratio
        : throw new ArgumentException($"the ratio of height to width is above 0, not {Ratio}");

    /// <summary>Whether the frames hold optical flow.</summary>
    public bool OfFlow { get; init; }

    /// <inheritdoc/>
    public Frames Apply(Frames frames, ClipDraw draw)
    {
        ArgumentNullException.ThrowIfNull(frames);
        if (draw.Fraction(0) >= Probability || Part(frames.Size, draw) is not { } part)
        {
            return frames;
        }

        var erased = new Frames(frames.Count, frames.Height, frames.Width);
        frames.Pixels.CopyTo(erased.Pixels, 0);
        for (var t = 0; t < erased.Count; t++)
        {
            var pixels = MemoryMarshal.Cast<byte, Rgb>(erased[t]);
            for (var y = part.Top; y < part.Top + part.Size.Height; y++)
            {
                pixels.Slice((y * erased.Width) + part.Left, part.Size.Width).Fill(OfFlow ? NoMotion : MeanColour);
            }
        }

        return erased;
    }

    /// <inheritdoc/>
    public IAugmentation ForFlow() => this with { OfFlow = true };

    /// <summary>The part that a draw gives; null where none of ten fits, when nothing is covered.</summary>
    public FrameRegion? Part(FrameSize frame, ClipDraw draw)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var first = 1 + (4 * attempt);
            var area = (double)frame.Height * frame.Width * draw.Between(first, Area.Low, Area.High);
            var ratio = Math.Exp(draw.Between(first + 1, Math.Log(Ratio.Low), Math.Log(Ratio.High)));
            var (height, width) = (Math.Round(Math.Sqrt(area * ratio)), Math.Round(Math.Sqrt(area / ratio)));
            if (height > 0 && height < frame.Height && width > 0 && width < frame.Width)
            {
                var size = new FrameSize((int)height, (int)width);
                return new FrameRegion(
                    draw.Below(first + 2, frame.Height - size.Height + 1), draw.Below(first + 3, frame.Width - size.Width + 1), size);
            }
        }

        return null;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => $"erase {Probability} area {Area} ratio {Ratio}";
}
