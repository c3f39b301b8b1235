using Kinora.Models.Weights;

namespace Kinora.Data.Fetching;

/// <summary>
/// Fetches a published data set into a folder that is there whole or not at all. Files come to <c>FOLDER.partial</c>, where an
/// interrupted run leaves them for the next one to go on with; they are unpacked there, archives within archives too, and the
/// result takes the folder's name.
/// </summary>
/// <param name="client">Asks the servers.</param>
/// <param name="observer">Hears how it goes.</param>
public sealed class DataFetch(HttpClient client, IFetchObserver observer)
{
    private readonly HttpClient client = client;

    /// <summary>Fetches single files; tests make it less patient.</summary>
    public Download Download { get; init; } = new(client);

    /// <summary>Where repositories of Hugging Face are asked for.</summary>
    public Uri Hub { get; init; } = new("https://huggingface.co/");

    /// <summary>Fetches and unpacks.</summary>
    /// <param name="data">What.</param>
    /// <param name="folder">Where it shall be: nothing, or an empty folder.</param>
    /// <param name="cancellation">Stops; what has come stays for the next time.</param>
    /// <exception cref="DataException">Something is there already, an archive cannot be unpacked, or the program for it is missing.</exception>
    /// <exception cref="DownloadException">A server cannot be reached, or gives something else.</exception>
    /// <exception cref="IOException">Something cannot be written.</exception>
    public async Task Get(PublishedData data, string folder, CancellationToken cancellation)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        RefuseWhatIsThere(folder);
        var files = data.Hub is { } repository ? await new HubFiles(client, Hub).List(repository, cancellation).ConfigureAwait(false) : data.Files;
        if (files.FirstOrDefault(file => Archive.NeedsBsdtar(file.Name)) is { } archive)
        {
            Bsdtar.Require(archive.Name);
        }

        var (work, unpacked) = (folder + ".partial", Path.Combine(folder + ".partial", "unpacked"));
        foreach (var (number, file) in files.Index())
        {
            var path = PathOf(work, file);
            using var progress = observer.Fetching(file.Name, number + 1, files.Count);
            var isNew = await Download.Get(file.Address, path, file.Bytes, file.Sha256, progress, cancellation).ConfigureAwait(false);
            progress.Fetched(isNew, isChecked: file.Sha256 is not null);
        }

        // What an interrupted run unpacked may be half of it.
        Remove(unpacked);
        Directory.CreateDirectory(unpacked);
        foreach (var file in files)
        {
            await Unpack(PathOf(work, file), Path.Combine(unpacked, file.Into), cancellation).ConfigureAwait(false);
        }

        await UnpackInner(unpacked, cancellation).ConfigureAwait(false);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder);
        }

        Directory.Move(Heart(unpacked), folder);
        Remove(work);
    }

    private static string PathOf(string work, PublishedFile file) => Path.Combine(work, "files", file.Into, file.Name);

    private static void RefuseWhatIsThere(string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new DataException($"{folder} is there already; remove it, or choose another folder");
        }
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task Unpack(string path, string folder, CancellationToken cancellation)
    {
        observer.Unpacking(Path.GetFileName(path));
        if (await Archive.Unpack(path, folder, cancellation).ConfigureAwait(false))
        {
            return;
        }

        if (Archive.IsArchive(path))
        {
            var head = Head(path);
            File.Delete(path);
            throw new DataException($"{Path.GetFileName(path)} is no archive: it begins with '{head}'; it was removed, for the address may give a page instead of the file");
        }

        Directory.CreateDirectory(folder);
        File.Copy(path, Path.Combine(folder, Path.GetFileName(path)));
    }

    // HMDB51 is an archive of one archive for each class.
    private async Task UnpackInner(string unpacked, CancellationToken cancellation)
    {
        foreach (var inner in Directory.GetFiles(unpacked, "*", SearchOption.AllDirectories).Where(Archive.IsArchive).Order(StringComparer.Ordinal))
        {
            await Unpack(inner, Path.GetDirectoryName(inner)!, cancellation).ConfigureAwait(false);
            File.Delete(inner);
        }
    }

    // Actions.zip holds one folder with everything: that is the set.
    private static string Heart(string unpacked) =>
        Directory.GetFileSystemEntries(unpacked) is [var only] && Directory.Exists(only) && Directory.GetDirectories(only).Length > 0 ? only : unpacked;

    private static string Head(string path)
    {
        using var reader = new StreamReader(path);
        var letters = new char[24];
        return new string([.. letters.Take(reader.Read(letters)).Select(letter => char.IsControl(letter) ? ' ' : letter)]).Trim();
    }
}
