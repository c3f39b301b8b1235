using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kinora.Web.Jobs;

/// <summary>Takes jobs from the queue, some at a time, as long as the server runs.</summary>
internal sealed partial class JobWorkers(WebSettings settings, JobQueue queue, JobRunner runner, TimeProvider clock, ILogger<JobWorkers> log) : BackgroundService
{
    private readonly CancellationTokenSource impatience = new();

    /// <summary>Begins no more jobs; those under way may end in peace for a while, and are put back into the queue then.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        impatience.CancelAfter(settings.ShutdownPatience);
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        impatience.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, settings.ConcurrentJobs).Select(_ => Task.Run(() => WorkAsync(stoppingToken), CancellationToken.None)));

    private async Task WorkAsync(CancellationToken stopping)
    {
        using var thread = new JobThread();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await runner.RunAsync(await queue.TakeAsync(stopping), thread, impatience.Token);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A full disk now is no reason never to work again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogTrouble(e);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "the queue cannot be worked on; trying again")]
    private partial void LogTrouble(Exception trouble);
}
