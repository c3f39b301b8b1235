namespace Kinora.Cli.Shell;

/// <summary>How the program ends.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Some inputs failed, and were named; the others were dealt with.</summary>
    public const int SomeFailed = 1;

    /// <summary>The command line or the recipe is wrong.</summary>
    public const int WrongUsage = 2;

    /// <summary>Nothing could be done.</summary>
    public const int NothingDone = 3;

    /// <summary>Stopped by Ctrl+C: 128 + SIGINT.</summary>
    public const int Interrupted = 130;
}
