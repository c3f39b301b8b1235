namespace Kinora.Data.Readers;

/// <summary>Folders <c>train</c>, <c>val</c> (or <c>valid</c>, <c>validation</c>), <c>test</c>, each with a folder per class: <c>train/walk/a.avi</c>.</summary>
internal sealed class SplitFolderReader : DataSetReader
{
    public override string Format => "split-folders";

    public override string Layout => "train, val and test folders, each with one folder of clips per class";

    public override bool Recognises(DataFolder folder)
    {
        var parts = folder.Videos.Select(name => name.Split('/')).Where(name => name.Length > 2 && SplitNames.Parse(name[0]) is not null)
            .Select(name => name[0]).ToHashSet(StringComparer.Ordinal);
        return parts.Any(part => SplitNames.Parse(part) == "train") && (parts.Count > 1 || folder.Videos.All(name => name.StartsWith(parts.Single() + "/", StringComparison.Ordinal)));
    }

    public override DataSet Read(DataFolder folder)
    {
        List<LabelledClip> clips = [];
        List<string> loose = [];
        List<string> foreign = [];
        foreach (var name in folder.Videos)
        {
            var parts = name.Split('/');
            if (parts.Length > 1 && SplitNames.Parse(parts[0]) is not { } split)
            {
                foreign.Add(parts[0]);
            }
            else if (parts.Length < 3)
            {
                loose.Add(name);
            }
            else
            {
                clips.Add(new LabelledClip(name, parts[1], Split: SplitNames.Parse(parts[0])));
            }
        }

        RefuseOthers(folder, [.. foreign.Distinct(StringComparer.Ordinal)]);
        RefuseTwoNames(folder);
        if (clips.Count == 0)
        {
            throw new DataException($"no video of {folder.Root} lies in a class folder of train, val or test; expected {folder.PathOf("train/walk/" + Path.GetFileName(folder.Videos[0]))} and alike");
        }

        var groups = GroupsFile.Find(folder);
        List<string> notices = [.. folder.NoticesWithout(groups.FileNames)];
        if (loose.Count > 0)
        {
            notices.Add($"{Words.Count(loose.Count, "video")} left out, in no class folder: {Words.List(loose)}");
        }

        return LabelledClip.Assemble(folder, Format, groups.Apply(clips, notices), groups.Kind, notices);
    }

    // A class may be called "train" or "test": guessing would make the others vanish.
    private static void RefuseOthers(DataFolder folder, List<string> others)
    {
        if (others.Count > 0)
        {
            throw new DataException(
                $"{folder.Root} holds clips in train, val or test folders and in others too: {Words.List(others)}; take those out, or say that every folder is a class with the format 'folders'");
        }
    }

    private static void RefuseTwoNames(DataFolder folder)
    {
        var twice = folder.Videos.Select(name => name.Split('/')[0]).Distinct(StringComparer.Ordinal).GroupBy(SplitNames.Parse, StringComparer.Ordinal)
            .FirstOrDefault(names => names.Key is not null && names.Count() > 1);
        if (twice is not null)
        {
            throw new DataException($"{folder.Root} holds {string.Join(" and ", twice)}, which mean the same part; keep one");
        }
    }
}
