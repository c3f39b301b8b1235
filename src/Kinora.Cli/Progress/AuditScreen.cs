using System.Diagnostics;
using Kinora.Cli.Shell;

namespace Kinora.Cli.Progress;

/// <summary>How an audit goes, on standard error: one line that moves on a terminal, nothing elsewhere.</summary>
internal sealed class AuditScreen(Terminal terminal, int total) : IProgress<int>, IDisposable
{
    private readonly bool isLive = terminal.Screen.Profile.Out.IsTerminal;
    private readonly Stopwatch sinceDrawn = Stopwatch.StartNew();
    private bool isDrawn;

    public void Report(int value)
    {
        if (isLive && (sinceDrawn.ElapsedMilliseconds > 100 || value == total))
        {
            terminal.Notices.Write($"\r\e[Kread {value} of {total} clips");
            isDrawn = true;
            sinceDrawn.Restart();
        }
    }

    public void Dispose()
    {
        if (isDrawn)
        {
            terminal.Notices.Write("\r\e[K");
            isDrawn = false;
        }
    }
}
