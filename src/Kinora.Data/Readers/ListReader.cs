namespace Kinora.Data.Readers;

/// <summary>
/// Lists: <c>train.csv</c>, <c>val.csv</c>, <c>test.csv</c> with the columns <c>video_name,label</c> and optionally
/// <c>group</c> and <c>start</c>, <c>end</c> (seconds: the clip is that part of the video); the videos lie in <c>train/</c>, <c>val/</c>, <c>test/</c>, in <c>videos/</c>, or beside the lists. Or one list,
/// named in place of the folder, with an optional column <c>split</c> (train, val, test).
/// </summary>
internal sealed class ListReader : DataSetReader
{
    public override string Format => "csv";

    public override string Layout => "train.csv, val.csv, test.csv (video_name,label, optionally group, start, end) beside videos/ or train/, val/, test/; or one such list, optionally with split";

    public override bool Recognises(DataFolder folder) => folder.List is not null || Lists(folder).Any();

    public override DataSet Read(DataFolder folder)
    {
        var lists = folder.List is { } single ? [(single, null)] : Lists(folder).ToList();
        if (lists.Count == 0)
        {
            throw new DataException($"{folder.Root} holds no train.csv, val.csv or test.csv; expected lists with the columns video_name,label");
        }

        RefuseTwoNames(folder, lists);
        List<LabelledClip> clips = [];
        List<string> missing = [];
        Dictionary<string, ListRow> first = new(StringComparer.Ordinal);
        var videos = folder.Videos.ToHashSet(StringComparer.Ordinal);
        var rows = 0;
        foreach (var (list, split) in lists)
        {
            foreach (var row in ListRow.ReadAll(folder.PathOf(list), split))
            {
                rows++;
                if (Locate(folder, videos, row) is not { } name)
                {
                    missing.Add($"{row.VideoName} ({row.Place})");
                }
                else if (first.TryGetValue(name + row.Span, out var earlier))
                {
                    throw new DataException($"{folder.Root}: {row.Place} names {row.VideoName}{row.Span} again, as '{row.Label}'; {earlier.Place} has it as '{earlier.Label}'; keep one");
                }
                else
                {
                    first.Add(name + row.Span, row);
                    clips.Add(new LabelledClip(name, row.Label, row.Group, row.Split, row.Span));
                }
            }
        }

        RefuseNothing(folder, lists, rows, missing);
        RefuseHalfSplit(folder, clips, first);
        // Parts of one video look alike: without other groups the video is one.
        var videosAreGroups = clips.Exists(clip => clip.Span is not null) && clips.TrueForAll(clip => clip.Group is null);
        if (videosAreGroups)
        {
            clips = clips.ConvertAll(clip => clip with { Group = clip.Name });
        }

        return LabelledClip.Assemble(folder, Format, clips, videosAreGroups ? "video" : "group", Notices(folder, lists, rows, missing, [.. clips.Select(clip => clip.Name)]));
    }

    private static IEnumerable<(string Name, string? Split)> Lists(DataFolder folder) =>
        from name in folder.Others
        where !name.Contains('/') && Path.GetExtension(name) == ".csv"
        let split = SplitNames.Parse(Path.GetFileNameWithoutExtension(name))
        where split is not null
        orderby Array.IndexOf(SplitNames.All, split), name
        select (name, (string?)split);

    // The most particular place first: a name may stand for different clips in train/ and val/.
    private static string? Locate(DataFolder folder, HashSet<string> videos, ListRow row)
    {
        var name = row.VideoName.StartsWith("./", StringComparison.Ordinal) ? row.VideoName[2..] : row.VideoName;
        string[] places = row.Split is null ? ["videos/", ""] : [.. SplitNames.Folders(row.Split).Select(part => part + "/"), "videos/", ""];
        // The second look finds files whose ending is not among those of videos, and those outside the folder.
        return places.Select(place => place + name).FirstOrDefault(videos.Contains)
            ?? places.Select(place => place + name).FirstOrDefault(candidate => File.Exists(folder.PathOf(candidate)));
    }

    private static void RefuseTwoNames(DataFolder folder, List<(string Name, string? Split)> lists)
    {
        var twice = lists.GroupBy(list => list.Split, StringComparer.Ordinal).FirstOrDefault(names => names.Count() > 1);
        if (twice is not null)
        {
            throw new DataException($"{folder.Root} holds {string.Join(" and ", twice.Select(list => list.Name))}, which mean the same part; keep one");
        }
    }

    private static void RefuseNothing(DataFolder folder, List<(string Name, string? Split)> lists, int rows, List<string> missing)
    {
        var names = string.Join(", ", lists.Select(list => list.Name));
        if (rows == 0)
        {
            throw new DataException($"{names} in {folder.Root} list no clip; expected lines such as a.mp4,walk");
        }

        if (missing.Count == rows)
        {
            throw new DataException(
                $"none of the {Words.Count(rows, "clip")} that {names} list lies in {folder.Root}, beside them, in videos/ or in the part's folder (first: {missing[0]}); put the videos there or correct the names");
        }
    }

    // A clip without a part among clips with one would be in no part: dropped without a word.
    private static void RefuseHalfSplit(DataFolder folder, List<LabelledClip> clips, Dictionary<string, ListRow> rows)
    {
        var without = clips.Where(clip => clip.Split is null).ToList();
        if (without.Count > 0 && without.Count < clips.Count)
        {
            throw new DataException(
                $"{folder.PathOf(folder.List!)} names a split for some clips and none for {without.Count} (first: {rows[without[0].SampleName].Place}); write train, val or test in every line, or leave the column out");
        }
    }

    private static IEnumerable<string> Notices(
        DataFolder folder, List<(string Name, string? Split)> lists, int rows, List<string> missing, HashSet<string> listed)
    {
        if (missing.Count > 0)
        {
            yield return $"{missing.Count} of {rows} listed clips are not there: {Words.List(missing)}";
        }

        var unlisted = folder.Videos.Where(name => !listed.Contains(name)).ToList();
        if (unlisted.Count > 0)
        {
            yield return $"{Words.Count(unlisted.Count, "video")} left out, in no list: {Words.List(unlisted)}";
        }

        foreach (var notice in folder.NoticesWithout([.. lists.Select(list => list.Name), .. listed]))
        {
            yield return notice;
        }
    }
}
