namespace Kinora.Web.Storage;

/// <summary>A video whose bytes are on the disk, but which nothing knows of yet. Disposing deletes it unless it was kept.</summary>
public sealed class ReceivedFile : IDisposable
{
    private readonly string path;
    private bool isKept;

    internal ReceivedFile(Upload upload, string path)
    {
        Upload = upload;
        this.path = path;
    }

    /// <summary>What will be known of it.</summary>
    public Upload Upload { get; }

    /// <summary>Said by whoever wrote it into the database.</summary>
    internal void Keep() => isKept = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!isKept)
        {
            File.Delete(path);
        }
    }
}
