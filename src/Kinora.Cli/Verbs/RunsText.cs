using System.Globalization;
using Kinora.Cli.Shell;
using Spectre.Console;

namespace Kinora.Cli.Verbs;

/// <summary>Runs as people read them.</summary>
internal static class RunsText
{
    /// <summary>A line for each run.</summary>
    public static void Write(IReadOnlyList<ListedRun> runs, Terminal terminal)
    {
        var table = SimpleTable.Of("run", "date (UTC)", "model", "data", "split", "top-1", "epochs", "state");
        foreach (var run in runs)
        {
            table.Add(run.Name, Date(run), run.Study is { } study ? $"{study.Verb}: {run.Model}" : run.Model, run.Data, Short(run.Split), run.Results?.Top1.ToString(), run.EpochWords, Name(run.State));
        }

        // Name, date and score are read across; words may take two lines.
        foreach (var whole in (int[])[0, 1, 5])
        {
            table.Columns[whole].NoWrap();
        }

        terminal.Page.Write(table);
    }

    /// <summary>Several runs side by side.</summary>
    public static void Write(RunComparison comparison, Terminal terminal)
    {
        var runs = comparison.Runs;
        string[] names = [.. runs.Select(run => run.Name)];
        var table = SimpleTable.Of(["", .. names]);
        Line("date (UTC)", Date);
        Line("model", run => run.Model);
        Line("data", run => run.Data);
        Line("split", run => run.Split);
        Line("epochs", run => run.EpochWords);
        Line("state", run => Name(run.State));
        Line("top-1", run => run.Results?.Top1.ToString());
        Line("top-5", run => run.Results?.Top5.ToString());
        Line("mean class accuracy", run => run.Results?.MeanClassAccuracy.ToString());
        Line("macro F1", run => run.Results?.MacroF1.ToString());
        Line("log loss", run => run.Results?.LogLoss.ToString("F3", CultureInfo.InvariantCulture));
        Line("clips measured", run => run.Results?.Clips.ToString(CultureInfo.InvariantCulture));
        terminal.Page.Write(table);

        if (runs.Count > 1)
        {
            Settings(comparison, names, terminal);
            Others(comparison, terminal);
        }

        Classes(comparison, names, terminal);

        void Line(string what, Func<ListedRun, string?> value) => table.Add([what, .. runs.Select(value)]);
    }

    private static void Settings(RunComparison comparison, string[] names, Terminal terminal)
    {
        if (comparison.Settings.Count == 0)
        {
            terminal.Output.WriteLine("The recipes are the same.");
            return;
        }

        var table = SimpleTable.Of(["setting", .. names]);
        foreach (var setting in comparison.Settings)
        {
            table.Add([setting.Name, .. setting.Values]);
        }

        terminal.Page.Write(table);
    }

    private static void Others(RunComparison comparison, Terminal terminal)
    {
        var first = comparison.Runs[0].Name;
        foreach (var other in comparison.Others)
        {
            if (other.Clips is not { } clips)
            {
                terminal.Output.WriteLine($"{other.Run.Name} cannot be paired with {first}: {other.Reason}");
                continue;
            }

            terminal.Output.WriteLine($"{other.Run.Name} against {first}, on the same {clips.Clips} clips: top-1 {clips.Top1}, 95 % by {clips.Top1.Method}");
            terminal.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  right only in {first}: {clips.OnlyFirst}; only in {other.Run.Name}: {clips.OnlySecond}; McNemar's exact test, clips taken as independent: p = {clips.McNemar:G3}"));
        }
    }

    private static void Classes(RunComparison comparison, string[] names, Terminal terminal)
    {
        if (comparison.Classes.Count == 0)
        {
            return;
        }

        var table = SimpleTable.Of(["class: share predicted right", .. names]);
        foreach (var one in comparison.Classes)
        {
            table.Add([one.Label, .. one.Scores.Select(score => score is null ? null : string.Create(CultureInfo.InvariantCulture, $"{100 * score.Recall:F1} % of {score.Support}"))]);
        }

        terminal.Page.Write(table);
    }

    private static string? Date(ListedRun run) => run.Started?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Name(RunState state) => state.ToString().ToLowerInvariant();

    // "whole groups (person), stratified, about 20 % held out, seed 42": the first words say which kind.
    private static string? Short(string? split) => split?.Split(", ")[0];
}
