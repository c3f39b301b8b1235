using System.Buffers;
using System.Security.Cryptography;
using Dapper;

namespace Kinora.Web.Storage;

/// <summary>The videos that were accepted.</summary>
public sealed class Uploads(WebSettings settings, DataFolder folder, Database database, TimeProvider clock) : IDisposable
{
    private const string Unfinished = ".part";
    private const int Piece = 128 << 10;

    private readonly SemaphoreSlim places = new(settings.ConcurrentUploads);

    /// <summary>Takes a video in, a piece at a time; the bytes are on the disk when it returns.</summary>
    /// <param name="content">Its bytes.</param>
    /// <param name="name">What it is called where it comes from.</param>
    /// <param name="cancellation">Gives up, and leaves nothing behind.</param>
    /// <exception cref="RefusedException">It is empty or too large, too many come at once, or the disk is full.</exception>
    public async Task<ReceivedFile> ReceiveAsync(Stream content, string? name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (!await places.WaitAsync(TimeSpan.Zero, cancellation))
        {
            throw new RefusedException(Refusal.Full, $"{settings.ConcurrentUploads} videos are being uploaded at this moment, as many as this server takes; try again in a minute");
        }

        var id = Identity.Draw();
        var path = folder.Upload(id);
        try
        {
            var (bytes, sha256) = await CopyAsync(content, path + Unfinished, cancellation);
            Store(() => DurableFile.Rename(path + Unfinished, path));
            return new ReceivedFile(new Upload(id, sha256, bytes, DisplayName.Of(name), IsDeleted: false), path);
        }
        finally
        {
            places.Release();
            File.Delete(path + Unfinished);
        }
    }

    /// <summary>The file of a video.</summary>
    public string PathOf(string id) => folder.Upload(id);

    /// <summary>What is known of a video; null where there never was one of that id.</summary>
    public Upload? Find(string id) => database.Read(connection =>
        connection.QuerySingleOrDefault<UploadRow>("SELECT id, sha256, bytes, name, deleted FROM uploads WHERE id = @id", new { id })?.Upload);

    /// <summary>Deletes the videos of that age or older, with the pictures made of them; those that a job is waiting for stay.</summary>
    /// <returns>How many were deleted.</returns>
    public int DeleteOlderThan(DateTimeOffset time) => Delete("created <= @time", new { time = time.ToUnixTimeMilliseconds(), now = Now });

    /// <summary>Deletes the video of a job that was cancelled, unless another job had or has to do with it.</summary>
    public void DeleteUnshared(string id) =>
        Delete("id = @id AND (SELECT count(*) FROM jobs WHERE jobs.upload = uploads.id) = 1", new { id, now = Now });

    /// <summary>Deletes all of a job that has ended: what came of it, its line in the history, its pictures, and the video unless another job had or has to do with it.</summary>
    /// <returns>Whether it had ended; otherwise nothing is deleted.</returns>
    public bool Forget(string job, string upload)
    {
        var (isGone, isLast) = database.Write(connection =>
        {
            var values = new { job, upload };
            if (connection.ExecuteScalar<int>("SELECT count(*) FROM jobs WHERE id = @job AND state IN ('queued', 'running')", values) > 0)
            {
                return (false, false);
            }

            connection.Execute("DELETE FROM results WHERE job = @job; DELETE FROM jobs WHERE id = @job", values);
            return (true, connection.Execute("DELETE FROM uploads WHERE id = @upload AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.upload = @upload)", values) > 0);
        });
        if (isLast)
        {
            File.Delete(folder.Upload(upload));
        }

        if (isGone)
        {
            DeletePictures(job);
        }

        return isGone;
    }

    /// <summary>Removes what no row of the database speaks of: what a killed server left behind. Nothing else may run meanwhile.</summary>
    /// <returns>How many files and folders were removed.</returns>
    public int Sweep()
    {
        var (uploads, jobs) = database.Read(connection => (
            connection.Query<string>("SELECT id FROM uploads WHERE deleted IS NULL").ToHashSet(StringComparer.Ordinal),
            connection.Query<string>("SELECT jobs.id FROM jobs JOIN uploads ON uploads.id = jobs.upload WHERE uploads.deleted IS NULL AND jobs.state = 'done'").ToHashSet(StringComparer.Ordinal)));
        var removed = 0;
        foreach (var file in Directory.EnumerateFiles(folder.Uploads).Where(file => !uploads.Contains(Path.GetFileName(file))))
        {
            File.Delete(file);
            removed++;
        }

        foreach (var pictures in Directory.EnumerateDirectories(folder.Pictures).Where(pictures => !jobs.Contains(Path.GetFileName(pictures))))
        {
            Directory.Delete(pictures, recursive: true);
            removed++;
        }

        return removed;
    }

    /// <inheritdoc/>
    public void Dispose() => places.Dispose();

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    // The row goes first: a kill in between leaves files that the next start sweeps away, never a row without its file.
    private int Delete(string condition, object values)
    {
        var gone = database.Write(connection => connection.Query<string>($"""
            UPDATE uploads SET deleted = @now
            WHERE deleted IS NULL AND {condition}
              AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.upload = uploads.id AND jobs.state IN ('queued', 'running'))
            RETURNING id
            """, values).AsList());
        foreach (var id in gone)
        {
            File.Delete(folder.Upload(id));
            foreach (var job in database.Read(connection => connection.Query<string>("SELECT id FROM jobs WHERE upload = @id", new { id })))
            {
                DeletePictures(job);
            }
        }

        return gone.Count;
    }

    /// <summary>Deletes the pictures of a job.</summary>
    internal void DeletePictures(string job)
    {
        if (Directory.Exists(folder.PicturesOf(job)))
        {
            Directory.Delete(folder.PicturesOf(job), recursive: true);
        }
    }

    private async Task<(long Bytes, string Sha256)> CopyAsync(Stream content, string path, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            using var file = Store(() => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0));
            long bytes = 0;
            int read;
            while ((read = await content.ReadAsync(buffer.AsMemory(0, Piece), cancellation)) > 0)
            {
                bytes += read;
                if (bytes > settings.MaxBytes)
                {
                    throw new RefusedException(Refusal.TooLarge, $"the video is larger than {settings.MaxBytes:N0} bytes, the most that this server takes; shorten it or make it smaller");
                }

                hash.AppendData(buffer, 0, read);
                Store(() => file.Write(buffer, 0, read));
            }

            if (bytes == 0)
            {
                throw new RefusedException(Refusal.NoVideo, "the file is empty; a video was expected");
            }

            Store(() => file.Flush(flushToDisk: true));
            return (bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Store(Action write) => Store(() =>
    {
        write();
        return 0;
    });

    // What goes wrong with the disk must not be taken for something that is wrong with the request.
    private static T Store<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(Refusal.NoSpace, "the server cannot store the video; its disk may be full; try again later", e);
        }
    }

    private sealed record UploadRow(string Id, string Sha256, long Bytes, string Name, long? Deleted)
    {
        public Upload Upload => new(Id, Sha256, Bytes, Name, Deleted is not null);
    }
}
