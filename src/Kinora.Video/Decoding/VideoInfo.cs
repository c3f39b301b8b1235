namespace Kinora.Video.Decoding;

/// <summary>What is known of a video file.</summary>
/// <param name="Path">The file, as it was named when opened.</param>
/// <param name="Codec">FFmpeg's name of the codec, e.g. <c>h264</c>.</param>
/// <param name="Width">Width in pixels of the upright picture.</param>
/// <param name="Height">Height in pixels of the upright picture.</param>
/// <param name="Rotation">Degrees, clockwise, by which stored pictures are turned to stand upright: 0, 90, 180 or 270. Frames come turned already.</param>
/// <param name="FrameRate">Frames per second, on average where <paramref name="VariableRate"/> holds.</param>
/// <param name="Duration">From the first frame to the end of the last.</param>
/// <param name="FrameCount">Number of frames that decoding gives.</param>
/// <param name="VariableRate">Whether the time between frames varies.</param>
public sealed record VideoInfo(
    string Path,
    string Codec,
    int Width,
    int Height,
    int Rotation,
    double FrameRate,
    TimeSpan Duration,
    int FrameCount,
    bool VariableRate)
{
    /// <summary>Width over height of one pixel; 1 where the file does not say. Pixels are not stretched when read.</summary>
    public double PixelAspect { get; init; } = 1;

    /// <summary>Whether stored pictures are also mirrored to stand upright. Frames come mirrored already.</summary>
    public bool Mirrored { get; init; }

    /// <summary>Height and width in pixels of the upright picture.</summary>
    public FrameSize Size => new(Height, Width);
}
