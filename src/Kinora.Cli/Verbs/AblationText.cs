using System.Globalization;
using System.Text;
using System.Text.Json;
using Kinora.Cli.Shell;
using Kinora.Cli.Studies;
using Kinora.Results;
using Kinora.Results.Statistics;

namespace Kinora.Cli.Verbs;

/// <summary>How <c>ablate</c> shows what it found: a table on the terminal, and <c>ablation.json</c>, <c>ablation.md</c> and <c>trials.csv</c> in its folder.</summary>
internal static class AblationText
{
    private static readonly string[] Columns = ["change", "settings", "top-1", "validation", "against the baseline", "time"];

    /// <summary>Writes the files.</summary>
    public static void Save(RunFolder folder, StudyRecord record, IReadOnlyList<AblationResult> results)
    {
        var keys = record.Trials.SelectMany(trial => trial.Settings.Keys).Distinct().ToArray();
        AtomicFile.WriteText(Path.Combine(folder.Path, "trials.csv"), TrialTable.Csv(record, keys, isMeasured: true));
        AtomicFile.WriteText(Path.Combine(folder.Path, "ablation.json"), Json(record, results) + "\n");
        AtomicFile.WriteText(Path.Combine(folder.Path, "ablation.md"), Markdown(folder.Name, record, results));
    }

    /// <summary>All of it for programs.</summary>
    public static string Json(StudyRecord record, IReadOnlyList<AblationResult> results) =>
        JsonSerializer.Serialize(new { record.Count, Done = record.Trials.Count, Results = results, record.Trials }, StudyRecord.Json);

    /// <summary>A table for people.</summary>
    public static void Write(Terminal terminal, RunFolder folder, IReadOnlyList<AblationResult> results)
    {
        var table = SimpleTable.Of(Columns);
        foreach (var result in results)
        {
            table.Add(Cells(result));
        }

        terminal.Page.Write(table);
        foreach (var line in Methods(results))
        {
            terminal.Output.WriteLine(line);
        }

        terminal.Output.WriteLine($"run: {Path.GetRelativePath(Environment.CurrentDirectory, folder.Path)} (ablation.md, ablation.json, trials.csv)");
    }

    private static string Markdown(string name, StudyRecord record, IReadOnlyList<AblationResult> results)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Ablation {name}\n\n{record.Trials.Count} of {record.Count} trainings are done.\n\n");
        text.Append("| ").AppendJoin(" | ", Columns).Append(" |\n").Append("|---|---|---|---|---|---|\n");
        foreach (var result in results)
        {
            text.Append("| ").AppendJoin(" | ", Cells(result).Select(cell => (cell ?? "-").Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
        }

        foreach (var line in Methods(results))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{line}\n");
        }

        return text.ToString();
    }

    private static string?[] Cells(AblationResult result) =>
    [
        result.Name,
        result.Settings.Count == 0 ? "the recipe as it is" : string.Join(", ", result.Settings.Select(setting => $"{setting.Key} {setting.Value}")),
        result.Failed == 0 ? Percent(result.Top1) : $"{Percent(result.Top1) ?? "-"}, {result.Failed} failed",
        Percent(result.Validation),
        result.Against is { } difference ? $"{difference}{(difference.IsSure ? "" : ", may be chance")}" : null,
        $"{TimeSpan.FromSeconds(result.Seconds):h\\:mm\\:ss}",
    ];

    private static IEnumerable<string> Methods(IReadOnlyList<AblationResult> results)
    {
        foreach (var method in results.Select(result => result.Against).OfType<Difference>().Select(difference => difference.Method).Distinct())
        {
            yield return $"Intervals are of 95 %, {method}; each change has its own, not corrected for their number.";
        }

        if (results.Any(result => result.IsOverClips))
        {
            yield return "They tell of these two trainings, not of training again: give --seeds for that.";
        }
    }

    private static string? Percent(double? share) => share is { } value ? string.Create(CultureInfo.InvariantCulture, $"{100 * value:F1} %") : null;
}
