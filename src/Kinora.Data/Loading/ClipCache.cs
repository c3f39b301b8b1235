using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Kinora.Video;

namespace Kinora.Data.Loading;

/// <summary>
/// Decoded, scaled frames of whole clips on disk, and what frozen backbones saw in them, for all runs on this machine: a later epoch,
/// fold or run takes them from there instead of decoding and looking again. An entry is believed only while the video's size and time of
/// change are as they were and the frames read have their checksums; another is removed and made anew. Where the room is full, those that were not used for longest go. Any
/// thread, and any number of programs, may use one folder.
/// </summary>
public sealed class ClipCache
{
    // A clip that alone would take more than this part of the room is not kept.
    private const int Share = 8;

    // What is freed when the room is full, so that not every new clip looks through the folder again.
    private const double Freed = 0.1;

    private readonly string folder;
    private readonly long capacity;
    private readonly ConcurrentDictionary<string, bool> touched = new(StringComparer.Ordinal);
    private readonly Lock making = new();
    private long used;
    private int found;
    private int kept;
    private int replaced;

    private ClipCache(string folder, long capacity)
    {
        this.folder = folder;
        this.capacity = capacity;
        used = Entries().Sum(file => file.Length);
    }

    /// <summary>Bytes on disk, as far as this program knows.</summary>
    public long Used => Interlocked.Read(ref used);

    /// <summary>How often frames came from the cache.</summary>
    public int Found => found;

    /// <summary>How many clips were put into it.</summary>
    public int Kept => kept;

    /// <summary>How many entries were damaged, or of a video that has changed, and were removed.</summary>
    public int Replaced => replaced;

    /// <summary>Why a clip could not be kept, the first time; null where all could.</summary>
    public string? NotKept { get; private set; }

    /// <summary>Opens the cache; makes no folder yet.</summary>
    /// <param name="capacity">Bytes it may take, above 0.</param>
    /// <param name="cacheFolder">Where caches are; null for <see cref="CacheFolder.Default"/>.</param>
    public static ClipCache Open(long capacity, string? cacheFolder = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        var cache = new ClipCache(Path.Combine(cacheFolder ?? CacheFolder.Default, "clips"), capacity);
        cache.RemoveUnfinished();
        return cache;
    }

    /// <summary>Removes every entry.</summary>
    public void Clear()
    {
        foreach (var file in Entries())
        {
            Remove(file.FullName, file.Length);
        }
    }

    /// <summary>Whether a clip of that many bytes has its place here.</summary>
    internal bool Fits(long bytes) => bytes <= capacity / Share;

    /// <summary>Frames of a clip; null where they are not here, or not to be believed.</summary>
    internal Frames? Find(FrameCacheKey key, int[] numbers)
    {
        var path = PathOf(ClipCacheEntry.Describe(key), ".clip");
        var frames = ClipCacheEntry.Read(path, key, numbers, out var isBad);
        Note(path, isBad, frames is not null);
        return frames;
    }

    /// <summary>What a backbone saw in a clip.</summary>
    /// <param name="video">The clip's video.</param>
    /// <param name="description">Clip, pixels and backbone, in words.</param>
    internal IReadOnlyList<FeatureRow> FindFeatures(string video, string description)
    {
        var path = PathOf(description, ".features");
        var rows = FeatureFile.Read(path, video, description, out var isBad);
        Note(path, isBad, rows.Count > 0);
        return rows;
    }

    /// <summary>Keeps what a backbone saw in some frames of a clip, as <see cref="Keep"/>.</summary>
    internal void KeepFeatures(string video, string description, IReadOnlyList<FeatureRow> rows)
    {
        var path = PathOf(description, ".features");
        if (Fits(LengthOf(path)))
        {
            Write(path, () => FeatureFile.Append(path, video, description, rows));
        }
    }

    /// <summary>Keeps all frames of a clip, whole or not at all. Nothing needs them, so a disk that is full is no error: <see cref="NotKept"/> says why.</summary>
    internal void Keep(FrameCacheKey key, Frames frames)
    {
        var path = PathOf(ClipCacheEntry.Describe(key), ".clip");
        var before = LengthOf(path);
        if (Write(path, () => ClipCacheEntry.Write(path, key, frames) - before))
        {
            Interlocked.Increment(ref kept);
        }
    }

    private static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private string PathOf(string description, string extension) =>
        Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(description)))[..32] + extension);

    private IEnumerable<FileInfo> Entries() =>
        Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles().Where(file => file.Extension is ".clip" or ".features") : [];

    private void Note(string path, bool isBad, bool isThere)
    {
        if (isBad)
        {
            Interlocked.Increment(ref replaced);
            Remove(path, LengthOf(path));
        }
        else if (isThere)
        {
            Interlocked.Increment(ref found);
            Touch(path);
        }
    }

    // Gives the bytes by which an entry grows.
    private bool Write(string path, Func<long> write)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var bytes = write();
            touched[path] = true;
            if (Interlocked.Add(ref used, bytes) > capacity)
            {
                MakeRoom();
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            NotKept ??= $"decoded frames could not be kept in {folder}: {e.Message}";
            return false;
        }
    }

    // The file system may not note when a file was last read; once a run is enough to know what is in use.
    private void Touch(string path)
    {
        if (touched.TryAdd(path, true))
        {
            try
            {
                File.SetLastAccessTimeUtc(path, DateTime.UtcNow);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another program removed it, or it is not ours to touch: what was read is right all the same.
            }
        }
    }

    private void MakeRoom()
    {
        lock (making)
        {
            FileInfo[] oldestFirst = [.. Entries().OrderBy(file => file.LastAccessTimeUtc)];
            Interlocked.Exchange(ref used, oldestFirst.Sum(file => file.Length));
            foreach (var file in oldestFirst.TakeWhile(_ => Used > capacity * (1 - Freed)))
            {
                Remove(file.FullName, file.Length);
            }
        }
    }

    private void Remove(string path, long bytes)
    {
        try
        {
            File.Delete(path);
            Interlocked.Add(ref used, -bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            NotKept ??= $"an entry of the cache cannot be removed: {e.Message}";
        }
    }

    // What a program that was killed left half written; one that still runs takes far less than a day.
    private void RemoveUnfinished()
    {
        foreach (var file in Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*.unfinished") : [])
        {
            if (file.LastWriteTimeUtc < DateTime.UtcNow.AddDays(-1))
            {
                Remove(file.FullName, 0);
            }
        }
    }
}
