namespace Kinora.Video.Sampling;

/// <summary>Which frames make a clip.</summary>
/// <param name="Frames">Frame numbers in presentation order, from 0, never decreasing save where padding loops; as many as the clip is long.</param>
/// <param name="Mask">False where the frame is masked padding: the video's last frame repeated because the video had ended.</param>
public sealed record ClipPlan(int[] Frames, bool[] Mask);
