using System.Diagnostics;
using Kinora.Tests;

namespace Kinora.Cli.Tests;

/// <summary>Twelve small clips of two classes and settings that train on them within seconds, by the program as built beside these tests.</summary>
internal static class SmallStudy
{
    /// <summary>Flags that come after the verb and its data.</summary>
    public static IReadOnlyList<string> Quick { get; } =
    [
        "--epochs", "1", "--frames", "8", "--stride", "1", "--size", "32", "--augment", "none", "--views", "1", "--width", "4", "--temporal-pools", "3",
        "--threads", "1", "--workers", "1", "--disk-cache-mb", "0", "--validation", "0.34",
    ];

    /// <summary>Makes <c>clips/</c>.</summary>
    public static void Clips(TemporaryFolder folder)
    {
        foreach (var (label, isSideways) in (ReadOnlySpan<(string, bool)>)[("down", false), ("right", true)])
        {
            for (var i = 0; i < 6; i++)
            {
                MadeData.Clip(folder, $"clips/{label}/{i}.mp4", new(32, 32), frames: 12, isSideways: isSideways, shade: 120 + (20 * i));
            }
        }
    }

    /// <summary>Runs the program in a folder.</summary>
    public static (int Code, string Output, string Errors) Start(TemporaryFolder folder, params IEnumerable<string> arguments)
    {
        using var process = Begin(folder, arguments);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    /// <summary>Starts the program in a folder, and does not wait.</summary>
    public static Process Begin(TemporaryFolder folder, IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Kinora.Cli.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
            Environment = { ["KINORA_CACHE"] = folder.File("cache") },
        })!;
}
