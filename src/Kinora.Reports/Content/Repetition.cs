using Kinora.Results;

namespace Kinora.Reports.Content;

/// <summary>A command line.</summary>
/// <param name="Name">In two or three words.</param>
/// <param name="Purpose">What it does, a sentence.</param>
/// <param name="Line">What to type.</param>
public sealed record Command(string Name, string Purpose, string Line);

/// <summary>How to do it again, and how to go on.</summary>
internal static class Repetition
{
    public static IReadOnlyList<Command> Of(RunFolder run, RunSettings? settings, RunResults? results)
    {
        if (settings is null)
        {
            return [];
        }

        var folder = $"{settings.Find("run", "runs") ?? "runs"}/{run.Name}";
        var data = Quote(settings.Find("data", "path") ?? "DATA");
        var fold = results?.Folds is { Count: > 0 } folds ? $"folds/{folds[0].Name.Replace('/', '-')}/" : "";
        var model = Quote($"{folder}/{fold}checkpoints/best.kinora");
        var part = fold.Length > 0 ? $" (each fold has its own network; this is the one that never saw {results!.Folds![0].Name})" : "";
        return
        [
            new("train again", "Train again with every option as it was; the same seed and the same number of threads on the same machine give the same network.", $"./kinora train {data} {Quote($"{folder}/recipe.yaml")}"),
            new("measure again", $"Measure the network again on the clips that were held out{part}.", $"./kinora evaluate {data} --model {model}"),
            new("predict", "Ask it about a video.", $"./kinora predict VIDEO --model {model}"),
            new("report again", "Make this page again.", $"./kinora report {Quote(folder)}"),
        ];
    }

    // As a shell takes it for one word.
    private static string Quote(string text) =>
        text.All(letter => char.IsAsciiLetterOrDigit(letter) || "_./:=@%+,-".Contains(letter, StringComparison.Ordinal)) ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
