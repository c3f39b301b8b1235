using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Video.Augmentation;

/// <summary>Takes the colour away: <c>gray 0.2</c>; torchvision's <c>RandomGrayscale</c> on Pillow's images.</summary>
/// <param name="Probability">How often, from 0 to 1.</param>
public sealed record Grayscale(double Probability) : IAugmentation
{
    /// <summary>How often, from 0 to 1.</summary>
    public double Probability { get; } = Limits.Within(Probability, 0, 1, "the probability of gray");

    /// <inheritdoc/>
    public Frames Apply(Frames frames, ClipDraw draw)
    {
        ArgumentNullException.ThrowIfNull(frames);
        if (draw.Fraction(0) >= Probability)
        {
            return frames;
        }

        var gray = new Frames(frames.Count, frames.Height, frames.Width);
        frames.Pixels.CopyTo(gray.Pixels, 0);
        GrayConversion.Apply(gray.Pixels, FrameColour.PillowGray);
        return gray;
    }

    /// <inheritdoc/>
    public IAugmentation? ForFlow() => null;

    /// <summary>The text form.</summary>
    public override string ToString() => $"gray {Probability}";
}
