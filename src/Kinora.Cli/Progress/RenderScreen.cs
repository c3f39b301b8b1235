using System.Diagnostics;
using Kinora.Cli.Shell;
using Kinora.Synthesis;

namespace Kinora.Cli.Progress;

/// <summary>How a rendering goes, on standard error: one line that moves on a terminal, nothing elsewhere.</summary>
internal sealed class RenderScreen(Terminal terminal) : IProgress<RenderProgress>, IDisposable
{
    private readonly bool isLive = terminal.Screen.Profile.Out.IsTerminal;
    private readonly Stopwatch sinceDrawn = Stopwatch.StartNew();
    private bool isDrawn;

    public void Report(RenderProgress value)
    {
        if (isLive && (sinceDrawn.ElapsedMilliseconds > 100 || value.Done == value.Total))
        {
            terminal.Notices.Write($"\r\e[Krendered {value.Done} of {value.Total} clips");
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
