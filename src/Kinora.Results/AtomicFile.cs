namespace Kinora.Results;

/// <summary>Files that are either whole or not there.</summary>
public static class AtomicFile
{
    /// <summary>
    /// Lets <paramref name="write"/> fill a temporary file beside <paramref name="path"/>, flushes it to disk and renames it.
    /// Whatever goes wrong, an older file of that name stays as it was and nothing half written is left.
    /// </summary>
    /// <exception cref="ResultsException">The file cannot be written: disk full, no permission, no such folder.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        path = Path.GetFullPath(path);
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Remove(temporary);
            throw CannotWrite(path, error);
        }
        catch
        {
            Remove(temporary);
            throw;
        }
    }

    /// <summary>Writes text as UTF-8, whole or not at all.</summary>
    /// <exception cref="ResultsException">The file cannot be written.</exception>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>Opens a file that another part of the run wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="origin">Where such a file comes from, for the message when there is none.</param>
    /// <exception cref="ResultsException">It cannot be opened.</exception>
    internal static FileStream Read(string path, string origin)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ResultsException($"there is no {path}; {origin}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ResultsException($"cannot read {path}: {error.Message}", error);
        }
    }

    /// <summary>The one line for a file or folder that could not be written.</summary>
    internal static ResultsException CannotWrite(string path, Exception error)
    {
        const int NoSpace = 28;  // ENOSPC
        const int OverQuota = 122;  // EDQUOT
        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            return new ResultsException($"cannot write {path}: there is no folder {folder}; create it or choose another", error);
        }

        var advice = (error.HResult & 0xFFFF) is NoSpace or OverQuota
            ? "the disk is full; free some space or choose another folder"
            : $"{error.Message.TrimEnd('.')}; mend that or choose another folder";
        return new ResultsException($"cannot write {path} ({new DriveInfo(folder).AvailableFreeSpace:N0} bytes free): {advice}", error);
    }

    // Best effort on the way out of an error, which says more than a failed removal would.
    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }
}
