namespace Kinora.Data.Readers;

/// <summary>
/// Groups written beside a folder per class, so that no person, film or recording falls on both sides of a split: a file
/// <c>groups.tsv</c>, <c>groups.csv</c> or one whose name ends in <c>_groups</c>, with the columns class, file, group or the
/// columns path, group, with or without a line of headings. What stands before <c>_groups</c> says what a group is:
/// <c>source_video_groups.tsv</c> lists source videos.
/// </summary>
internal sealed class GroupsFile
{
    private readonly Dictionary<string, string> groups = new(StringComparer.Ordinal);
    private readonly string? fileName;

    private GroupsFile(DataFolder folder, string? fileName)
    {
        this.fileName = fileName;
        if (fileName is not null)
        {
            Kind = KindOf(fileName);
            Read(folder.PathOf(fileName), folder.Videos.ToHashSet(StringComparer.Ordinal));
        }
    }

    /// <summary>What a group is; null without such a file.</summary>
    public string? Kind { get; }

    /// <summary>The file's name, if there is one.</summary>
    public IEnumerable<string> FileNames => fileName is null ? [] : [fileName];

    /// <summary>Reads the groups file of a folder, if there is one.</summary>
    /// <exception cref="DataException">There are two, or the file is not as it should be.</exception>
    public static GroupsFile Find(DataFolder folder)
    {
        var found = Names(folder).ToList();
        return found.Count < 2
            ? new GroupsFile(folder, found.SingleOrDefault())
            : throw new DataException($"{folder.Root} holds {found.Count} files with groups: {Words.List(found)}; keep one");
    }

    /// <summary>The files with groups in a folder; more than one is a mistake.</summary>
    public static IEnumerable<string> Names(DataFolder folder) => folder.Others.Where(name => !name.Contains('/') && Path.GetExtension(name) is ".tsv" or ".csv"
        && (Stem(name) == "groups" || Stem(name).EndsWith("_groups", StringComparison.Ordinal)));

    /// <summary>The clips with their groups; says which have none.</summary>
    public IReadOnlyList<LabelledClip> Apply(IReadOnlyList<LabelledClip> clips, List<string> notices)
    {
        if (fileName is null)
        {
            return clips;
        }

        var without = clips.Where(clip => !groups.ContainsKey(clip.Name)).Select(clip => clip.Name).ToList();
        if (without.Count > 0)
        {
            notices.Add($"{Words.Count(without.Count, "clip")} without a group in {fileName}: {Words.List(without)}");
        }

        var names = clips.Select(clip => clip.Name).ToHashSet(StringComparer.Ordinal);
        var absent = groups.Keys.Where(name => !names.Contains(name)).Order(StringComparer.Ordinal).ToList();
        if (absent.Count > 0)
        {
            notices.Add($"{Words.Count(absent.Count, "line")} of {fileName} for clips that are not there: {Words.List(absent)}");
        }

        return [.. clips.Select(clip => clip with { Group = groups.GetValueOrDefault(clip.Name) })];
    }

    private static string Stem(string name) => Path.GetFileNameWithoutExtension(name);

    private static string KindOf(string name) => Stem(name) == "groups" ? "group" : Stem(name)[..^"_groups".Length].Replace('_', ' ');

    private void Read(string path, HashSet<string> videos)
    {
        foreach (var line in TableLine.ReadAll(path))
        {
            var (name, group) = line.Cells switch
            {
                [var place, var value] => (place, value),
                [var label, var file, var value] => ($"{label}/{file}", value),
                var cells => throw new DataException($"{path} line {line.Number} has {Words.Count(cells.Length, "column")}; expected class, file, group or path, group"),
            };
            // Headings name no video; any other first line does.
            if (line.Number == 1 && !videos.Contains(name) && !DataFolder.VideoEndings.Contains(Path.GetExtension(name)))
            {
                continue;
            }

            if (group.Length == 0)
            {
                throw new DataException($"{path} line {line.Number} names no group for {name}; write one, or take the line out");
            }

            if (!groups.TryAdd(name, group))
            {
                throw new DataException($"{path} line {line.Number} names {name} again; keep one line for each clip");
            }
        }
    }
}
