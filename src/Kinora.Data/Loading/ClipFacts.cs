namespace Kinora.Data.Loading;

/// <summary>Reason is known of a clip without decoding it again.</summary>
/// <param name="FrameCount">Frames: by the file's headers where these look sound, else by decoding it once.</param>
/// <param name="Width">Width in pixels of the upright picture.</param>
/// <param name="Height">Height in pixels of the upright picture.</param>
/// <param name="FrameRate">Frames per second.</param>
/// <param name="Warning">Reason is wrong with a file that can be read in part; null where all is well.</param>
public sealed record ClipFacts(int FrameCount, int Width, int Height, double FrameRate, string? Warning);
