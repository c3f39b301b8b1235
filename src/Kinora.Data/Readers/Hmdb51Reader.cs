using System.Text.RegularExpressions;

namespace Kinora.Data.Readers;

/// <summary>
/// HMDB51 (Kuehne, Jhuang, Garrote, Poggio, Serre 2011, <see href="https://doi.org/10.1109/ICCV.2011.6126543"/>):
/// <c>FILM_wave_u_nm_np1_fr_goo_5.avi</c> (film, class, body part, camera, persons, view, quality, take) in class folders or in
/// one. Group: the film. The three official divisions are read from lists such as <c>wave_test_split1.txt</c> in or beside the
/// data, where 0 is unused, 1 train, 2 test.
/// </summary>
internal sealed partial class Hmdb51Reader : DataSetReader
{
    private static readonly string[] Classes =
    [
        .. """
        brush_hair cartwheel catch chew clap climb climb_stairs dive draw_sword dribble drink eat fall_floor fencing flic_flac golf handstand hit hug jump
        kick kick_ball kiss laugh pick pour pullup punch push pushup ride_bike ride_horse run shake_hands shoot_ball shoot_bow shoot_gun sit situp smile smoke
        somersault stand swing_baseball sword sword_exercise talk throw turn walk wave
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
    ];

    // The longest class first: a film called 'draw' does not make a sword of draw_sword.
    private static readonly string[] LongestFirst = [.. Classes.OrderByDescending(name => name.Length)];

    public override string Format => "hmdb51";

    public override string Layout => "HMDB51's FILM_wave_u_nm_np1_fr_goo_5.avi, in class folders or not, its split lists in it or beside it; groups are source films";

    public override int OfficialSplits => 3;

    public override bool Recognises(DataFolder folder) => folder.Videos.Count > 0 && folder.Videos.All(name => Parse(name) is not null);

    public override DataSet Read(DataFolder folder) => Read(folder, 1);

    public override DataSet Read(DataFolder folder, int number)
    {
        var lists = folder.Videos.Select(Parse).OfType<LabelledClip>().Select(clip => clip.Label).Distinct(StringComparer.Ordinal)
            .Select(label => SplitLists.Find(folder, ListOf(label, number))).FirstOrDefault(found => found is not null);
        var (clips, notices) = NamedClips.Parse(
            folder, Format, "FILM_wave_u_nm_np1_fr_goo_5.avi: film, class, body, camera, persons, view, quality, take", Parse, lists?.In(folder) ?? []);
        if (lists is null && number > 1)
        {
            throw new DataException($"official split {number} was asked for, but there is no {ListOf("wave", number)} or alike in {folder.Root}, in a folder within or in one beside it; put HMDB51's test_train_splits there");
        }

        if (lists is null)
        {
            notices.Add($"the official split is unknown: no {ListOf("wave", number)} and alike in {folder.Root}, in a folder within or in one beside it");
        }

        IReadOnlyList<LabelledClip> divided = lists is null ? clips : ByLists(clips, lists, number, notices);
        var official = new OfficialSplit("HMDB51", number, "clip", 6_766, Classes.Length, [("train", 3_570), ("test", 1_530)]);
        return official.Assemble(folder, Format, divided, "source film", notices);
    }

    private static string ListOf(string label, int number) => $"{label}_test_split{number}.txt";

    private static LabelledClip? Parse(string name)
    {
        var match = Ending().Match(DataFolder.Stem(name));
        if (!match.Success)
        {
            return null;
        }

        var filmAndClass = match.Groups["rest"].ValueSpan;
        foreach (var label in LongestFirst)
        {
            if (filmAndClass.EndsWith(label, StringComparison.Ordinal) && filmAndClass.Length > label.Length + 1 && filmAndClass[^(label.Length + 1)] == '_')
            {
                return new LabelledClip(name, label, filmAndClass[..^(label.Length + 1)].ToString());
            }
        }

        return null;
    }

    private static List<LabelledClip> ByLists(List<LabelledClip> clips, SplitLists lists, int number, List<string> notices)
    {
        var splits = new Dictionary<string, string?>(StringComparer.Ordinal);
        List<string> absent = [];
        foreach (var label in clips.Select(clip => clip.Label).Distinct(StringComparer.Ordinal))
        {
            var list = ListOf(label, number);
            if (!File.Exists(Path.Combine(lists.Folder, list)))
            {
                absent.Add(list);
                continue;
            }

            foreach (var (words, place) in lists.Lines(list))
            {
                splits[DataFolder.Stem(words[0])] = words switch
                {
                    [_, "0"] => null,
                    [_, "1"] => "train",
                    [_, "2"] => "test",
                    _ => throw new DataException($"{place} reads '{string.Join(' ', words)}'; expected a file's name and 0, 1 or 2"),
                };
            }
        }

        if (absent.Count > 0)
        {
            notices.Add($"{Words.Count(absent.Count, "list")} of split {number} not in {lists.Folder}: {Words.List(absent)}; the clips of {(absent.Count == 1 ? "this class" : "these classes")} are in none of its parts");
        }

        var unlisted = clips.Where(clip => !splits.ContainsKey(DataFolder.Stem(clip.Name)) && !absent.Contains(ListOf(clip.Label, number))).Select(clip => clip.Name).ToList();
        if (unlisted.Count > 0)
        {
            notices.Add($"{Words.Count(unlisted.Count, "clip")} in no list of split {number}, in none of its parts: {Words.List(unlisted)}");
        }

        return clips.ConvertAll(clip => clip with { Split = splits.GetValueOrDefault(DataFolder.Stem(clip.Name)) });
    }

    [GeneratedRegex("^(?<rest>.+)_[fuhl]_[cn]m_np[0-9]+_(?:fr|ba|le|ri)_(?:goo|med|bad)_[0-9]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Ending();
}
