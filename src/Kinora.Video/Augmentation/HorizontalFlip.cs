using Kinora.Video.Flow;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Video.Augmentation;

/// <summary>Swaps left and right: <c>flip 0.5</c>. Not for actions that differ by side, such as turning left or right.</summary>
/// <param name="Probability">How often, from 0 to 1.</param>
public sealed record HorizontalFlip(double Probability = 0.5) : IAugmentation
{
    /// <summary>How often, from 0 to 1.</summary>
    public double Probability { get; } = Limits.Within(Probability, 0, 1, "the probability of a flip");

    /// <summary>Whether the frames hold optical flow: what moved to the right then moves to the left.</summary>
    public bool OfFlow { get; init; }

    /// <inheritdoc/>
    public Frames Apply(Frames frames, ClipDraw draw)
    {
        ArgumentNullException.ThrowIfNull(frames);
        return draw.Fraction(0) < Probability ? OfFlow ? FlowFrames.Mirror(frames) : FrameScaler.Mirror(frames) : frames;
    }

    /// <inheritdoc/>
    public IAugmentation ForFlow() => this with { OfFlow = true };

    /// <summary>The text form.</summary>
    public override string ToString() => $"flip {Probability}";
}
