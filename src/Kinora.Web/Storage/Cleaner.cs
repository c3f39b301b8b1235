using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kinora.Web.Storage;

/// <summary>Deletes videos that were kept long enough. What came of them stays in the history.</summary>
internal sealed partial class Cleaner(WebSettings settings, Uploads uploads, TimeProvider clock, ILogger<Cleaner> log) : BackgroundService
{
    private static readonly TimeSpan most = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var every = settings.KeepFor / 4 < most ? settings.KeepFor / 4 : most;
        using var timer = new PeriodicTimer(every, clock);
        do
        {
            try
            {
                if (uploads.DeleteOlderThan(clock.GetUtcNow() - settings.KeepFor) is > 0 and var count)
                {
                    LogDeleted(count, settings.KeepFor);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or RefusedException)
            {
                LogTrouble(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Information, "{Count} videos were deleted after {Time}")]
    private partial void LogDeleted(int count, TimeSpan time);

    [LoggerMessage(LogLevel.Error, "videos cannot be deleted; trying again later")]
    private partial void LogTrouble(Exception trouble);
}
