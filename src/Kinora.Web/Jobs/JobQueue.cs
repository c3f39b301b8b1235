using System.Runtime.CompilerServices;
using System.Text.Json;
using Dapper;
using Kinora.Web.Storage;

namespace Kinora.Web.Jobs;

/// <summary>
/// The jobs that were accepted and are to be done, first come, first served; but those that a kill cut off come after those that
/// were not begun yet: what kills the server does not keep others from their answers. Whatever a method returned survives a kill.
/// </summary>
public sealed class JobQueue : IDisposable
{
    /// <summary>After so many begun attempts that a stop of the server cut off, a job is given up: it may be what stops the server.</summary>
    public const int MaxAttempts = 3;

    private readonly WebSettings settings;
    private readonly Database database;
    private readonly TimeProvider clock;
    private readonly SemaphoreSlim added;

    public JobQueue(WebSettings settings, Database database, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(database);
        this.settings = settings;
        this.database = database;
        this.clock = clock;
        Recover();
        added = new SemaphoreSlim(Waiting);
    }

    /// <summary>Jobs that wait.</summary>
    public int Waiting => Count(JobState.Queued);

    /// <summary>Jobs that run.</summary>
    public int Running => Count(JobState.Running);

    /// <summary>Whether no more are taken at this moment.</summary>
    public bool IsFull => Waiting >= settings.QueueLength;

    internal JobBoard Board { get; } = new();

    /// <summary>Accepts a new video.</summary>
    /// <param name="file">The video; it is kept when this returns.</param>
    /// <param name="model">The name of the model.</param>
    /// <exception cref="RefusedException">The queue is full.</exception>
    public Job Add(ReceivedFile file, string model)
    {
        ArgumentNullException.ThrowIfNull(file);
        var upload = file.Upload;
        var job = Add(upload.Id, model, connection => connection.Execute(
            "INSERT INTO uploads (id, sha256, bytes, name, created) VALUES (@id, @sha256, @bytes, @name, @now)",
            new { id = upload.Id, sha256 = upload.Sha256, bytes = upload.Bytes, name = upload.Name, now = Now }));
        file.Keep();
        added.Release();
        return job;
    }

    /// <summary>Accepts a video that was uploaded before.</summary>
    /// <param name="upload">Its id.</param>
    /// <param name="model">The name of the model.</param>
    /// <exception cref="RefusedException">There is no such video, it was deleted, or the queue is full.</exception>
    public Job Add(string upload, string model)
    {
        var job = Add(upload, model, connection =>
        {
            var found = connection.QuerySingleOrDefault<DeletedRow>("SELECT deleted FROM uploads WHERE id = @upload", new { upload })
                ?? throw new RefusedException(Refusal.Unknown, "there is no video of that id; upload it");
            if (found.Deleted is not null)
            {
                throw new RefusedException(Refusal.Gone, "that video was deleted; upload it again");
            }
        });
        added.Release();
        return job;
    }

    /// <summary>Waits for a job and begins it.</summary>
    public async Task<Job> TakeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await added.WaitAsync(cancellation);
            // A job that was cancelled while it waited leaves its signal behind: then there is none.
            if (Begin() is { } id)
            {
                Board.Changed(id);
                return Get(id);
            }
        }
    }

    /// <summary>Stores what came of a job that runs.</summary>
    /// <returns>Whether it still ran; otherwise nothing is stored.</returns>
    public bool Finish(string id, Outcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var best = outcome.Predictions[0];
        var json = JsonSerializer.Serialize(outcome, OutcomeJson.Default.Outcome);
        return End(id, JobState.Done, null, null, connection => connection.Execute(
            "INSERT INTO results (job, label, probability, json) VALUES (@id, @label, @probability, @json)",
            new { id, label = best.Label, probability = best.Probability, json }));
    }

    /// <summary>Stores why nothing came of a job that runs.</summary>
    /// <returns>Whether it still ran.</returns>
    public bool Fail(string id, FailureKind failure, string error) => End(id, JobState.Failed, failure, error, _ => { });

    /// <summary>Puts a job that runs back to where it stood, as if it had not been begun.</summary>
    public void Requeue(string id)
    {
        var changed = database.Write(connection => connection.Execute(
            "UPDATE jobs SET state = 'queued', started = NULL, attempts = attempts - 1 WHERE id = @id AND state = 'running'", new { id }));
        if (changed > 0)
        {
            Board.Changed(id);
            added.Release();
        }
    }

    /// <summary>Cancels a job, unless it has ended already.</summary>
    /// <exception cref="RefusedException">There is no such job.</exception>
    public Job Cancel(string id)
    {
        var changed = database.Write(connection => connection.Execute(
            "UPDATE jobs SET state = 'cancelled', ended = @now WHERE id = @id AND state IN ('queued', 'running')", new { id, now = Now }));
        if (changed > 0)
        {
            Board.Stop(id);
            Board.Changed(id);
        }

        return Get(id);
    }

    /// <summary>
    /// Takes a job out: one that has ended goes with all that came of it, any other is cancelled. Its video goes too, unless
    /// another job had or has to do with it.
    /// </summary>
    /// <returns>Whether it had ended, so that there is no such job any more.</returns>
    /// <exception cref="RefusedException">There is no such job.</exception>
    public bool Remove(string id, Uploads uploads)
    {
        ArgumentNullException.ThrowIfNull(uploads);
        var isGone = uploads.Forget(id, Get(id).Upload);
        if (!isGone)
        {
            uploads.DeleteUnshared(Cancel(id).Upload);
        }

        return isGone;
    }

    /// <summary>A job; null where there is none of that id.</summary>
    public Job? Find(string id) =>
        database.Read(connection => connection.QuerySingleOrDefault<JobRow>($"{JobRow.Select} WHERE jobs.id = @id", new { id }))?.ToJob(Board.ProgressOf(id));

    /// <summary>A job.</summary>
    /// <exception cref="RefusedException">There is none of that id.</exception>
    public Job Get(string id) => Find(id) ?? throw new RefusedException(Refusal.Unknown, "there is no prediction of that id");

    /// <summary>Waits until a job has ended, or for so long.</summary>
    /// <returns>The job as it is then.</returns>
    public async Task<Job> WaitAsync(string id, TimeSpan longest, CancellationToken cancellation)
    {
        using var watch = Board.Open(id);
        using var deadline = new CancellationTokenSource(longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        while (true)
        {
            var next = watch.Next;
            var job = Get(id);
            if (job.HasEnded || either.IsCancellationRequested)
            {
                return job;
            }

            await next.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>A job as it is now, then whenever it has changed, until it has ended; and every now and then without a change.</summary>
    public async IAsyncEnumerable<Job> WatchAsync(string id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var atLeast = TimeSpan.FromSeconds(15);
        var atMost = TimeSpan.FromMilliseconds(100);
        using var watch = Board.Open(id);
        while (!cancellation.IsCancellationRequested)
        {
            var next = watch.Next;
            if (Find(id) is not { } job)
            {
                // Deleted while it was watched.
                yield break;
            }

            yield return job;
            if (job.HasEnded)
            {
                yield break;
            }

            await next.WaitAsync(atLeast, clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(atMost, clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => added.Dispose();

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    // What ran when the server was killed is begun again.
    private void Recover() => database.Write(connection => connection.Execute("""
        UPDATE jobs SET state = 'failed', ended = @now, failure = 'interrupted',
               error = 'the server stopped in the middle of it ' || attempts || ' times; the video may be what stops it'
        WHERE state = 'running' AND attempts >= @most;
        UPDATE jobs SET state = 'queued', started = NULL WHERE state = 'running';
        """, new { now = Now, most = MaxAttempts }));

    private string? Begin()
    {
        try
        {
            return database.Write(connection => connection.QuerySingleOrDefault<string>("""
                UPDATE jobs SET state = 'running', started = @now, attempts = attempts + 1
                WHERE number = (SELECT number FROM jobs WHERE state = 'queued' ORDER BY attempts, number LIMIT 1) RETURNING id
                """, new { now = Now }));
        }
        catch
        {
            // The job still waits, and so must its signal.
            added.Release();
            throw;
        }
    }

    private Job Add(string upload, string model, Action<Microsoft.Data.Sqlite.SqliteConnection> prepare)
    {
        var id = Identity.Draw();
        database.Write(connection =>
        {
            if (CountOf(connection, JobState.Queued) >= settings.QueueLength)
            {
                throw new RefusedException(Refusal.Full, $"{settings.QueueLength} videos are waiting already, as many as this server takes; try again in a minute");
            }

            prepare(connection);
            return connection.Execute(
                "INSERT INTO jobs (id, upload, model, state, created) VALUES (@id, @upload, @model, 'queued', @now)", new { id, upload, model, now = Now });
        });
        return Get(id);
    }

    private bool End(string id, JobState state, FailureKind? failure, string? error, Action<Microsoft.Data.Sqlite.SqliteConnection> also)
    {
        var isOurs = database.Write(connection =>
        {
            var changed = connection.Execute(
                "UPDATE jobs SET state = @state, ended = @now, failure = @failure, error = @error WHERE id = @id AND state = 'running'",
                new { id, now = Now, state = Word(state), failure = failure?.ToString().ToLowerInvariant(), error });
            if (changed > 0)
            {
                also(connection);
            }

            return changed > 0;
        });
        Board.Changed(id);
        return isOurs;
    }

    private int Count(JobState state) => database.Read(connection => CountOf(connection, state));

    private static int CountOf(Microsoft.Data.Sqlite.SqliteConnection connection, JobState state) =>
        connection.ExecuteScalar<int>($"SELECT count(*) FROM jobs WHERE state = '{Word(state)}'");

    private static string Word(JobState state) => state.ToString().ToLowerInvariant();

    private sealed record DeletedRow(long? Deleted);
}
