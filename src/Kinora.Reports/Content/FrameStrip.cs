namespace Kinora.Reports.Content;

/// <summary>One frame of a clip, small, ready to stand in a page.</summary>
/// <param name="Number">Of the frame in its video, counted from 0.</param>
/// <param name="Address">A <c>data:</c> address that holds the JPEG.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
public sealed record FramePicture(int Number, string Address, int Width, int Height)
{
    /// <summary>Whether the frame is padding, which a network is told not to look at.</summary>
    public bool IsPadding { get; init; }
}

/// <summary>Some frames of a clip in their order, or why there are none.</summary>
/// <param name="Pictures">Evenly spaced; empty where the clip could not be read.</param>
/// <param name="FrameCount">Frames of the whole video; 0 where it could not be read.</param>
/// <param name="Problem">Why there is no picture, one line; null where there are some, or where none were tried.</param>
public sealed record FrameStrip(IReadOnlyList<FramePicture> Pictures, int FrameCount, string? Problem)
{
    /// <summary>Nothing was tried: the data is not there.</summary>
    public static FrameStrip None { get; } = new([], 0, null);

    /// <summary>Every second picture.</summary>
    public FrameStrip Thinned() => this with { Pictures = [.. Pictures.Where((_, number) => number % 2 == 1)] };
}
