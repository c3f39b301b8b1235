namespace Kinora.Video.Drawing;

/// <summary>One row of a contact sheet: a line of text, and frames below it.</summary>
/// <param name="Title">What the frames show; empty where the row goes on with the video above.</param>
/// <param name="Name">Its file, or what is particular about the row.</param>
/// <param name="Facts">Size, length and the like, at the right end.</param>
/// <param name="Frames">The frames, in the size in which they are drawn.</param>
/// <param name="Numbers">The number of each in its video, from 0.</param>
public sealed record SheetRow(string Title, string Name, string Facts, Frames Frames, IReadOnlyList<int> Numbers)
{
    /// <summary>False where a frame is padding, which a network is told not to look at; null where none is.</summary>
    public IReadOnlyList<bool>? Mask { get; init; }

    /// <summary>The row of a video's strip.</summary>
    /// <param name="title">What the video shows.</param>
    /// <param name="name">Its file.</param>
    /// <param name="strip">Its frames.</param>
    public static SheetRow Of(string title, string name, FrameStrip strip)
    {
        ArgumentNullException.ThrowIfNull(strip);
        var info = strip.Info;
        return new SheetRow(title, name, $"{info.Size}, {info.FrameCount} frames, {info.Duration.TotalSeconds:0.0} s", strip.Frames, strip.Numbers);
    }

    /// <summary>Whether a frame is padding.</summary>
    /// <param name="t">Its place in the row.</param>
    public bool IsPadding(int t) => Mask is { } mask && !mask[t];
}
