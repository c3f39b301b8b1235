using Kinora.Cli.Shell;
using Kinora.Results.Descriptions;
using Spectre.Console;

namespace Kinora.Cli.Verbs;

/// <summary>A description of data as tables on the terminal.</summary>
internal static class DescriptionText
{
    private const int ValuesShown = 12;
    private const int GroupsShown = 24;
    private const int BarWidth = 12;

    public static void Write(Terminal terminal, DataDescription data)
    {
        terminal.Output.WriteLine(Headline(data));
        if (data.Measures is { } measures)
        {
            terminal.Page.Write(Classes(data));
            terminal.Output.WriteLine("seconds, brightness (0 to 255) and motion (mean change of gray from frame to frame) are medians\n");
            terminal.Page.Write(Measures(measures));
            terminal.Page.Write(Values(data));
        }

        if (data.Groups.Count > 0)
        {
            terminal.Page.Write(Groups(data));
        }

        Problems(terminal, "files that cannot be read", data.Broken.Select(file => (file.File, file.Reason)));
        Problems(terminal, "files that can be read in part", data.ReadInPart().Select(clip => (clip.File, clip.Warning!)));
        Problems(terminal, "files of the same content", data.Duplicates.Select(Duplicate));
    }

    private static string Headline(DataDescription data)
    {
        var classes = data.Layout is null ? "no labels" : Count(data.Classes.Count, "class", "classes");
        var groups = data.Groups.Count == 0 ? "" : $", {Count(data.Groups.Count, data.GroupKind ?? "group")}";
        return $"{data.Name}: {Count(data.Files, "file")}, {classes}{groups}, {TimeSpan.FromSeconds(data.Seconds):h\\:mm\\:ss}, {data.Bytes / 1e6:F1} MB";
    }

    private static Table Classes(DataDescription data)
    {
        var table = new Table().Border(TableBorder.Simple).Title("classes");
        table.AddColumn("class").AddColumn(Number("clips")).AddColumn("");
        foreach (var split in data.Splits)
        {
            table.AddColumn(Number(split.Value));
        }

        var hasBroken = data.Broken.Count > 0;
        if (hasBroken)
        {
            table.AddColumn(Number("broken"));
        }

        if (data.Groups.Count > 0)
        {
            table.AddColumn(Number(Plural(data.GroupKind ?? "group").EscapeMarkup()));
        }

        table.AddColumn(Number("seconds")).AddColumn(Number("brightness")).AddColumn(Number("motion"));
        var most = data.Classes.Max(one => one.Files);
        foreach (var one in data.Classes)
        {
            List<string> cells = [(one.Label ?? "(no labels)").EscapeMarkup(), one.Files.ToString(), new string('█', (int)Math.Round((double)BarWidth * one.Files / most))];
            cells.AddRange(data.Splits.Select(split => (one.Splits.FirstOrDefault(own => own.Value == split.Value)?.Count ?? 0).ToString()));
            cells.AddRange(hasBroken ? [one.Broken.ToString()] : []);
            cells.AddRange(data.Groups.Count > 0 ? [one.Groups.ToString()] : []);
            table.AddRow([.. cells, Median(one.Seconds, "F1"), Median(one.Brightness, "F0"), Median(one.Motion, "F2")]);
        }

        return table;
    }

    private static Table Measures(DataMeasures all)
    {
        var table = new Table().Border(TableBorder.Simple).Title("measures of all clips");
        table.AddColumn("");
        foreach (var name in (string[])["min", "quartile", "median", "quartile", "max", "mean"])
        {
            table.AddColumn(Number(name));
        }

        Row("seconds", all.Seconds, "F2");
        Row("frames", all.Frames, "0.#");
        Row("frames per second", all.FrameRate, "0.##");
        Row("width", all.Width, "0.#");
        Row("height", all.Height, "0.#");
        Row("brightness", all.Brightness, "F1");
        Row("motion", all.Motion, "F2");
        return table;

        void Row(string name, Distribution? values, string format)
        {
            if (values is not null)
            {
                double[] numbers = [values.Min, values.LowerQuartile, values.Median, values.UpperQuartile, values.Max, values.Mean];
                table.AddRow([name, .. numbers.Select(number => number.ToString(format))]);
            }
        }
    }

    private static Table Values(DataDescription data)
    {
        var table = new Table().Border(TableBorder.Simple).Title("what the clips are");
        table.AddColumn("").AddColumn("value").AddColumn(Number("clips"));
        foreach (var (name, values) in ((string, IReadOnlyList<ValueCount>)[])[("resolution", data.Resolutions), ("frames per second", data.FrameRates), ("codec", data.Codecs)])
        {
            foreach (var (place, value) in values.Take(ValuesShown).Index())
            {
                table.AddRow(place == 0 ? name : "", value.Value.EscapeMarkup(), value.Count.ToString());
            }

            if (values.Count > ValuesShown)
            {
                table.AddRow("", $"{values.Count - ValuesShown} others", values.Skip(ValuesShown).Sum(value => value.Count).ToString());
            }
        }

        return table;
    }

    private static Table Groups(DataDescription data)
    {
        var table = new Table().Border(TableBorder.Simple).Title(Count(data.Groups.Count, data.GroupKind ?? "group").EscapeMarkup());
        table.AddColumn((data.GroupKind ?? "group").EscapeMarkup()).AddColumn(Number("clips")).AddColumn(Number("classes")).AddColumn("splits");
        foreach (var group in data.Groups.Take(GroupsShown))
        {
            table.AddRow(group.Name.EscapeMarkup(), group.Clips.ToString(), group.Classes.ToString(), string.Join(", ", group.Splits).EscapeMarkup());
        }

        if (data.Groups.Count > GroupsShown)
        {
            table.AddRow($"{data.Groups.Count - GroupsShown} others", data.Groups.Skip(GroupsShown).Sum(group => group.Clips).ToString(), "", "");
        }

        return table;
    }

    // Plain lines, whole however long: reasons and paths are there to be read and copied.
    private static void Problems(Terminal terminal, string title, IEnumerable<(string Name, string What)> problems)
    {
        var all = problems.ToList();
        if (all.Count == 0)
        {
            return;
        }

        terminal.Output.WriteLine($"{title}: {all.Count}");
        foreach (var (name, what) in all)
        {
            terminal.Output.WriteLine($"  {name}: {what}");
        }

        terminal.Output.WriteLine();
    }

    private static (string Name, string What) Duplicate(DuplicateFiles equal) => (
        equal.Files[0],
        $"as {string.Join(", ", equal.Files.Skip(1))}"
        + (equal.Labels.Count > 1 ? $"; labelled {string.Join(" and ", equal.Labels)}" : "")
        + (equal.Splits.Count > 1 ? $"; in {string.Join(" and ", equal.Splits)}" : ""));

    private static string Median(Distribution? values, string format) => values is null ? "-" : values.Median.ToString(format);

    private static TableColumn Number(string name) => new TableColumn(name).RightAligned().NoWrap();

    private static string Count(int count, string one, string? many = null) => $"{count} {(count == 1 ? one : many ?? Plural(one))}";

    private static string Plural(string one) => one + "s";
}
