namespace Kinora.Inference.Timelines;

/// <summary>A part of a video in which one thing happens.</summary>
/// <param name="Start">Seconds from the first frame.</param>
/// <param name="End">Seconds from the first frame; the next segment starts there.</param>
/// <param name="Label">What happens; null where no class is probable enough.</param>
/// <param name="Confidence">The probability of the label, mean over the segment; where there is none, that of the most probable class.</param>
public sealed record Segment(double Start, double End, string? Label, float Confidence);
