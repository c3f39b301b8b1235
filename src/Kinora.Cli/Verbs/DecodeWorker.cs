using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Video.Sandbox;

namespace Kinora.Cli.Verbs;

/// <summary><c>decode-worker</c>: the process in which <c>serve</c> decodes what strangers send; asked by standard input.</summary>
internal static class DecodeWorker
{
    public static Verb Verb { get; } = new("decode-worker", "decode one video for another process, within limits", Run)
    {
        Examples = ["decode-worker"],
        IsHidden = true,
    };

    /// <summary>How to start it: this very program.</summary>
    public static SandboxProgram Program { get; } = new(
        Environment.ProcessPath!,
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(DecodeWorker).Assembly.Location, Verb.Name] : [Verb.Name]);

    private static Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        SandboxWorker.Run(input, output);
        return Task.FromResult(ExitCode.Done);
    }
}
