using Kinora.Video;
using Kinora.Video.Decoding;
using Kinora.Web.Analysing;
using Kinora.Web.Monitoring;
using Kinora.Web.Storage;
using Microsoft.Extensions.Logging;

namespace Kinora.Web.Jobs;

/// <summary>Does one job: opens the video, asks the model, stores what came of it.</summary>
internal sealed partial class JobRunner(
    WebSettings settings, ModelShelf models, JobQueue queue, Uploads uploads, DataFolder folder, WebMetrics metrics, TimeProvider clock, ILogger<JobRunner> log)
{
    private const int LongestError = 400;

    /// <summary>Does a job that was taken from the queue, and returns when nothing of it runs any more.</summary>
    /// <param name="job">The job.</param>
    /// <param name="thread">Where the work is done.</param>
    /// <param name="shutdown">Puts it back into the queue.</param>
    public async Task RunAsync(Job job, JobThread thread, CancellationToken shutdown)
    {
        using var cancelled = new CancellationTokenSource();
        using var deadline = new CancellationTokenSource(settings.JobTime, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancelled.Token, deadline.Token, shutdown);
        using var running = queue.Board.Begin(job.Id, cancelled);
        // Cancelled meanwhile, or even deleted.
        if (queue.Find(job.Id)?.State != JobState.Running)
        {
            return;
        }

        var begun = clock.GetTimestamp();
        var work = thread.RunAsync(() => Look(job, running, stop.Token));
        await GiveUpInTimeAsync(job, work, deadline.Token);
        try
        {
            if (!queue.Finish(job.Id, await work))
            {
                uploads.DeletePictures(job.Id);
            }
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            // Whoever cancelled it has stored so.
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            queue.Fail(job.Id, FailureKind.Time, TooLong);
        }
        catch (OperationCanceledException) when (shutdown.IsCancellationRequested)
        {
            queue.Requeue(job.Id);
            return;
        }
        catch (FailedException e)
        {
            queue.Fail(job.Id, e.Kind, e.Message);
        }
        catch (VideoException e)
        {
            queue.Fail(job.Id, FailureKind.Video, Shown(e.Message, job));
        }
#pragma warning disable CA1031 // One job must not end the worker; the log has all of it, the client learns that it is not his fault.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFault(e, job.Id);
            queue.Fail(job.Id, FailureKind.Internal, "a fault of the server; its log says more");
        }

        if (queue.Find(job.Id) is { } ended)
        {
            metrics.JobEnded(ended, clock.GetElapsedTime(begun));
        }
    }

    private string TooLong => $"it took longer than {settings.JobTime.TotalSeconds:0.#} seconds, the most that this server gives a job; send a shorter video";

    // Who waits is told in time even where a step of the work takes long to end; the next job begins only after it has.
    private async Task GiveUpInTimeAsync(Job job, Task work, CancellationToken deadline)
    {
        var expired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = deadline.Register(expired.SetResult);
        if (await Task.WhenAny(work, expired.Task) != work)
        {
            queue.Fail(job.Id, FailureKind.Time, TooLong);
        }
    }

    private Outcome Look(Job job, IProgress<(int Done, int Total)> progress, CancellationToken stop)
    {
        var analyst = models.Analysts.FirstOrDefault(one => one.Facts.Name == job.Model)
            ?? throw new FailedException(FailureKind.Model, $"the server no longer has the model {job.Model}; send the video again and choose another");
        var begun = clock.GetTimestamp();
        using var video = settings.OpenVideo(uploads.PathOf(job.Upload));
        var info = video.Info;
        Check(info);
        stop.ThrowIfCancellationRequested();
        var analysis = analyst.Analyse(video, progress, stop);
        var pictures = JobPictures.Write(folder, job.Id, video, analysis.Frames);
        return new Outcome(
            new VideoFacts(info.Codec, info.Width, info.Height, info.FrameRate, info.FrameCount, info.Duration.TotalSeconds),
            analysis.Predictions,
            analysis.Frames,
            pictures,
            analysis.Timeline with { File = job.File, Warning = analysis.Timeline.Warning is { } warning ? Shown(warning, job) : null },
            clock.GetElapsedTime(begun).TotalSeconds,
            analysis.Warning is { } said ? Shown(said, job) : null);
    }

    private void Check(VideoInfo info)
    {
        if (info.Duration > settings.MaxDuration)
        {
            throw new FailedException(FailureKind.Limit, $"the video lasts {info.Duration.TotalSeconds:0.#} seconds; this server takes {settings.MaxDuration.TotalSeconds:0.#} at most: send a part of it");
        }

        if ((long)info.Width * info.Height > settings.MaxPixels)
        {
            throw new FailedException(FailureKind.Limit, $"the video is {info.Size}, {(long)info.Width * info.Height:N0} pixels; this server takes {settings.MaxPixels:N0} at most: send a smaller one");
        }
    }

    // Messages name the file by its path on the server; whoever sent it knows it by another name.
    private string Shown(string message, Job job)
    {
        var text = message.Replace(uploads.PathOf(job.Upload), job.File, StringComparison.Ordinal).ReplaceLineEndings(" ");
        return text.Length <= LongestError ? text : text[..LongestError] + "…";
    }

    [LoggerMessage(LogLevel.Error, "job {Job} failed by a fault of the server")]
    private partial void LogFault(Exception fault, string job);
}
