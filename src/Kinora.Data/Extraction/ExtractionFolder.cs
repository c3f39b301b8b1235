using System.Globalization;
using System.Text.Json;

namespace Kinora.Data.Extraction;

/// <summary>
/// An output folder. Each video is extracted into a working folder, which gets its name when it is whole; so what has a name is
/// whole, and a run that was killed goes on where it was. <c>manifest.json</c> comes last, and says what lies there and how it was made.
/// </summary>
internal sealed class ExtractionFolder : IDisposable
{
    private const string ManifestName = "manifest.json";
    private const string WorkName = ".unfinished";

    private readonly string root;
    private readonly ManifestHead head;
    private readonly FileStream held;
    private readonly Dictionary<string, ExtractedVideo> known;
    private readonly IReadOnlyList<FailedVideo> failedBefore;
    private readonly Journal journal;
    private readonly Lock gate = new();
    private int begun;

    private ExtractionFolder(string root, ManifestHead head, bool overwrite)
    {
        this.root = Path.GetFullPath(root);
        this.head = head;
        held = Hold();
        try
        {
            foreach (var folder in Directory.EnumerateDirectories(WorkPath))
            {
                Directory.Delete(folder, recursive: true);
            }

            var (manifest, kept) = (ReadManifest(), Journal.Read(JournalPath));
            known = (manifest?.Videos ?? []).Concat(kept?.Videos ?? []).GroupBy(video => video.Name, StringComparer.Ordinal)
                .ToDictionary(same => same.Key, same => same.Last(), StringComparer.Ordinal);
            failedBefore = manifest?.Failed ?? [];
            if (overwrite)
            {
                // The records last: as long as a folder is there, something says whose it is.
                foreach (var video in known.Values)
                {
                    Remove(PlaceOf(video.Folder));
                }

                File.Delete(ManifestPath);
                (known, failedBefore, kept) = ([], [], null);
            }
            else
            {
                Compare(manifest?.Head);
                Compare(kept?.Head);
            }

            journal = kept is { } before ? Journal.GoOn(JournalPath, before.End) : Journal.Begin(JournalPath, head);
        }
        catch
        {
            LeaveNoTrace();
            held.Dispose();
            throw;
        }
    }

    /// <summary>Names that no video's folder may have.</summary>
    public static IReadOnlyList<string> OwnNames { get; } = [ManifestName, WorkName];

    private string WorkPath => Path.Combine(root, WorkName);

    private string JournalPath => Path.Combine(WorkPath, "journal.jsonl");

    private string ManifestPath => Path.Combine(root, ManifestName);

    /// <summary>Opens an output folder, or makes it.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="head">What is extracted, and how.</param>
    /// <param name="overwrite">Whether what an earlier extraction left is removed first.</param>
    /// <exception cref="DataException">It was made with other settings, or another process extracts into it now.</exception>
    public static ExtractionFolder Open(string path, ManifestHead head, bool overwrite) =>
        File.Exists(path) ? throw new DataException($"{path} is a file; give a folder, a new one or one of an earlier extraction") : new(path, head, overwrite);

    /// <summary>What is already there of some videos, by their names; the others are to be extracted.</summary>
    /// <exception cref="DataException">A folder is in the way, or a video is not the one that was extracted under its name.</exception>
    public IReadOnlyDictionary<string, ExtractedVideo> Done(IReadOnlyList<VideoToExtract> videos)
    {
        var done = new Dictionary<string, ExtractedVideo>(StringComparer.Ordinal);
        var others = new List<string>();
        var inTheWay = new List<string>();
        foreach (var video in videos)
        {
            var place = PlaceOf(video.Folder);
            var files = Directory.Exists(place) ? Directory.EnumerateFileSystemEntries(place).Count() : 0;
            if (!known.TryGetValue(video.Name, out var before))
            {
                if (files > 0 || File.Exists(place))
                {
                    inTheWay.Add(video.Folder);
                }
            }
            else if ((before.SourceBytes, before.SourceModified) != SourceOf(video.Path))
            {
                others.Add(video.Name);
            }
            else if (files == before.Files)
            {
                done.Add(video.Name, before);
            }
        }

        return (others, inTheWay) switch
        {
            ([_, ..], _) => throw new DataException($"{root} holds what was extracted from {Words.Count(others.Count, "other file")} of the same name: {Words.List(others)}; --overwrite starts anew, or choose another --out"),
            (_, [_, ..]) => throw new DataException($"{root} holds {Words.Count(inTheWay.Count, "folder")} that this extraction did not make: {Words.List(inTheWay)}; move them away, or choose another --out"),
            _ => done,
        };
    }

    /// <summary>The size of a video file and when it was last changed; -1 and no time where it is not there.</summary>
    public static (long Bytes, DateTime Modified) SourceOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.Length, file.LastWriteTimeUtc) : (-1, default);
    }

    /// <summary>The same videos, each with the folder it had if it was extracted before: new videos may have changed what is free.</summary>
    public IReadOnlyList<VideoToExtract> Placed(IReadOnlyList<VideoToExtract> videos) =>
        [.. videos.Select(video => known.TryGetValue(video.Name, out var before) ? video with { Folder = before.Folder } : video)];

    /// <summary>A new working folder.</summary>
    public string Begin()
    {
        var folder = Path.Combine(WorkPath, Interlocked.Increment(ref begun).ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder);
        return folder;
    }

    /// <summary>Gives a working folder, which is whole now, its place. Any thread may call.</summary>
    public void Keep(string working, ExtractedVideo video)
    {
        journal.Add(video);
        var place = PlaceOf(video.Folder);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        Remove(place);
        Directory.Move(working, place);
        lock (gate)
        {
            known[video.Name] = video;
        }
    }

    /// <summary>Writes the manifest; what is needed only while a run lasts is gone when the folder is closed.</summary>
    /// <param name="videos">The videos of this run; others that lie here from earlier runs stay in the manifest.</param>
    /// <param name="failed">Those of them that could not be read.</param>
    public void Finish(IReadOnlyList<VideoToExtract> videos, IReadOnlyList<FailedVideo> failed)
    {
        var asked = videos.Select(video => video.Name).ToHashSet(StringComparer.Ordinal);
        var manifest = new Manifest(
            head.Format,
            head.Kind,
            head.Settings,
            [.. known.Values.OrderBy(video => video.Name, StringComparer.Ordinal)],
            [.. failedBefore.Where(one => !asked.Contains(one.Name)).Concat(failed).OrderBy(one => one.Name, StringComparer.Ordinal)]);
        var unfinished = Path.Combine(WorkPath, ManifestName);
        using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, manifest, ManifestJson.Default.Manifest);
            file.Write("\n"u8);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, ManifestPath, overwrite: true);
        journal.Dispose();
        File.Delete(JournalPath);
    }

    /// <summary>Closes the folder; what is unfinished stays for the next run, and where nothing is, no trace of this one.</summary>
    public void Dispose()
    {
        journal.Dispose();
        LeaveNoTrace();
        held.Dispose();
    }

    // Where nothing is unfinished, a refusal leaves the folder as it was.
    private void LeaveNoTrace()
    {
        if (!Directory.EnumerateDirectories(WorkPath).Any() && Journal.Read(JournalPath) is null or { Videos: [] })
        {
            Directory.Delete(WorkPath, recursive: true);
        }
    }

    private string PlaceOf(string folder) => Path.Combine(root, folder.Replace('/', Path.DirectorySeparatorChar));

    // A folder that has a name is whole, so it loses its name before its files go.
    private void Remove(string place)
    {
        if (Directory.Exists(place))
        {
            var removed = Path.Combine(WorkPath, $"removed {Interlocked.Increment(ref begun)}");
            Directory.Move(place, removed);
            Directory.Delete(removed, recursive: true);
        }
    }

    // The system lets go of the file when the process ends, however it ends.
    private FileStream Hold()
    {
        Directory.CreateDirectory(WorkPath);
        try
        {
            return new FileStream(Path.Combine(WorkPath, "held"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.GetType() == typeof(IOException))
        {
            throw new DataException($"another process extracts into {root} now ({e.Message}); let it end, or choose another --out", e);
        }
    }

    private Manifest? ReadManifest()
    {
        if (!File.Exists(ManifestPath))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(ManifestPath), ManifestJson.Default.Manifest)
                is { Kind: not null, Settings: not null, Videos: not null, Failed: not null } manifest
                ? manifest
                : throw new JsonException("something is missing in it");
        }
        catch (JsonException e)
        {
            // With --overwrite too: nothing else says which folders may go.
            throw new DataException($"{ManifestPath} is no manifest of an extraction ({e.Message.Split('\n')[0]}); move it away, or choose another --out", e);
        }
    }

    private void Compare(ManifestHead? before)
    {
        if (before is { Format: not ManifestHead.KnownFormat })
        {
            throw new DataException($"{root} was extracted by another version of Kinora; choose another --out");
        }

        if (before?.Differences(head) is { Count: > 0 } differences)
        {
            throw new DataException($"{root} was extracted with other settings: {string.Join(", ", differences)}; --overwrite starts anew, or choose another --out");
        }
    }
}
