using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kinora.Cli.Shell;

namespace Kinora.Cli.Verbs;

/// <summary>Runs as programs read them.</summary>
internal static class RunsJson
{
    private static readonly JsonSerializerOptions json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>A list of runs.</summary>
    public static void Write(IReadOnlyList<ListedRun> runs, Terminal terminal) => terminal.Output.WriteLine(JsonSerializer.Serialize(runs.Select(Line), json));

    /// <summary>Runs side by side.</summary>
    public static void Write(RunComparison comparison, IReadOnlyList<string> plots, Terminal terminal) =>
        terminal.Output.WriteLine(JsonSerializer.Serialize(
            new
            {
                Runs = comparison.Runs.Select(Line),
                Settings = comparison.Settings.ToDictionary(setting => setting.Name, setting => setting.Values),
                Compared = comparison.Others.Select(other => new
                {
                    other.Run.Name,
                    With = comparison.Runs[0].Name,
                    other.Reason,
                    other.Clips?.Clips,
                    RightOnlyInFirst = other.Clips?.OnlyFirst,
                    RightOnlyHere = other.Clips?.OnlySecond,
                    McnemarP = other.Clips?.McNemar,
                    Top1Difference = other.Clips?.Top1,
                }),
                Classes = comparison.Classes.ToDictionary(one => one.Label, one => one.Scores.Select(score => score?.Recall)),
                Plots = plots,
            },
            json));

    private static object Line(ListedRun run) => new
    {
        run.Name,
        run.Folder.Path,
        run.State,
        run.Started,
        Study = run.Study is { } study ? new { study.Verb, study.Done, study.Count } : null,
        run.Model,
        run.Data,
        run.Split,
        Epochs = run.Epochs.Count,
        EpochsAsked = int.TryParse(run.Settings.GetValueOrDefault("epochs"), out var asked) ? asked : (int?)null,
        run.Results?.Clips,
        run.Results?.Top1,
        run.Results?.Top5,
        run.Results?.MeanClassAccuracy,
        run.Results?.MacroF1,
        run.Results?.LogLoss,
    };
}
