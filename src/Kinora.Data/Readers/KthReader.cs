using System.Globalization;
using System.Text.RegularExpressions;
using Kinora.Video.Decoding;

namespace Kinora.Data.Readers;

/// <summary>
/// KTH's actions (Schuldt, Laptev, Caputo 2004, <see href="https://doi.org/10.1109/ICPR.2004.1334462"/>):
/// <c>person01_boxing_d1_uncomp.avi</c>, in class folders or in one. With <c>00sequences.txt</c> in or beside the data every
/// clip is one of its sub-sequences, else a whole file, which for walking, jogging and running has stretches without anybody.
/// Group: the person. Official division by persons: 11-18 train, 19-21, 23-25, 1 and 4 validate, 2, 3, 5-10 and 22 test.
/// </summary>
internal sealed partial class KthReader : DataSetReader
{
    private const string Sequences = "00sequences.txt";
    private const int Files = 599;

    private static readonly HashSet<int> Training = [11, 12, 13, 14, 15, 16, 17, 18];
    private static readonly HashSet<int> Validation = [19, 20, 21, 23, 24, 25, 1, 4];

    public override string Format => "kth";

    public override string Layout => "KTH's person01_boxing_d1_uncomp.avi, in class folders or not, 00sequences.txt in it or beside it; groups are persons";

    // Others name files alike; who writes a list of groups means his own persons. 'data synth' does.
    public override bool Recognises(DataFolder folder) => folder.Videos.Count > 0 && folder.Videos.All(name => Parse(name) is not null) && !GroupsFile.Names(folder).Any();

    public override DataSet Read(DataFolder folder)
    {
        var lists = SplitLists.Find(folder, Sequences);
        var (files, notices) = NamedClips.Parse(folder, Format, "person01_boxing_d1_uncomp.avi: person, action, scenario", Parse, lists?.Inside is { } inside ? [inside + Sequences] : []);
        if (lists is not null)
        {
            return SubSequences(folder, lists, files, notices);
        }

        notices.Add($"no {Sequences} in {folder.Root}, in a folder within or in one beside it: each file is one clip, with its stretches without anybody");
        var official = new OfficialSplit("KTH", Number: 0, "file", Files, 6, [("train", 191), ("val", 192), ("test", 216)]);
        return official.Assemble(folder, Format, files, "person", notices);
    }

    private DataSet SubSequences(DataFolder folder, SplitLists lists, List<LabelledClip> files, List<string> notices)
    {
        var listed = ReadSequences(lists);
        var clips = files.SelectMany(file => listed.TryGetValue(KeyOf(file.Name), out var spans) ? spans.Select(span => file with { Span = span }) : [file]).ToList();
        var unlisted = clips.Where(clip => clip.Span is null).Select(clip => clip.Name).ToList();
        if (unlisted.Count > 0)
        {
            notices.Add($"{Words.Count(unlisted.Count, "file")} taken whole, for {Sequences} has no sub-sequence of {(unlisted.Count == 1 ? "it" : "them")}: {Words.List(unlisted)}");
        }

        var absent = listed.Keys.Except(files.Select(file => KeyOf(file.Name)), StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (absent.Count > 0)
        {
            notices.Add($"{absent.Count} of {listed.Count} files that {Sequences} lists are not there: {Words.List(absent)}");
        }

        var counts = listed.GroupBy(file => PartOf(file.Key), StringComparer.Ordinal).ToDictionary(part => part.Key, part => part.Sum(file => file.Value.Count), StringComparer.Ordinal);
        var official = new OfficialSplit(
            "KTH", Number: 0, "sub-sequence", counts.Values.Sum(), 6, [.. SplitNames.All.Select(part => (part, counts.GetValueOrDefault(part)))]);
        return official.Assemble(folder, Format, clips, "person", notices);
    }

    // "person01_boxing_d1   frames   1-95, 96-185, ..." or "person13_handclapping_d3   *missing*"; headings are passed over.
    private static Dictionary<string, List<VideoSpan>> ReadSequences(SplitLists lists)
    {
        var files = new Dictionary<string, List<VideoSpan>>(StringComparer.Ordinal);
        foreach (var (words, place) in lists.Lines(Sequences))
        {
            if (words is [var file, "frames", .. var ranges] && Parse(file) is not null)
            {
                files[file] = [.. ranges.Select(range => Span(range, place))];
            }
        }

        return files.Count > 0 ? files : throw new DataException($"{Path.Combine(lists.Folder, Sequences)} lists no sub-sequence; expected lines such as 'person01_boxing_d1  frames  1-95, 96-185'");
    }

    // Counted from 1, the last one included.
    private static FrameSpan Span(string range, string place)
    {
        var match = Range().Match(range);
        return match.Success && int.Parse(match.Groups["first"].ValueSpan, CultureInfo.InvariantCulture) is > 0 and var first
            && int.Parse(match.Groups["last"].ValueSpan, CultureInfo.InvariantCulture) is var last && last >= first
            ? new FrameSpan(first - 1, last - 1)
            : throw new DataException($"{place} has the frames '{range}'; expected the first and the last, counted from 1, such as 96-185");
    }

    private static LabelledClip? Parse(string name) =>
        ClipName().Match(DataFolder.Stem(name)) is { Success: true } match
            ? new LabelledClip(name, match.Groups["action"].Value, match.Groups["person"].Value, PartOf(match.Value))
            : null;

    private static string KeyOf(string name) => ClipName().Match(DataFolder.Stem(name)).Groups["key"].Value;

    private static string PartOf(string fileName)
    {
        var person = int.Parse(fileName.AsSpan("person".Length, 2), CultureInfo.InvariantCulture);
        return Training.Contains(person) ? "train" : Validation.Contains(person) ? "val" : "test";
    }

    [GeneratedRegex("^(?<key>(?<person>person(?:0[1-9]|1[0-9]|2[0-5]))_(?<action>boxing|handclapping|handwaving|jogging|running|walking)_d[1-4])(?:_uncomp)?$", RegexOptions.CultureInvariant)]
    private static partial Regex ClipName();

    [GeneratedRegex("^(?<first>[0-9]{1,6})-(?<last>[0-9]{1,6}),?$", RegexOptions.CultureInvariant)]
    private static partial Regex Range();
}
