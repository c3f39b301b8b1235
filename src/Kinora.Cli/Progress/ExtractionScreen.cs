using System.Diagnostics;
using System.Globalization;
using Kinora.Cli.Shell;
using Kinora.Data.Extraction;

namespace Kinora.Cli.Progress;

/// <summary>How an extraction goes, on standard error: on a terminal one line that moves, elsewhere a line for every tenth of the videos.</summary>
internal sealed class ExtractionScreen(Terminal terminal, string unit) : IProgress<ExtractionProgress>, IDisposable
{
    private readonly bool isLive = terminal.Screen.Profile.Out.IsTerminal;
    private readonly Stopwatch sinceStart = Stopwatch.StartNew();
    private readonly Stopwatch sinceDrawn = Stopwatch.StartNew();
    private int? tenths;
    private bool isDrawn;

    public void Report(ExtractionProgress value)
    {
        var tenth = 10 * value.Done / Math.Max(1, value.Total);
        if (isLive && sinceDrawn.ElapsedMilliseconds > 100)
        {
            terminal.Notices.Write($"\r\e[K{Text(value)}");
            isDrawn = true;
            sinceDrawn.Restart();
        }
        else if (!isLive && tenth > (tenths ??= tenth))
        {
            // What was there before the start is no progress.
            tenths = tenth;
            terminal.Notices.WriteLine(Text(value));
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

    private string Text(ExtractionProgress now) => string.Create(
        CultureInfo.InvariantCulture, $"{now.Done:N0} of {now.Total:N0} videos, {now.Written:N0} {unit}, {now.Written / sinceStart.Elapsed.TotalSeconds:F0} a second");
}
