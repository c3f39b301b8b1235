using System.Globalization;
using Kinora.Cli.Progress;
using Kinora.Cli.Shell;
using Kinora.Data.Extraction;

namespace Kinora.Cli.Verbs;

/// <summary>Runs an extraction for a verb, and tells how it went.</summary>
internal static class ExtractionRun
{
    /// <param name="verb">Its name.</param>
    /// <param name="unit">What is counted: "frames".</param>
    /// <param name="what">What is extracted.</param>
    /// <param name="options">From where to where.</param>
    /// <param name="terminal">Where to speak.</param>
    /// <param name="cancelled">Stops.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string verb, string unit, VideoExtraction what, ExtractionOptions options, Terminal terminal, CancellationToken cancelled)
    {
        ExtractionResult result;
        using (var screen = new ExtractionScreen(terminal, unit))
        {
            result = new Extractor(what, options.Workers).Run(options.Data, options.Out, options.Overwrite, Tell, screen, cancelled);
        }

        foreach (var video in result.Videos.Where(video => video.Warning is not null))
        {
            Tell($"{video.Name}: {video.Warning}; the {unit} that could be read are there");
        }

        foreach (var video in result.Failed)
        {
            Tell($"{video.Name}: {video.Reason}");
        }

        if (result.Failed.Count > 0)
        {
            Tell($"{result.Failed.Count} of {Videos(result.Videos.Count + result.Failed.Count)} could not be read");
        }

        if (result.Videos.Count == 0)
        {
            return ExitCode.NothingDone;
        }

        var before = result.DoneBefore > 0 ? $" ({Videos(result.DoneBefore)} done before)" : "";
        terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.Out}: {result.Videos.Sum(video => (long)video.Count):N0} {unit} of {Videos(result.Videos.Count)}{before}"));
        return result.Failed.Count > 0 ? ExitCode.SomeFailed : ExitCode.Done;

        void Tell(string line) => terminal.Notices.WriteLine($"kinora {verb}: {line}");
    }

    private static string Videos(int count) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? "video" : "videos")}");
}
