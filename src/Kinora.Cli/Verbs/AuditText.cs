using System.Globalization;
using Kinora.Cli.Shell;
using Kinora.Data;
using Kinora.Data.Audit;
using Kinora.Data.Loading;
using Spectre.Console;

namespace Kinora.Cli.Verbs;

/// <summary>An audit for people: the verdict in one line, then what it rests on.</summary>
internal static class AuditText
{
    private const int Rows = 20;
    private const double Unbalanced = 3;

    public static void Write(DataSet data, string split, AuditReport report, Terminal terminal)
    {
        terminal.Output.WriteLine($"verdict: {report.Verdict}");
        terminal.Output.WriteLine($"{report.Clips} clips of {data.Labels.Count} classes; split: {split}");
        Table(terminal, "groups on both sides", report.SharedGroups, [data.GroupKind ?? "group", "fold", "training clips", "measured clips"], group =>
            [group.Group, group.Fold, Number(group.Training), Number(group.Measured)]);
        Table(terminal, "clips that show the same", report.Copies, ["clip", "copy", "how", "alike", "both sides"], copy =>
            [copy.First.Name, copy.Second.Name, copy.How, copy.Score.ToString("F2", CultureInfo.InvariantCulture), copy.Across is not { } fold ? "no" : fold.Name.Length == 0 ? "yes" : $"yes: {fold.Name}"]);
        Table(terminal, "suspect labels", [.. report.SuspectLabels], ["clip", "its label", "copy", "its label"], copy =>
            [copy.First.Name, data.Labels[copy.First.Label], copy.Second.Name, data.Labels[copy.Second.Label]]);
        Table(terminal, "classes that may be one", report.SimilarLabels, ["class", "class"], pair => [pair.First, pair.Second]);
        Table(terminal, "classes missing on a side", [.. report.Classes.Where(one => one.FewestTraining == 0 || one.Measured == 0)], ["class", "clips", "fewest that train", "measured"], one =>
            [one.Label, Number(one.Clips), Number(one.FewestTraining), Number(one.Measured)]);
        Balance(report, terminal);
        Problems(report, terminal);
    }

    private static void Balance(AuditReport report, Terminal terminal)
    {
        if (report.Imbalance >= Unbalanced)
        {
            var (most, fewest) = (report.Classes.MaxBy(one => one.Clips)!, report.Classes.MinBy(one => one.Clips)!);
            terminal.Output.WriteLine($"unbalanced: {most.Label} has {most.Clips} clips, {fewest.Label} {fewest.Clips}; the share predicted right says little, look at the mean class accuracy");
        }
    }

    private static void Problems(AuditReport report, Terminal terminal)
    {
        if (report.Broken.Count > 0)
        {
            terminal.Output.WriteLine($"broken: {ClipProblem.Skipped(report.Broken, report.Clips)}");
        }

        if (report.ReadInPart.Count > 0)
        {
            terminal.Output.WriteLine($"broken in part: {ClipProblem.ReadInPart(report.ReadInPart, report.Clips)}");
        }

        if (report.TooShort.Count > 0)
        {
            terminal.Output.WriteLine($"too short: {report.TooShort.Count} of {report.Clips} clips: {string.Join(", ", report.TooShort.Select(clip => $"{clip.Sample.Name} ({clip.Frames} frames)"))}");
        }

        if (report.NotCompared.Count > 0)
        {
            terminal.Output.WriteLine($"not compared: {report.NotCompared.Count} of {report.Clips} clips are too short to tell copies by their motion: {string.Join(", ", report.NotCompared.Select(clip => clip.Name))}");
        }
    }

    private static void Table<T>(Terminal terminal, string title, IReadOnlyList<T> items, string[] columns, Func<T, string[]> cells)
    {
        if (items.Count == 0)
        {
            return;
        }

        terminal.Output.WriteLine();
        terminal.Output.WriteLine($"{title}: {items.Count}");
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            table.AddColumn(column.EscapeMarkup());
        }

        foreach (var item in items.Take(Rows))
        {
            table.AddRow([.. cells(item).Select(cell => cell.EscapeMarkup())]);
        }

        terminal.Page.Write(table);
        if (items.Count > Rows)
        {
            terminal.Output.WriteLine($"and {items.Count - Rows} more; --json lists all");
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
