using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Kinora.Tests;

namespace Kinora.Cli.Tests;

/// <summary>Processes that tests start: <c>dotnet run</c>, shells.</summary>
internal static class DotnetRun
{
    /// <summary>The dotnet that runs this test: three folders above its runtime.</summary>
    public static string Dotnet { get; } = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));

    /// <summary>How the tests are built, spelt the same, so that <c>dotnet run</c> finds Kinora's rooms built already.</summary>
    public static string Configuration { get; } = typeof(DotnetRun).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>Starts a program in a folder. Compilers stay behind as servers by default and would keep its output open: not here.</summary>
    public static Process Start(TemporaryFolder folder, string program, params IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
            Environment =
            {
                ["KINORA_CACHE"] = folder.File("cache"),
                ["MSBUILDDISABLENODEREUSE"] = "1",
                ["UseSharedCompilation"] = "false",
                ["DOTNET_NOLOGO"] = "1",
                ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            },
        })!;

    /// <summary>Waits for a program's end.</summary>
    public static async Task<(int Code, string Output, string Errors)> End(this Process process)
    {
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }
}
