using System.Diagnostics;
using Kinora.Cli.Shell;
using Kinora.Models.Weights;

namespace Kinora.Cli.Progress;

/// <summary>How a download goes, on standard error: on a terminal one line that moves, elsewhere a line for every tenth.</summary>
internal sealed class DownloadScreen(Terminal terminal, string name) : IProgress<DownloadProgress>, IDisposable
{
    private readonly bool isLive = terminal.Screen.Profile.Out.IsTerminal;
    private readonly Stopwatch sinceDrawn = Stopwatch.StartNew();
    private int tenths;
    private bool isDrawn;

    public void Report(DownloadProgress value)
    {
        if (isLive && sinceDrawn.ElapsedMilliseconds > 100)
        {
            terminal.Notices.Write($"\r\e[K{Text(value)}");
            isDrawn = true;
            sinceDrawn.Restart();
        }
        else if (!isLive && value.Total is { } total && (int)(10 * value.Bytes / total) > tenths)
        {
            tenths = (int)(10 * value.Bytes / total);
            terminal.Notices.WriteLine(Text(value));
        }
    }

    /// <summary>Says how it ended.</summary>
    public void Done(string how)
    {
        Dispose();
        terminal.Notices.WriteLine($"{name}: {how}");
    }

    public void Dispose()
    {
        if (isDrawn)
        {
            terminal.Notices.Write("\r\e[K");
            isDrawn = false;
        }
    }

    private string Text(DownloadProgress progress) => progress.Total is { } total
        ? $"{name}: {Mebi(progress.Bytes)} of {Mebi(total)} MiB, {100.0 * progress.Bytes / total:F0} %"
        : $"{name}: {Mebi(progress.Bytes)} MiB";

    private static string Mebi(long bytes) => $"{bytes / (1024.0 * 1024):F1}";
}
