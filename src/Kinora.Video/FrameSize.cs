namespace Kinora.Video;

/// <summary>Height and width of a picture in pixels.</summary>
public readonly record struct FrameSize(int Height, int Width)
{
    /// <summary>As people write it: width x height.</summary>
    public override string ToString() => $"{Width}x{Height}";
}
