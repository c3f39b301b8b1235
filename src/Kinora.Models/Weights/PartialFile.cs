namespace Kinora.Models.Weights;

/// <summary>The beginning of a file on its way, and beside it what the server calls this version of the file.</summary>
/// <param name="path">The file on its way.</param>
internal sealed class PartialFile(string path)
{
    private readonly string tagPath = path + ".tag";

    /// <summary>The file on its way.</summary>
    public string Path { get; } = path;

    /// <summary>Bytes so far.</summary>
    public long Length => File.Exists(Path) ? new FileInfo(Path).Length : 0;

    /// <summary>The version's tag or date; null where the server gave none, so that nothing can be added to what is there.</summary>
    public string? Tag => File.Exists(tagPath) && File.ReadAllText(tagPath) is { Length: > 0 } tag ? tag : null;

    /// <summary>Starts over, with a version's tag.</summary>
    public void Begin(string? tag)
    {
        // In this order: a tag never stands beside bytes of another version.
        Delete();
        if (tag is not null)
        {
            File.WriteAllText(tagPath, tag);
        }
    }

    /// <summary>Opens the file to write on from its end; nobody else may meanwhile.</summary>
    public FileStream Append() => new(Path, FileMode.Append, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true);

    /// <summary>The file is whole: gives it its name.</summary>
    public void MoveTo(string target)
    {
        using (var stream = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.None))
        {
            stream.Flush(flushToDisk: true);
        }

        File.Move(Path, target, overwrite: true);
        File.Delete(tagPath);
    }

    /// <summary>Forgets what is there.</summary>
    public void Delete()
    {
        File.Delete(tagPath);
        File.Delete(Path);
    }
}
