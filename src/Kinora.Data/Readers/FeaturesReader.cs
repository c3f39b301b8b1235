using System.Globalization;
using Kinora.Data.Loading;

namespace Kinora.Data.Readers;

/// <summary>
/// Stored features: one NumPy array (N, T, F), and <c>labels.tsv</c>, which has a line for each of its N clips in the array's order. The
/// columns are found by their names: <c>video</c> or <c>name</c>; <c>class</c>, or else <c>label</c>; <c>subset</c> or <c>split</c>, with
/// train, val and test or 1, 3 and 2; and, where known, <c>group</c>.
/// </summary>
internal sealed class FeaturesReader : DataSetReader
{
    private const string Labels = "labels.tsv";
    private const string Ending = ".npy";

    public override string Format => "features";

    public override string Layout => "stored features: one .npy of shape (clips, frames, features), and labels.tsv with the columns video, class, split in the same order";

    /// <summary>Whether a folder without videos holds stored features instead.</summary>
    public static bool IsIn(DataFolder folder) => folder.Videos.Count == 0 && folder.Others.Contains(Labels, StringComparer.Ordinal) && ArraysOf(folder).Count > 0;

    public override bool Recognises(DataFolder folder) => IsIn(folder);

    public override DataSet Read(DataFolder folder)
    {
        var arrays = ArraysOf(folder);
        if (!IsIn(folder) || arrays.Count > 1)
        {
            throw new DataException(
                $"{folder.Root} holds {Words.Count(arrays.Count, "array")}{(arrays.Count > 0 ? $" ({Words.List(arrays)})" : "")}, {Words.Count(folder.Videos.Count, "video")} and {(folder.Others.Contains(Labels, StringComparer.Ordinal) ? "a" : "no")} {Labels}; expected one {Ending} file of features and {Labels}");
        }

        var features = StoredFeatures.Open(folder.PathOf(arrays[0]));
        var clips = ReadLabels(folder.PathOf(Labels));
        if (clips.Count != features.Clips)
        {
            throw new DataException($"{folder.PathOf(Labels)} names {Words.Count(clips.Count, "clip")}, but {arrays[0]} has {features.Clips} rows; expected a line for each row");
        }

        var rows = clips.Index().ToDictionary(clip => clip.Item.Name, clip => clip.Index, StringComparer.Ordinal);
        var data = LabelledClip.Assemble(folder, Format, clips, "group", folder.NoticesWithout(Labels, arrays[0]));
        return data with
        {
            Samples = [.. data.Samples.Select(sample => sample with { Path = features.Path, Row = rows[sample.Name] })],
            Features = features,
        };
    }

    private static IReadOnlyList<string> ArraysOf(DataFolder folder) =>
        [.. folder.Others.Where(name => name.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) && !name.Contains('/'))];

    private static List<LabelledClip> ReadLabels(string path)
    {
        var lines = TableLine.ReadAll(path).ToList();
        var heading = lines.Count > 0 ? lines[0].Cells : [];
        var name = Column("video", "name", "clip");
        var label = Column("class", "label");
        var (split, group, row) = (Column("subset", "split"), Column("group"), Column("row"));
        if (name < 0 || label < 0)
        {
            throw new DataException($"{path} has the columns {Words.List(heading, heading.Length)}; expected 'video' and 'class', and where the data is divided 'split'");
        }

        var clips = new List<LabelledClip>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in lines.Skip(1))
        {
            if (line.Cells.Length != heading.Length)
            {
                throw new DataException($"{path} line {line.Number} has {line.Cells.Length} cells; expected {heading.Length}, as in the heading");
            }

            if (row >= 0 && line.Cells[row] != clips.Count.ToString(CultureInfo.InvariantCulture))
            {
                throw new DataException($"{path} line {line.Number} is of row {line.Cells[row]}; expected row {clips.Count}: lines stand in the order of the array");
            }

            if (line.Cells[name].Length == 0 || line.Cells[label].Length == 0 || !seen.Add(line.Cells[name]))
            {
                throw new DataException($"{path} line {line.Number} names the clip '{line.Cells[name]}' of class '{line.Cells[label]}'; expected a name that no other line has, and a class");
            }

            clips.Add(new LabelledClip(
                line.Cells[name],
                line.Cells[label],
                group >= 0 && line.Cells[group].Length > 0 ? line.Cells[group] : null,
                split >= 0 ? PartOf(line.Cells[split], path, line.Number) : null));
        }

        return clips.Count > 0 ? clips : throw new DataException($"{path} names no clip");

        // A column may say more about itself: subset(1=train,2=test).
        int Column(params string[] names) => names
            .Select(wanted => Array.FindIndex(heading, cell => cell.Split('(')[0].Trim().Equals(wanted, StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(found => found >= 0, -1);
    }

    private static string? PartOf(string cell, string path, long line) => cell.ToLowerInvariant() switch
    {
        "" => null,
        "1" or "train" or "training" => "train",
        "2" or "test" or "testing" => "test",
        "3" or "val" or "validation" => "val",
        _ => throw new DataException($"{path} line {line} puts a clip into '{cell}'; expected train, val or test, or 1, 3 or 2"),
    };
}
