using System.Globalization;
using Kinora.Video.Decoding;

namespace Kinora.Data.Readers;

/// <summary>
/// Lists as Kinetics has them (Kay et al. 2017, <see href="https://arxiv.org/abs/1705.06950"/>): <c>label,youtube_id,time_start,time_end,split</c>.
/// A clip is the file <c>ID_000010_000020.mp4</c>, cut already, or those seconds of <c>ID.mp4</c>, in any folder. Videos that
/// vanished are counted. Group: the video.
/// </summary>
internal sealed class KineticsReader : DataSetReader
{
    private static readonly string[] Columns = ["label", "youtube_id", "time_start", "time_end", "split"];

    public override string Format => "kinetics";

    public override string Layout => "lists with label, youtube_id, time_start, time_end, split beside files ID_000010_000020.mp4 or ID.mp4, in class folders or not; groups are source videos";

    public override bool Recognises(DataFolder folder) => Lists(folder).Any();

    public override DataSet Read(DataFolder folder)
    {
        var lists = Lists(folder).ToList();
        if (lists.Count == 0)
        {
            throw new DataException($"{folder.Root} holds no list with the columns {string.Join(", ", Columns)}");
        }

        var files = folder.Videos.ToLookup(DataFolder.Stem, StringComparer.Ordinal);
        var clips = new Dictionary<string, LabelledClip>(StringComparer.Ordinal);
        List<string> missing = [];
        List<string> twice = [];
        var rows = 0;
        foreach (var row in lists.SelectMany(list => Rows(folder, list)))
        {
            rows++;
            var clip = Locate(files, row);
            if (clip is null)
            {
                missing.Add($"{row.Id} ({row.Place})");
            }
            else if (!clips.TryAdd(clip.SampleName, clip))
            {
                twice.Add($"{row.Id} ({row.Place})");
            }
        }

        if (clips.Count == 0)
        {
            throw new DataException(
                $"none of the {Words.Count(rows, "clip")} that {Words.List(lists)} list lies in {folder.Root} (first: {(missing.Count > 0 ? missing[0] : "none listed")}); files are called ID.mp4 or ID_000010_000020.mp4");
        }

        return LabelledClip.Assemble(folder, Format, clips.Values, "source video", Notices(folder, lists, clips.Values, rows, missing, twice));
    }

    private static IEnumerable<string> Lists(DataFolder folder)
    {
        var lists = folder.List is { } single ? Enumerable.Repeat(single, 1) : folder.Others.Where(name => !name.Contains('/') && name.EndsWith(".csv", StringComparison.Ordinal));
        return lists.Where(name => IsList(folder.PathOf(name)));
    }

    private static bool IsList(string path)
    {
        try
        {
            using var reader = File.OpenText(path);
            return reader.ReadLine() is { } heading && heading.Split(',').Any(cell => cell.Trim() is "youtube_id" or "\"youtube_id\"");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whether it matters shows when it is read.
            return false;
        }
    }

    private static IEnumerable<Row> Rows(DataFolder folder, string list)
    {
        var path = folder.PathOf(list);
        int[]? columns = null;
        foreach (var line in TableLine.ReadAll(path))
        {
            if (columns is null)
            {
                columns = [.. Columns.Select(name => Array.FindIndex(line.Cells, cell => cell.Equals(name, StringComparison.OrdinalIgnoreCase)))];
                if (columns.Take(4).Any(column => column < 0))
                {
                    throw new DataException($"{path} line {line.Number} reads '{line.Text}'; expected a heading with the columns {string.Join(", ", Columns)}");
                }

                continue;
            }

            if (line.Cells.Length <= columns.Max())
            {
                throw new DataException($"{path} line {line.Number} has {Words.Count(line.Cells.Length, "column")}, too few for its heading: '{line.Text}'");
            }

            yield return Row.Of([.. columns.Select(column => column < 0 ? "" : line.Cells[column])], SplitNames.Parse(Path.GetFileNameWithoutExtension(list)), $"{list} line {line.Number}");
        }
    }

    private static LabelledClip? Locate(ILookup<string, string> files, Row row)
    {
        var cut = string.Create(CultureInfo.InvariantCulture, $"{row.Id}_{(int)row.Start:000000}_{(int)row.End:000000}");
        return Pick(files[cut], row) is { } clip ? new LabelledClip(clip, row.Label, row.Id, row.Split)
            : Pick(files[row.Id], row) is { } whole ? new LabelledClip(whole, row.Label, row.Id, row.Split, new SecondsSpan(row.Start, row.End))
            : null;
    }

    // Of several files the one in the folder of its class.
    private static string? Pick(IEnumerable<string> names, Row row) =>
        names.OrderByDescending(name => name.Split('/') is [.., var parent, _] && parent.Replace('_', ' ') == row.Label.Replace('_', ' ')).FirstOrDefault();

    private static IEnumerable<string> Notices(DataFolder folder, List<string> lists, IReadOnlyCollection<LabelledClip> clips, int rows, List<string> missing, List<string> twice)
    {
        if (missing.Count > 0)
        {
            yield return $"{Words.Number(missing.Count)} of {Words.Number(rows)} listed clips are not there, vanished or never fetched: {Words.List(missing)}";
        }

        if (twice.Count > 0)
        {
            yield return $"{Words.Count(twice.Count, "clip")} listed again, the first line counts: {Words.List(twice)}";
        }

        var used = clips.Select(clip => clip.Name).ToHashSet(StringComparer.Ordinal);
        var unlisted = folder.Videos.Where(name => !used.Contains(name)).ToList();
        if (unlisted.Count > 0)
        {
            yield return $"{Words.Count(unlisted.Count, "video")} left out, in no list: {Words.List(unlisted)}";
        }

        foreach (var notice in folder.NoticesWithout(lists))
        {
            yield return notice;
        }
    }

    private sealed record Row(string Label, string Id, double Start, double End, string? Split, string Place)
    {
        public static Row Of(string[] cells, string? split, string place)
        {
            if (cells[0].Length == 0 || cells[1].Length == 0)
            {
                throw new DataException($"{place} has no {(cells[0].Length == 0 ? "label" : "youtube_id")}; complete it or take it out");
            }

            if (!double.TryParse(cells[2], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var start)
                || !double.TryParse(cells[3], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var end) || end <= start || end > 1e6)
            {
                throw new DataException($"{place} begins at '{cells[2]}' and ends at '{cells[3]}'; expected two times in seconds, the later one last");
            }

            return new Row(
                cells[0], cells[1], start, end,
                cells[4].Length == 0 ? split : SplitNames.Parse(cells[4]) ?? throw new DataException($"{place} has the split '{cells[4]}'; expected train, val or test"),
                place);
        }
    }
}
