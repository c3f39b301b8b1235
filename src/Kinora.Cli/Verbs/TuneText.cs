using System.Globalization;
using System.Text.Json;
using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Cli.Studies;
using Kinora.Results;
using Kinora.Training;

namespace Kinora.Cli.Verbs;

/// <summary>How <c>tune</c> shows what it found.</summary>
internal static class TuneText
{
    /// <summary>A table, the best trial first, and how to go on.</summary>
    /// <param name="terminal">Takes it.</param>
    /// <param name="folder">The search's folder.</param>
    /// <param name="recipe">The best recipe's file.</param>
    /// <param name="data">The data, as it was given.</param>
    /// <param name="record">All trials.</param>
    /// <param name="ranked">Those that finished, the best first.</param>
    /// <param name="keys">What was searched.</param>
    /// <param name="by">What decided.</param>
    public static void Write(
        Terminal terminal, RunFolder folder, string recipe, string? data, StudyRecord record, IReadOnlyList<TrialRecord> ranked, IReadOnlyList<string> keys, SelectionMetric by)
    {
        // Accuracy and loss stand there anyhow.
        var hasOther = by is not (SelectionMetric.Top1 or SelectionMetric.Loss);
        var table = SimpleTable.Of(["trial", .. keys, .. hasOther ? [ValueFormat.Of(typeof(SelectionMetric))!.Write(by)] : Array.Empty<string>(), "validation", "loss", "time"]);
        foreach (var trial in ranked)
        {
            table.Add(
            [
                Trial.FolderOf(trial.Number), .. Settings(trial), .. Other(Percent(trial.ValidationScore)), Percent(trial.ValidationAccuracy), $"{trial.ValidationLoss:F3}",
                $"{TimeSpan.FromSeconds(trial.Seconds):h\\:mm\\:ss}",
            ]);
        }

        foreach (var trial in record.Trials.Where(trial => trial.State == TrialState.Failed))
        {
            table.Add([Trial.FolderOf(trial.Number), .. Settings(trial), .. Other(null), "failed", null, null]);
        }

        terminal.Page.Write(table);
        var best = ranked[0];
        terminal.Output.WriteLine($"best: trial {best.Number}, {best.Name}: {Percent(best.ValidationAccuracy)} of the validation clips, which chose it; top-1 {best.Top1} on the clips that were kept out of the search");
        terminal.Output.WriteLine($"run: {Shown(folder.Path)}");
        terminal.Output.WriteLine($"recipe: {Shown(recipe)}; train with it: ./kinora train {data ?? "DATA"} {Shown(recipe)}");

        IEnumerable<string?> Other(string? cell) => hasOther ? [cell] : [];

        IEnumerable<string?> Settings(TrialRecord trial) => keys.Select(key => trial.Settings.GetValueOrDefault(key));
    }

    /// <summary>All of it for programs.</summary>
    public static void WriteJson(Terminal terminal, RunFolder folder, string recipe, StudyRecord record, IReadOnlyList<TrialRecord> ranked) =>
        terminal.Output.WriteLine(JsonSerializer.Serialize(
            new { Run = folder.Path, Recipe = recipe, Best = ranked[0].Number, Ranked = ranked.Select(trial => trial.Number), record.Trials }, StudyRecord.Json));

    private static string? Percent(double? share) => share is { } value ? string.Create(CultureInfo.InvariantCulture, $"{100 * value:F1} %") : null;

    private static string Shown(string path) => Path.GetRelativePath(Environment.CurrentDirectory, path);
}
