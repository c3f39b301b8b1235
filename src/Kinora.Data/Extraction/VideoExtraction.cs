using System.Text.Json.Nodes;
using Kinora.Video;
using Kinora.Video.Decoding;
using Kinora.Video.Scaling;
using Kinora.Video.Writing;

namespace Kinora.Data.Extraction;

/// <summary>What is made of each video, and how: <see cref="FrameExtraction"/> or <see cref="FlowExtraction"/>.</summary>
public abstract record VideoExtraction
{
    private protected VideoExtraction()
    {
    }

    /// <summary>Scales each frame to this height and width, whatever that does to the shape of things; null keeps the video's.</summary>
    public FrameSize? Size { get; init; }

    /// <summary>Scales each frame until its short side has this many pixels, shape kept; null keeps the video's. Not with <see cref="Size"/>.</summary>
    public int? ShortSide { get; init; }

    /// <summary>Whose scaling; FFmpeg's is done while decoding, and is the fastest.</summary>
    public ScaleFilter Filter { get; init; } = ScaleFilter.FFmpegBilinear;

    /// <summary>The quality of JPEG files, 1 to 100.</summary>
    public int Quality { get; init; } = ImageFile.DefaultQuality;

    /// <summary>What the manifest calls it.</summary>
    internal abstract string Kind { get; }

    /// <summary>All that decides what is written, under the names of the options.</summary>
    internal abstract JsonObject Settings();

    /// <summary>Writes the files of one video.</summary>
    /// <param name="video">The video.</param>
    /// <param name="folder">An empty folder.</param>
    /// <param name="written">Told how many frames or fields were written since it was last told.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>How many frames or fields there are, in how many files, of which size, and how many for a second.</returns>
    /// <exception cref="OtherFramesException">The video has other frames than its headers said; the folder is to be emptied and this to be called again.</exception>
    /// <exception cref="VideoException">The video cannot be read.</exception>
    internal abstract (int Count, int Files, FrameSize Size, double FramesPerSecond) Write(VideoFile video, string folder, Action<int> written, CancellationToken cancel);

    /// <summary>The size that frames get; null where they keep the video's.</summary>
    private protected FrameSize? Target(FrameSize source)
    {
        if (ShortSide is not { } side)
        {
            return Size;
        }

        var (height, width) = (source.Height, source.Width);
        var longSide = (int)Math.Round((double)side * Math.Max(height, width) / Math.Min(height, width));
        return height <= width ? new FrameSize(side, longSide) : new FrameSize(longSide, side);
    }

    private protected JsonObject ScalingSettings() => new()
    {
        ["size"] = Size is { } size ? new JsonArray(size.Height, size.Width) : null,
        ["short_side"] = ShortSide,
        ["filter"] = Size is null && ShortSide is null ? null : Filter.ToString(),
    };
}
