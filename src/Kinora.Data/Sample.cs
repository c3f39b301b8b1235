using Kinora.Video.Decoding;

namespace Kinora.Data;

/// <summary>One labelled clip.</summary>
/// <param name="Name">
/// Its path below the data set's root, with '/' on every system, and after it the part as <see cref="VideoSpan"/> writes it
/// where the clip is a part of a video; names the clip in lists, splits and random draws. <see cref="VideoSource.Open(string, int)"/>
/// understands it.
/// </param>
/// <param name="Path">Where the file, or the folder of pictures, lies.</param>
/// <param name="Label">The number of its class in <see cref="DataSet.Labels"/>.</param>
/// <param name="Group">What must not lie on both sides of a split: a person, a recording, a source video; null where unknown.</param>
public sealed record Sample(string Name, string Path, int Label, string? Group)
{
    /// <summary>The part of the video that is the clip; null: all of it.</summary>
    public VideoSpan? Span { get; init; }

    /// <summary>The row of <see cref="DataSet.Features"/> that holds the clip; null for a video.</summary>
    public int? Row { get; init; }

    /// <summary>The path below the data set's root of the file that holds the clip; clips that are parts of one video share it.</summary>
    public string FileName => Span is null ? Name : Name[..^Span.ToString().Length];
}
