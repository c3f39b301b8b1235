namespace Kinora.Data.Loading;

/// <summary>What is known of a clip without decoding it again.</summary>
/// <param name="FrameCount">Frames: by the file's headers where these look sound, else by decoding it once.</param>
/// <param name="Width">Width in pixels of the upright picture.</param>
/// <param name="Height">Height in pixels of the upright picture.</param>
/// <param name="FrameRate">Frames per second.</param>
/// <param name="Warning">What is wrong with a file that can be read in part; null where all is well.</param>
/// <param name="Times">Seconds to each frame of a file where they are not evenly spaced; null where they are, and for a part of a file.</param>
public sealed record ClipFacts(int FrameCount, int Width, int Height, double FrameRate, string? Warning, IReadOnlyList<double>? Times = null);
