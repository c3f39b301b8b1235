namespace Kinora.Inference.Timelines;

/// <summary>What the network saw in a few consecutive frames: the same as <c>predict video#frames=FIRST-LAST</c> gives.</summary>
/// <param name="FirstFrame">Number of the first frame, from 0.</param>
/// <param name="FrameCount">How many frames, from 1.</param>
/// <param name="Start">Seconds from the first frame of the video to that of the window.</param>
/// <param name="End">Seconds from the first frame of the video to the end of the window's last.</param>
/// <param name="Probabilities">The probability of each class, in the order of the labels; they add up to 1.</param>
public sealed record TimelineWindow(int FirstFrame, int FrameCount, double Start, double End, IReadOnlyList<float> Probabilities);
