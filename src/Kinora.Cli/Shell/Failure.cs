using System.Globalization;
using System.Runtime.InteropServices;
using Kinora.Cli.Options;
using Kinora.Data;
using Kinora.Models;
using Kinora.Models.Weights;
using Kinora.Results;
using Kinora.Synthesis;
using Kinora.Torch;
using Kinora.Torch.Serialization;
using Kinora.Training;
using Kinora.Video;
using Kinora.Web;

namespace Kinora.Cli.Shell;

/// <summary>Turns what went wrong into one clear line and an exit code.</summary>
internal static class Failure
{
    /// <param name="verb">The verb that was running.</param>
    /// <param name="exception">What it threw.</param>
    /// <param name="notices">Takes the line.</param>
    /// <returns>The exit code.</returns>
    public static int Tell(string verb, Exception exception, TextWriter notices)
    {
        var isDebug = Environment.GetEnvironmentVariable("KINORA_DEBUG") == "1";
        switch (exception)
        {
            case OperationCanceledException:
                notices.WriteLine($"kinora {verb}: stopped");
                return ExitCode.Interrupted;
            case OptionsException wrong:
                foreach (var mistake in wrong.Mistakes)
                {
                    notices.WriteLine($"kinora {verb}: {mistake}");
                }

                notices.WriteLine($"kinora {verb} --help lists all options");
                return ExitCode.WrongUsage;
            default:
                notices.WriteLine(IsExpected(exception) ? $"kinora {verb}: {OneLine(exception.Message)}" : Unexpected(verb, exception));
                if (isDebug)
                {
                    notices.WriteLine(exception);
                }

                return ExitCode.NothingDone;
        }
    }

    /// <summary>Whether the message is meant for the user: it says what was found, what was expected, and where.</summary>
    internal static bool IsExpected(Exception exception) =>
        exception is TorchException or WeightsException or VideoException or DataException or ModelException or DownloadException or TrainingException or ResultsException or SynthesisException or WebException
            or IOException or UnauthorizedAccessException;

    private static string Unexpected(string verb, Exception exception)
    {
        var summary = $"kinora {verb}: unexpected {exception.GetType().Name}: {OneLine(exception.Message)}";
        var file = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"kinora-crash-{DateTime.UtcNow:yyyyMMdd-HHmmss}-{Environment.ProcessId}.txt"));
        try
        {
            File.WriteAllText(file, $"""
                Kinora {Application.Version} on {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}
                {Environment.CommandLine}

                {exception}

                """);
            return $"{summary} (a fault of Kinora itself; details are in {file})";
        }
        catch (Exception second) when (second is IOException or UnauthorizedAccessException)
        {
            return $"{summary} (a fault of Kinora itself; set KINORA_DEBUG=1 for details, {file} cannot be written)";
        }
    }

    private static string OneLine(string message) => string.Join(' ', message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
