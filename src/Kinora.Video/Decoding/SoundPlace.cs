namespace Kinora.Video.Decoding;

/// <summary>Where the sound of a video may be found.</summary>
/// <param name="Path">A file; it may turn out to have none.</param>
/// <param name="IsWhole">Whether all that follows the first frame belongs to the video; else sound ends with the last frame.</param>
internal sealed record SoundPlace(string Path, bool IsWhole);
