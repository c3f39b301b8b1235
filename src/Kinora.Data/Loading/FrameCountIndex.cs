using System.Collections.Concurrent;
using Kinora.Video;
using Kinora.Video.Decoding;

namespace Kinora.Data.Loading;

/// <summary>
/// Frame counts and sizes of a data set's clips, so that no file is opened twice to learn them: filled when asked, kept on
/// disk, and believed only while a file's size and time of change are as they were. A damaged index is made anew. A file that
/// cannot be read is remembered for this run only: the next one tries it again.
/// </summary>
public sealed class FrameCountIndex
{
    private readonly string file;
    private readonly string root;
    private readonly ConcurrentDictionary<string, IndexEntry> entries;
    private readonly ConcurrentDictionary<string, (long Bytes, long Modified, string Reason)> unreadable = new(StringComparer.Ordinal);
    private readonly Lock[] gates = [.. Enumerable.Range(0, 64).Select(_ => new Lock())];
    private int opened;

    private FrameCountIndex(string file, string root, IReadOnlyDictionary<string, IndexEntry> known, string? damage)
    {
        this.file = file;
        this.root = root;
        entries = new ConcurrentDictionary<string, IndexEntry>(known, StringComparer.Ordinal);
        Damage = damage;
    }

    /// <summary>Why the index on disk was not believed; null where it was, or where there was none.</summary>
    public string? Damage { get; }

    /// <summary>How often a file was opened because the index did not know it.</summary>
    public int FilesOpened => opened;

    /// <summary>Opens the index of a data set; reads no clip.</summary>
    /// <param name="root">The data set's root; each has an index of its own.</param>
    /// <param name="cacheFolder">Where indexes are kept; null for <see cref="CacheFolder.Default"/>.</param>
    public static FrameCountIndex Open(string root, string? cacheFolder = null)
    {
        root = Path.GetFullPath(root);
        var path = IndexFile.PathOf(root, cacheFolder ?? CacheFolder.Default);
        var (known, damage) = IndexFile.Read(path, root);
        return new FrameCountIndex(path, root, known, damage);
    }

    /// <summary>
    /// What is known of a clip; opens the file only where the index does not know it, or the file has changed, and once however
    /// many clips are parts of it. Any thread may call.
    /// </summary>
    /// <exception cref="VideoException">The clip cannot be read.</exception>
    public ClipFacts Get(Sample sample) => PartOf(OfFile(sample), sample);

    /// <summary>Frames that clips have on average, as far as the index knows them; null where it knows none.</summary>
    public double? MeanFrames(IReadOnlyList<Sample> samples)
    {
        var known = samples.Select(sample => entries.TryGetValue(sample.FileName, out var entry) ? (int?)PartOf(entry.Facts, sample).FrameCount : null).OfType<int>().ToArray();
        return known.Length == 0 ? null : known.Average();
    }

    /// <summary>Looks at all clips, several at a time, and keeps the index on disk.</summary>
    /// <param name="samples">The clips.</param>
    /// <param name="workers">Threads.</param>
    /// <param name="progress">Told how many clips are done.</param>
    /// <param name="cancel">Stops; what is known by then is kept.</param>
    /// <returns>The clips that cannot be read, in the order of <paramref name="samples"/>.</returns>
    public IReadOnlyList<ClipProblem> Fill(IReadOnlyList<Sample> samples, int workers, IProgress<int>? progress = null, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(workers);
        var skipped = new List<ClipProblem>();
        try
        {
            foreach (var (done, clip) in OrderedWork.Run(samples, Try, workers, ahead: 64, cancel).Index())
            {
                if (clip is not null)
                {
                    skipped.Add(clip);
                }

                progress?.Report(done + 1);
            }
        }
        finally
        {
            Save();
        }

        return skipped;
    }

    /// <summary>Which of these clips can be read in part only, and what is wrong with them, as far as the index knows them.</summary>
    public IReadOnlyList<ClipProblem> ReadInPart(IEnumerable<Sample> samples) =>
        [.. from sample in samples let warning = WarningOf(sample) where warning is not null select new ClipProblem(sample, warning)];

    /// <summary>
    /// Keeps the index on disk, whole or not at all. Nothing needs the file, so a disk that is full or read-only is no error:
    /// <see cref="NotKept"/> then says why, and the next run opens the clips again.
    /// </summary>
    public void Save()
    {
        if (opened > 0)
        {
            NotKept = IndexFile.Write(file, root, entries.Values);
        }
    }

    /// <summary>Why the last <see cref="Save"/> did not succeed; null where it did.</summary>
    public string? NotKept { get; private set; }

    private static ClipFacts PartOf(ClipFacts file, Sample sample)
    {
        if (sample.Span is not { } span)
        {
            return file;
        }

        var (_, count, warning) = span.Resolve(sample.Path, file.FrameCount, file.FrameRate, file.Times);
        return file with { FrameCount = count, Warning = file.Warning ?? warning, Times = null };
    }

    private string? WarningOf(Sample sample)
    {
        try
        {
            return entries.TryGetValue(sample.FileName, out var entry) ? PartOf(entry.Facts, sample).Warning : null;
        }
        catch (VideoException)
        {
            // Told where the clip is skipped.
            return null;
        }
    }

    private ClipFacts OfFile(Sample sample)
    {
        var name = sample.FileName;
        var (bytes, modified) = FileIdentity.Of(sample.Path);
        if (Known(name, bytes, modified) is { } known)
        {
            return known;
        }

        // Parts of one video are asked for together: the first to come opens it, the others wait.
        lock (gates[(uint)name.GetHashCode(StringComparison.Ordinal) % gates.Length])
        {
            return Known(name, bytes, modified) ?? Look(name, sample.Path, bytes, modified);
        }
    }

    private ClipFacts? Known(string name, long bytes, long modified)
    {
        if (entries.TryGetValue(name, out var entry) && (entry.Bytes, entry.Modified) == (bytes, modified))
        {
            return entry.Facts;
        }

        if (unreadable.TryGetValue(name, out var failure) && (failure.Bytes, failure.Modified) == (bytes, modified))
        {
            throw new VideoException(failure.Reason);
        }

        return null;
    }

    private ClipFacts Look(string name, string path, long bytes, long modified)
    {
        Interlocked.Increment(ref opened);
        try
        {
            using var video = VideoSource.Open(path);
            var facts = new ClipFacts(video.Info.FrameCount, video.Info.Width, video.Info.Height, video.Info.FrameRate, video.Warning, video.Times);
            entries[name] = new IndexEntry(name, bytes, modified, facts);
            return facts;
        }
        catch (VideoException e)
        {
            entries.TryRemove(name, out _);
            unreadable[name] = (bytes, modified, e.Message);
            throw;
        }
    }

    private ClipProblem? Try(Sample sample)
    {
        try
        {
            Get(sample);
            return null;
        }
        catch (VideoException e)
        {
            return new ClipProblem(sample, e.Message);
        }
    }
}
