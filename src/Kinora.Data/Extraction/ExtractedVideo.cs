namespace Kinora.Data.Extraction;

/// <summary>A video whose folder is whole, as the manifest keeps it.</summary>
/// <param name="Name">Its path below the data folder, with '/' on every system.</param>
/// <param name="Folder">Its folder below the output, with '/'.</param>
/// <param name="Count">Frames, or fields of flow.</param>
/// <param name="Files">Files in the folder.</param>
/// <param name="Height">Height of the frames or fields in pixels.</param>
/// <param name="Width">Width of the frames or fields in pixels.</param>
/// <param name="FramesPerSecond">Frames, or fields of flow, for each second of the video; on average where its rate varies.</param>
/// <param name="SourceBytes">The size of the video file.</param>
/// <param name="SourceModified">When the video file was last changed, UTC.</param>
/// <param name="Warning">What is wrong with a video that could be read in part; null where nothing is known to be.</param>
public sealed record ExtractedVideo(
    string Name, string Folder, int Count, int Files, int Height, int Width, double FramesPerSecond, long SourceBytes, DateTime SourceModified, string? Warning);

/// <summary>A video that could not be read.</summary>
/// <param name="Name">Its path below the data folder, with '/' on every system.</param>
/// <param name="Reason">What is wrong with it, in one line.</param>
public sealed record FailedVideo(string Name, string Reason);
