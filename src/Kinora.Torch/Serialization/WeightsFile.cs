namespace Kinora.Torch.Serialization;

/// <summary>
/// Opens weight files. Readers below throw <see cref="InvalidDataException"/> for what is wrong inside;
/// here alone it becomes a <see cref="WeightsException"/> with the file's name.
/// </summary>
internal static class WeightsFile
{
    public static T Read<T>(string path, Func<FileStream, T> read)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            return read(stream);
        }
        catch (EndOfStreamException cause)
        {
            throw new WeightsException($"{path}: ends too early, so it is cut short or damaged; copy or download it again", cause);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new WeightsException($"{path}: there is no such file", cause);
        }
        catch (Exception cause) when (cause is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new WeightsException($"{path}: {cause.Message}", cause);
        }
    }

    /// <summary>All or nothing: a temporary file beside the target is written, flushed to the disk, then renamed over it.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        var target = Path.GetFullPath(path);
        var temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.partial");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch (DirectoryNotFoundException cause)
        {
            throw new WeightsException($"{path}: not saved, its folder does not exist", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new WeightsException($"{path}: not saved, and what was there before is untouched: {cause.Message}", cause);
        }
        finally
        {
            // Gone already when the rename took place; deleting what is not there is no error, a missing folder is.
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }
}
