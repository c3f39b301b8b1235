using System.Text.Json;

namespace Kinora.Results.Descriptions;

/// <summary>What a data set is made of, as <c>data describe</c> finds it.</summary>
public sealed record DataDescription
{
    /// <summary>Grows when a key changes its meaning.</summary>
    public int Format { get; init; } = 1;

    /// <summary>Name of the folder or list.</summary>
    public required string Name { get; init; }

    /// <summary>How the folder was read: <c>folders</c>, <c>weizmann</c>, …; null for videos without labels.</summary>
    public string? Layout { get; init; }

    /// <summary>Files looked at: those that can be read and those that cannot.</summary>
    public required int Files { get; init; }

    /// <summary>Size of the files that can be read.</summary>
    public required long Bytes { get; init; }

    /// <summary>Duration of the clips that can be read, together.</summary>
    public required double Seconds { get; init; }

    /// <summary>What a group is: "person", "recording"; null where no clip has one.</summary>
    public string? GroupKind { get; init; }

    /// <summary>The classes in their order; one without a name where the data has no labels.</summary>
    public required IReadOnlyList<ClassDescription> Classes { get; init; }

    /// <summary>The data's own splits with their files, in the order train, val, test; empty where it has none.</summary>
    public required IReadOnlyList<ValueCount> Splits { get; init; }

    /// <summary>The groups, the largest first; empty where unknown.</summary>
    public required IReadOnlyList<GroupDescription> Groups { get; init; }

    /// <summary>How the measures are spread over all clips; null where no clip can be read.</summary>
    public DataMeasures? Measures { get; init; }

    /// <summary>Width x height, the most frequent first.</summary>
    public required IReadOnlyList<ValueCount> Resolutions { get; init; }

    /// <summary>Frames per second to two decimals, or "variable"; the most frequent first.</summary>
    public required IReadOnlyList<ValueCount> FrameRates { get; init; }

    /// <summary>FFmpeg's names, the most frequent first.</summary>
    public required IReadOnlyList<ValueCount> Codecs { get; init; }

    /// <summary>Files that cannot be read.</summary>
    public required IReadOnlyList<BrokenFile> Broken { get; init; }

    /// <summary>Files of the same content.</summary>
    public required IReadOnlyList<DuplicateFiles> Duplicates { get; init; }

    /// <summary>What was left out or looks odd, one line each.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    /// <summary>Every clip that can be read.</summary>
    public required IReadOnlyList<DescribedClip> Clips { get; init; }

    /// <summary>The clips of which a part only can be read.</summary>
    public IEnumerable<DescribedClip> ReadInPart() => Clips.Where(clip => clip.Warning is not null);

    /// <summary>Sums up what was found.</summary>
    /// <param name="name">Name of the folder or list.</param>
    /// <param name="layout">How it was read; null for videos without labels.</param>
    /// <param name="groupKind">What a group is; null where unknown.</param>
    /// <param name="labels">The classes in their order; none where the data has no labels.</param>
    /// <param name="clips">The clips that can be read.</param>
    /// <param name="broken">The files that cannot.</param>
    /// <param name="duplicates">Files of the same content.</param>
    /// <param name="notices">What else the user should know.</param>
    public static DataDescription Of(
        string name,
        string? layout,
        string? groupKind,
        IReadOnlyList<string> labels,
        IReadOnlyList<DescribedClip> clips,
        IReadOnlyList<BrokenFile> broken,
        IReadOnlyList<DuplicateFiles> duplicates,
        IReadOnlyList<string> notices)
    {
        var clipsOf = clips.ToLookup(clip => clip.Label);
        var brokenOf = broken.ToLookup(file => file.Label);
        return new DataDescription
        {
            Name = name,
            Layout = layout,
            Files = clips.Count + broken.Count,
            Bytes = clips.Sum(clip => clip.Bytes),
            Seconds = clips.Sum(clip => clip.Seconds),
            GroupKind = groupKind,
            Classes = [.. labels.DefaultIfEmpty<string?>().Select(label => ClassDescription.Of(label, [.. clipsOf[label]], [.. brokenOf[label]]))],
            Splits = [.. ValueCount.InOrder(clips.Select(clip => clip.Split).Concat(broken.Select(file => file.Split)).OfType<string>())],
            Groups = [.. GroupDescription.Of(clips)],
            Measures = clips.Count == 0 ? null : DataMeasures.Of(clips),
            Resolutions = [.. ValueCount.Frequent(clips.Select(clip => $"{clip.Width}x{clip.Height}"))],
            FrameRates = [.. ValueCount.Frequent(clips.Select(clip => clip.VariableRate ? "variable" : clip.FrameRate.ToString("0.##")))],
            Codecs = [.. ValueCount.Frequent(clips.Select(clip => clip.Codec))],
            Broken = broken,
            Duplicates = duplicates,
            Notices = notices,
            Clips = clips,
        };
    }

    /// <summary>As JSON for people and programs: snake_case, absent instead of null.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ResultsJson.Files.DataDescription);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="ResultsException">The file is missing or no description.</exception>
    public static DataDescription Load(string path) => ResultsJson.Load(path, ResultsJson.Files.DataDescription, "'kinora data describe --json' writes one");
}
