namespace Kinora.Data.Readers;

/// <summary>Reads data sets whose file names say class and group.</summary>
internal static class NamedClips
{
    /// <summary>
    /// Reads every clip whose path below the root <paramref name="parse"/> understands; counts and names the others, for
    /// which it gives null. <paramref name="expected"/> is the form of the names, for messages.
    /// </summary>
    /// <exception cref="DataException">No name can be understood.</exception>
    public static DataSet Read(DataFolder folder, string format, string groupKind, string expected, Func<string, LabelledClip?> parse)
    {
        var (clips, notices) = Parse(folder, format, expected, parse, []);
        return LabelledClip.Assemble(folder, format, InPartFolders(clips) ?? clips, groupKind, notices);
    }

    /// <summary>The clips with the parts that somebody put them into: null unless all lie in folders such as train and test.</summary>
    public static IReadOnlyList<LabelledClip>? InPartFolders(IReadOnlyList<LabelledClip> clips)
    {
        var own = clips.Select(clip => clip with { Split = clip.Name.Contains('/') ? SplitNames.Parse(clip.Name[..clip.Name.IndexOf('/', StringComparison.Ordinal)]) : null }).ToList();
        return own.TrueForAll(clip => clip.Split is not null) && own.Exists(clip => clip.Split == "train") && own.Exists(clip => clip.Split != "train") ? own : null;
    }

    /// <summary>The same, not yet a data set.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="format">The reader's.</param>
    /// <param name="expected">The form of the names.</param>
    /// <param name="parse">Gives the clip of a path; null where it is no clip's.</param>
    /// <param name="read">The other files that were read for another reason.</param>
    /// <exception cref="DataException">No name can be understood.</exception>
    public static (List<LabelledClip> Clips, List<string> Notices) Parse(
        DataFolder folder, string format, string expected, Func<string, LabelledClip?> parse, IEnumerable<string> read)
    {
        List<LabelledClip> clips = [];
        List<string> strange = [];
        foreach (var name in folder.Videos)
        {
            if (parse(name) is { } clip)
            {
                clips.Add(clip);
            }
            else
            {
                strange.Add(name);
            }
        }

        if (clips.Count == 0)
        {
            throw new DataException($"no video of {folder.Root} is named as the format '{format}' has it ({expected}); found {Words.List(folder.Videos)}");
        }

        List<string> notices = [.. folder.NoticesWithout(read)];
        if (strange.Count > 0)
        {
            notices.Add($"{Words.Count(strange.Count, "video")} left out, not named as {expected}: {Words.List(strange)}");
        }

        // The name decides; a clip that was moved to the folder of another class is more likely a slip than a correction.
        var labels = clips.Select(clip => clip.Label).ToHashSet(StringComparer.Ordinal);
        var moved = clips.Where(clip => clip.Name.Split('/') is [.., var parent, _] && labels.Contains(parent) && parent != clip.Label).Select(clip => clip.Name).ToList();
        if (moved.Count > 0)
        {
            notices.Add($"{Words.Count(moved.Count, "clip")} in the folder of another class than the name says; the name counts: {Words.List(moved)}");
        }

        return (clips, notices);
    }
}
