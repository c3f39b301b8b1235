namespace Kinora.Data.Readers;

/// <summary>Reads data sets whose file names say class and group.</summary>
internal static class NamedClips
{
    /// <summary>
    /// Reads every video whose path below the root <paramref name="parse"/> understands; counts and names the others, for
    /// which it gives null. <paramref name="expected"/> is the form of the names, for messages.
    /// </summary>
    /// <exception cref="DataException">No name can be understood.</exception>
    public static DataSet Read(DataFolder folder, string format, string groupKind, string expected, Func<string, LabelledClip?> parse)
    {
        var clips = folder.Videos.Select(parse).OfType<LabelledClip>().ToList();
        if (clips.Count == 0)
        {
            throw new DataException($"no video of {folder.Root} is named as the format '{format}' has it ({expected}); found {Words.List(folder.Videos)}");
        }

        List<string> notices = [.. folder.NoticesWithout()];
        var strange = folder.Videos.Where(name => parse(name) is null).ToList();
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

        return LabelledClip.Assemble(folder, format, clips, groupKind, notices);
    }
}
