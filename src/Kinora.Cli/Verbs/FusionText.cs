using Kinora.Cli.Shell;
using Kinora.Evaluation.Fusion;
using Kinora.Results;
using Spectre.Console;

namespace Kinora.Cli.Verbs;

/// <summary>A fusion as people read it: each class, each stream, and what fusion changed.</summary>
internal static class FusionText
{
    private const int NamedAtMost = 10;

    public static void Write(Terminal terminal, FusionReport report, RunResults results)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("class").AddColumn(Right("clips"));
        foreach (var stream in report.Streams)
        {
            table.AddColumn(Right(Markup.Escape(stream.Name)));
        }

        table.AddColumn(Right("fused")).AddColumn(Right("turned right")).AddColumn(Right("turned wrong"));
        foreach (var row in report.Classes.OrderByDescending(row => row.TurnedRight - row.TurnedWrong).ThenBy(row => row.Label, StringComparer.Ordinal))
        {
            table.AddRow([Markup.Escape(row.Label), $"{row.Clips}", .. row.Alone.Select(Percent), Percent(row.Fused), Count(row.TurnedRight), Count(row.TurnedWrong)]);
        }

        terminal.Page.Write(table);
        var output = terminal.Output;
        output.WriteLine($"turned right and wrong: against {report.Best}, the best stream alone on these clips");
        output.WriteLine();
        foreach (var stream in report.Streams)
        {
            var turned = stream.Turned;
            output.WriteLine($"{stream.Name}: top-1 {stream.Top1}; fused {Points(turned.Difference)} points ({Points(turned.Low)} to {Points(turned.High)}, 95 %, {turned.Method}): {turned.Right} turned right, {turned.Wrong} turned wrong");
        }

        output.WriteLine($"fused: top-1 {report.Fused}, 95 % by {report.Fused.Method}");
        output.WriteLine($"top-5 {results.Top5}, mean class accuracy {results.MeanClassAccuracy}, macro F1 {results.MacroF1}");
        if (report.Weights is { } weights)
        {
            var mean = report.Streams.Select((stream, place) => $"{stream.Name} {weights.Average(part => part.Weights[place]):0.###}");
            output.WriteLine($"weights{(weights.Count > 1 ? ", mean over folds" : "")}: {string.Join(", ", mean)}; {report.WeightsFrom}");
        }

        output.WriteLine($"measured on {report.Clips} clips; {results.Protocol.Fusion}; split: {results.Protocol.Split}; settings chosen on: {results.Protocol.SettingsChosenOn}");
    }

    public static void WriteMissing(Terminal terminal, FusionReport report)
    {
        foreach (var clip in report.Missing.Take(NamedAtMost))
        {
            terminal.Notices.WriteLine($"left out: {clip.Clip} is not in {string.Join(", ", clip.AbsentFrom)}");
        }

        if (report.Missing.Count > 0)
        {
            terminal.Notices.WriteLine($"{(report.Missing.Count == 1 ? "1 clip is" : $"{report.Missing.Count} clips are")} not in every stream and in no number above; fusion.json names {(report.Missing.Count == 1 ? "it" : "all")}");
        }
    }

    private static TableColumn Right(string title) => new TableColumn(title).RightAligned();

    private static string Percent(double share) => $"{100 * share:F1}";

    private static string Count(int number) => number == 0 ? "" : $"{number}";

    private static string Points(double share) => $"{100 * share:+0.0;-0.0;0.0}";
}
