namespace Kinora.Web.Storage;

/// <summary>
/// The one folder in which a server writes. Every name in it is made of an id that the server drew; nothing that came with a
/// request is ever part of a path. A lock file keeps a second server out.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private readonly FileStream held;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        this.held = held;
    }

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>The database.</summary>
    public string Database => Inside("kinora.db");

    /// <summary>The videos.</summary>
    public string Uploads => Inside("uploads");

    /// <summary>The pictures of the videos, a folder for each job.</summary>
    public string Pictures => Inside("pictures");

    /// <summary>The keys that the forms of the pages are signed with.</summary>
    public string Keys => Inside("keys");

    /// <summary>Makes it where it is absent, and holds it until disposed.</summary>
    /// <exception cref="WebException">It cannot be written, or another server has it.</exception>
    public static DataFolder Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        FileStream claim;
        try
        {
            // What strangers upload is nobody else's business. (Only Linux is supported; the analyzer does not know.)
            if (!Directory.Exists(path) && !OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            claim = new FileStream(System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(System.IO.Path.Combine(path, "lock")))
        {
            throw new WebException($"{path} is in use by another server; stop that one, or choose another folder with --data", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WebException($"{path} cannot hold the server's data: {e.Message.TrimEnd('.')}; choose another folder with --data", e);
        }

        var folder = new DataFolder(path, claim);
        Directory.CreateDirectory(folder.Uploads);
        Directory.CreateDirectory(folder.Pictures);
        return folder;
    }

    /// <summary>The file of a video.</summary>
    public string Upload(string id) => System.IO.Path.Combine(Uploads, id);

    /// <summary>The folder of a job's pictures.</summary>
    public string PicturesOf(string job) => System.IO.Path.Combine(Pictures, job);

    /// <summary>The picture that stands for a job's video.</summary>
    public string Thumbnail(string job) => System.IO.Path.Combine(PicturesOf(job), "thumbnail.jpg");

    /// <summary>The picture of one frame.</summary>
    public string Picture(string job, int frame) => System.IO.Path.Combine(PicturesOf(job), $"{frame}.jpg");

    /// <summary>Lets another server have it.</summary>
    public void Dispose() => held.Dispose();

    private string Inside(string name) => System.IO.Path.Combine(Path, name);
}
