using System.Diagnostics;
using Kinora.Cli.Shell;

namespace Kinora.Cli.Progress;

/// <summary>How far a piece of work is, on standard error: one line that moves on a terminal, nothing elsewhere.</summary>
/// <param name="terminal">Where to speak.</param>
/// <param name="done">What is done to the things, as "looked at".</param>
/// <param name="things">What they are, as "files".</param>
internal sealed class CountScreen(Terminal terminal, string done, string things) : IProgress<(int Done, int Total)>, IDisposable
{
    private readonly bool isLive = terminal.Screen.Profile.Out.IsTerminal;
    private readonly Stopwatch sinceDrawn = Stopwatch.StartNew();
    private bool isDrawn;

    public void Report((int Done, int Total) value)
    {
        if (isLive && (sinceDrawn.ElapsedMilliseconds > 100 || value.Done == value.Total))
        {
            terminal.Notices.Write($"\r\e[K{done} {value.Done} of {value.Total} {things}");
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
