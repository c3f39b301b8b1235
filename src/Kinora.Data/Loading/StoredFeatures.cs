using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Kinora.Video;
using Kinora.Video.Arrays;

namespace Kinora.Data.Loading;

/// <summary>
/// What some network saw in the frames of clips, kept in a NumPy file of shape (N, T, F): N clips, T frames of each, F numbers a
/// frame. Clips are read one by one, so that the file may be larger than memory. Any thread may call.
/// </summary>
public sealed class StoredFeatures
{
    private readonly NpyHeader header;

    private StoredFeatures(string path, NpyHeader header) => (Path, this.header) = (path, header);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Clips in the file, N.</summary>
    public int Clips => (int)header.Shape[0];

    /// <summary>Frames of each clip, T.</summary>
    public int Frames => (int)header.Shape[1];

    /// <summary>Numbers of each frame, F.</summary>
    public int Count => (int)header.Shape[2];

    private int ClipNumbers => Frames * Count;

    /// <summary>Looks at a file; no number is read yet.</summary>
    /// <exception cref="DataException">There is no such file, it was cut, or it holds another kind of array.</exception>
    public static StoredFeatures Open(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var found = NpyHeader.Read(file) ?? throw new DataException($"{path} is no NumPy array; write one with numpy.save");
            if (found.Shape is not [>= 1, >= 1, >= 1] || found.IsFortran || found.Type is not ("<f2" or "<f4" or "<f8") || found.Shape[1] * found.Shape[2] > Array.MaxLength)
            {
                throw new DataException(
                    $"{path} holds an array of shape ({string.Join(", ", found.Shape)}) and type {found.Type}{(found.IsFortran ? " in Fortran's order" : "")}; expected features (clips, frames, features) of type <f2, <f4 or <f8 in C's order");
            }

            var promised = found.Bytes + (found.Count * found.ItemBytes);
            return file.Length == promised
                ? new StoredFeatures(path, found)
                : throw new DataException($"{path} has {file.Length} bytes, and its header promises {promised}; it was cut or changed");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The features of one clip, (T, F), one frame after another.</summary>
    /// <param name="clip">Its row, from 0.</param>
    /// <exception cref="VideoException">The file is gone, or shorter than it was.</exception>
    internal float[] Read(int clip)
    {
        var bytes = ReadBytes(clip);
        var values = new float[ClipNumbers];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = header.ItemBytes switch
            {
                2 => (float)MemoryMarshal.Cast<byte, Half>(bytes)[i],
                4 => MemoryMarshal.Cast<byte, float>(bytes)[i],
                _ => (float)MemoryMarshal.Cast<byte, double>(bytes)[i],
            };
        }

        return values;
    }

    /// <summary>What tells equal clips: a hash of all numbers of one.</summary>
    /// <exception cref="VideoException">As for <see cref="Read"/>.</exception>
    internal string HashOf(int clip) => Convert.ToHexString(SHA256.HashData(ReadBytes(clip)));

    private byte[] ReadBytes(int clip)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(clip);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(clip, Clips);
        var bytes = new byte[ClipNumbers * header.ItemBytes];
        try
        {
            using var file = File.OpenHandle(Path);
            var at = header.Bytes + ((long)clip * bytes.Length);
            return RandomAccess.Read(file, bytes, at) == bytes.Length ? bytes : throw new VideoException($"{Path} ends before clip {clip}; it was cut after it was opened");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VideoException($"{Path} cannot be read: {e.Message}", e);
        }
    }
}
