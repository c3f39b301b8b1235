namespace Kinora.Results.Descriptions;

/// <summary>The clips of one class.</summary>
/// <param name="Label">Its name; null where the data has no labels.</param>
/// <param name="Files">Its files, broken ones included.</param>
/// <param name="Broken">Those that cannot be read.</param>
/// <param name="Groups">Different persons, recordings or sources; 0 where unknown.</param>
/// <param name="Splits">Its files by split, broken ones included; empty where the data has no splits.</param>
/// <param name="Seconds">Durations; null where no clip can be read.</param>
/// <param name="Brightness">Mean gray, 0 to 255.</param>
/// <param name="Motion">Mean difference from frame to frame, 0 to 255; null where no clip has two frames.</param>
public sealed record ClassDescription(
    string? Label, int Files, int Broken, int Groups, IReadOnlyList<ValueCount> Splits, Distribution? Seconds, Distribution? Brightness, Distribution? Motion)
{
    internal static ClassDescription Of(string? label, IReadOnlyList<DescribedClip> clips, IReadOnlyList<BrokenFile> broken) => new(
        label,
        clips.Count + broken.Count,
        broken.Count,
        clips.Select(clip => clip.Group).OfType<string>().Distinct(StringComparer.Ordinal).Count(),
        [.. ValueCount.InOrder(clips.Select(clip => clip.Split).Concat(broken.Select(file => file.Split)).OfType<string>())],
        Distribution.Of(clips.Select(clip => clip.Seconds)),
        Distribution.Of(clips.Select(clip => clip.Brightness)),
        Distribution.Of(clips.Select(clip => clip.Motion).OfType<double>()));
}

/// <summary>The clips of one person, recording or source.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Clips">Its clips that can be read.</param>
/// <param name="Classes">Classes that it has clips of.</param>
/// <param name="Splits">Splits that it has clips in, each once: more than one is a leak.</param>
public sealed record GroupDescription(string Name, int Clips, int Classes, IReadOnlyList<string> Splits)
{
    internal static IEnumerable<GroupDescription> Of(IEnumerable<DescribedClip> clips) =>
        from clip in clips
        where clip.Group is not null
        group clip by clip.Group into one
        let found = new GroupDescription(
            one.Key,
            one.Count(),
            one.Select(clip => clip.Label).Distinct(StringComparer.Ordinal).Count(),
            [.. ValueCount.InOrder(one.Select(clip => clip.Split).OfType<string>()).Select(split => split.Value)])
        orderby found.Clips descending, found.Name
        select found;
}

/// <summary>How often a value occurs.</summary>
/// <param name="Value">The value.</param>
/// <param name="Count">How often.</param>
public sealed record ValueCount(string Value, int Count)
{
    private static readonly string[] Order = ["train", "val", "test"];

    internal static IEnumerable<ValueCount> Frequent(IEnumerable<string> values) =>
        Counted(values).OrderByDescending(value => value.Count).ThenBy(value => value.Value, StringComparer.Ordinal);

    // Splits as people name them: train, val, test, then others.
    internal static IEnumerable<ValueCount> InOrder(IEnumerable<string> splits) =>
        Counted(splits).OrderBy(split => Array.IndexOf(Order, split.Value) is >= 0 and var place ? place : Order.Length).ThenBy(split => split.Value, StringComparer.Ordinal);

    private static IEnumerable<ValueCount> Counted(IEnumerable<string> texts) =>
        texts.CountBy(text => text, StringComparer.Ordinal).Select(pair => new ValueCount(pair.Key, pair.Value));
}

/// <summary>How each measure is spread over the clips that can be read.</summary>
/// <param name="Seconds">Duration.</param>
/// <param name="Frames">Number of frames.</param>
/// <param name="FrameRate">Frames per second.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Brightness">Mean gray of some frames, 0 (black) to 255 (white).</param>
/// <param name="Motion">Mean difference of gray from one frame to the next, 0 (still) to 255; null where no clip has two frames.</param>
public sealed record DataMeasures(
    Distribution Seconds, Distribution Frames, Distribution FrameRate, Distribution Width, Distribution Height, Distribution Brightness, Distribution? Motion)
{
    internal static DataMeasures Of(IReadOnlyList<DescribedClip> clips)
    {
        return new DataMeasures(
            All(clip => clip.Seconds), All(clip => clip.Frames), All(clip => clip.FrameRate), All(clip => clip.Width), All(clip => clip.Height), All(clip => clip.Brightness),
            Distribution.Of(clips.Select(clip => clip.Motion).OfType<double>()));

        Distribution All(Func<DescribedClip, double> measure) => Distribution.Of(clips.Select(measure))!;
    }
}
