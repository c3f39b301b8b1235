using Kinora.Video.Decoding;

namespace Kinora.Data.Readers;

/// <summary>What a reader knows of one clip, its class still a name.</summary>
/// <param name="Name">The path below the root, with '/'.</param>
/// <param name="Label">The class.</param>
/// <param name="Group">The group, null where unknown.</param>
/// <param name="Split"><c>train</c>, <c>val</c>, <c>test</c>, or null where the data says nothing.</param>
/// <param name="Span">The part of the video that is the clip; null for all of it.</param>
internal sealed record LabelledClip(string Name, string Label, string? Group = null, string? Split = null, VideoSpan? Span = null)
{
    /// <summary>What names the sample: no two clips have it in common.</summary>
    public string SampleName => Name + Span;

    /// <summary>Makes a data set of the clips that a reader found: numbers the classes, sorts, checks what holds for every layout.</summary>
    /// <exception cref="DataException">There are not two classes, or a clip for validation or test has a class that training does not.</exception>
    public static DataSet Assemble(DataFolder folder, string format, IReadOnlyCollection<LabelledClip> clips, string? groupKind, IEnumerable<string> notices)
    {
        var labels = clips.Select(clip => clip.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (labels.Count < 2)
        {
            throw new DataException($"{folder.Root} holds one class only, '{labels[0]}' with {Words.Count(clips.Count, "clip")}; expected at least two classes{Advice(folder, labels[0])}");
        }

        if (UnknownToTraining(clips) is { Count: > 0 } unknown)
        {
            var several = unknown.Select(clip => clip.Label).Distinct(StringComparer.Ordinal).ToList();
            throw new DataException(
                $"{folder.Root} has {Words.Count(unknown.Count, "clip")} to validate or test with whose class has no clip to train with: {Words.List(several)} (first: {unknown[0].Name}); add training clips or take those out");
        }

        var sorted = clips.OrderBy(clip => clip.SampleName, StringComparer.Ordinal).ToList();
        var numbers = labels.Index().ToDictionary(label => label.Item, label => label.Index, StringComparer.Ordinal);
        return new DataSet(
            folder.Root,
            format,
            labels,
            [.. sorted.Select(clip => new Sample(clip.SampleName, folder.PathOf(clip.Name), numbers[clip.Label], clip.Group) { Span = clip.Span })],
            sorted.Exists(clip => clip.Split is not null)
                ? sorted.Index().Where(clip => clip.Item.Split is not null).GroupBy(clip => clip.Item.Split!, StringComparer.Ordinal).ToDictionary(
                    split => split.Key, split => (IReadOnlyList<int>)[.. split.Select(clip => clip.Index)], StringComparer.Ordinal)
                : null,
            sorted.Exists(clip => clip.Group is not null) ? groupKind : null,
            [.. notices]);
    }

    /// <summary>The clips to validate or test with whose class no clip to train with has.</summary>
    public static IReadOnlyList<LabelledClip> UnknownToTraining(IReadOnlyCollection<LabelledClip> clips)
    {
        var known = clips.Where(clip => clip.Split == "train").Select(clip => clip.Label).ToHashSet(StringComparer.Ordinal);
        return known.Count == 0 ? [] : [.. clips.Where(clip => clip.Split is not null && !known.Contains(clip.Label))];
    }

    // Archives often unpack into a folder of their own: UCF101/UCF-101/Basketball/...
    private static string Advice(DataFolder folder, string label)
    {
        var inner = folder.Videos.Where(name => name.StartsWith(label + "/", StringComparison.Ordinal)).Select(name => name.Split('/')).Where(parts => parts.Length > 2)
            .Select(parts => parts[1]).Distinct(StringComparer.Ordinal).Count();
        return inner > 1 ? $" (its folder holds {inner} folders with clips: did you mean {folder.PathOf(label)}?)" : "";
    }
}
