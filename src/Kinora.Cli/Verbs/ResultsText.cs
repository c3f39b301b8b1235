using Kinora.Cli.Shell;
using Kinora.Results;

namespace Kinora.Cli.Verbs;

/// <summary>A result as people read it: scikit-learn's table, then the score with its interval and protocol.</summary>
internal static class ResultsText
{
    public static void Write(Terminal terminal, RunResults results)
    {
        var output = terminal.Output;
        output.WriteLine(results.Report().ToString());
        if (results.Folds is { } folds)
        {
            foreach (var fold in folds)
            {
                output.WriteLine($"{fold.Name,-16} top-1 {100 * fold.Top1,5:F1} %  of {fold.Clips} clips");
            }

            output.WriteLine();
        }

        output.WriteLine($"top-1 {results.Top1}, 95 % by {results.Top1.Method}");
        output.WriteLine($"top-5 {results.Top5}, mean class accuracy {results.MeanClassAccuracy}, macro F1 {results.MacroF1}");
        output.WriteLine($"measured on {results.Clips} videos, {results.Protocol.Views} views of {results.Protocol.Frames} frames each; split: {results.Protocol.Split}; settings chosen on: {results.Protocol.SettingsChosenOn}");
        foreach (var skipped in results.Skipped)
        {
            terminal.Notices.WriteLine($"skipped: {skipped.File}: {skipped.Reason}");
        }

        if (results.Skipped.Count > 0)
        {
            terminal.Notices.WriteLine($"{(results.Skipped.Count == 1 ? "1 file" : $"{results.Skipped.Count} files")} could not be read and are in no number above");
        }
    }
}
