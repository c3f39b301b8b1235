using System.Text.Json;

namespace Kinora.Data.Extraction;

/// <summary>
/// The videos that are done while a run lasts: JSON lines, first the settings. A line is written before its folder gets its
/// place, so every folder in place has a line, whenever the run is killed. Any thread may add.
/// </summary>
internal sealed class Journal : IDisposable
{
    private readonly FileStream file;
    private readonly Lock gate = new();

    private Journal(FileStream file) => this.file = file;

    /// <summary>Reads what a journal says, up to a line that was cut off, and where it ends; null where there is none.</summary>
    public static (ManifestHead Head, IReadOnlyList<ExtractedVideo> Videos, long End)? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        ReadOnlySpan<byte> rest = File.ReadAllBytes(path);
        var all = rest.Length;
        ManifestHead? head = null;
        var videos = new List<ExtractedVideo>();
        for (var length = rest.IndexOf((byte)'\n'); length >= 0; length = rest.IndexOf((byte)'\n'))
        {
            try
            {
                if (head is null)
                {
                    head = JsonSerializer.Deserialize(rest[..length], JournalJson.Default.ManifestHead)!;
                }
                else
                {
                    videos.Add(JsonSerializer.Deserialize(rest[..length], JournalJson.Default.ExtractedVideo)!);
                }
            }
            catch (JsonException)
            {
                break;
            }

            rest = rest[(length + 1)..];
        }

        return head is null ? null : (head, videos, all - rest.Length);
    }

    /// <summary>Begins a journal.</summary>
    public static Journal Begin(string path, ManifestHead head)
    {
        var journal = new Journal(new FileStream(path, FileMode.Create, FileAccess.Write));
        journal.Write(JsonSerializer.SerializeToUtf8Bytes(head, JournalJson.Default.ManifestHead));
        return journal;
    }

    /// <summary>Goes on with a journal.</summary>
    /// <param name="path">The file.</param>
    /// <param name="end">Where its last whole line ends.</param>
    public static Journal GoOn(string path, long end)
    {
        var opened = new FileStream(path, FileMode.Open, FileAccess.Write);
        opened.SetLength(end);
        opened.Position = end;
        return new Journal(opened);
    }

    /// <summary>Adds a video.</summary>
    public void Add(ExtractedVideo video) => Write(JsonSerializer.SerializeToUtf8Bytes(video, JournalJson.Default.ExtractedVideo));

    public void Dispose() => file.Dispose();

    private void Write(byte[] line)
    {
        lock (gate)
        {
            file.Write([.. line, (byte)'\n']);
            file.Flush();
        }
    }
}
