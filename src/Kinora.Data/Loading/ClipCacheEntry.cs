using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Text;
using Kinora.Results;
using Kinora.Video;

namespace Kinora.Data.Loading;

/// <summary>
/// One file of the clip cache, little-endian: the format's magic number, the video's bytes and time of change (int64), count, height and
/// width of the frames (int32), length and text of what was done to them, a CRC-32C of each frame, one of all that, and from the next
/// page on the frames, (T, H, W, 3).
/// </summary>
internal static class ClipCacheEntry
{
    private const long Magic = 0x0131_5049_4C43_4E4B;   // "KNCLIP1", 1
    private const int Page = 4096;

    /// <summary>What an entry's frames are, in words: the video and everything that was done to its frames.</summary>
    public static string Describe(FrameCacheKey key) =>
        $"{Path.GetFullPath(key.Path)}\n{key.Span}\n{key.Geometry} {key.Geometry.Place} {key.Geometry.Mirrored}\n{key.Filter}\n{key.Colour}";

    /// <summary>Reads frames.</summary>
    /// <param name="path">The entry.</param>
    /// <param name="key">What it should hold.</param>
    /// <param name="numbers">The frames wanted.</param>
    /// <param name="isBad">Whether there is an entry that is damaged, or of a video that has changed.</param>
    /// <returns>Null where there is no entry, or a bad one.</returns>
    public static unsafe Frames? Read(string path, FrameCacheKey key, int[] numbers, out bool isBad)
    {
        isBad = false;
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return null;
        }

        // Files are replaced and never cut, so what is mapped stays.
        using var closed = file;
        isBad = true;
        var length = file.Length;
        if (length < Page)
        {
            return null;
        }

        using var map = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        using var view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        try
        {
            var frames = Pick(start + view.PointerOffset, length, key, numbers);
            isBad = frames is null;
            return frames;
        }
        finally
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }

    /// <summary>Writes all frames of a clip beside the entry's place and moves them there.</summary>
    /// <returns>The bytes it takes.</returns>
    public static long Write(string path, FrameCacheKey key, Frames frames)
    {
        var (bytes, modified) = FileIdentity.Of(key.Path);
        var front = Front(new Head(Magic, bytes, modified, frames.Count, frames.Height, frames.Width), key, frames);
        var unfinished = $"{path}.{Guid.NewGuid():N}.unfinished";
        try
        {
            using (var file = File.Create(unfinished, bufferSize: 0))
            {
                file.Write(front);
                file.Write(frames.Pixels);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }

        return front.Length + frames.Pixels.LongLength;
    }

    private static byte[] Front(Head head, FrameCacheKey key, Frames frames)
    {
        var description = Encoding.UTF8.GetBytes(Describe(key));
        var sums = new uint[frames.Count];
        for (var t = 0; t < sums.Length; t++)
        {
            sums[t] = Crc32C.Of(frames[t]);
        }

        byte[] text =
        [
            .. MemoryMarshal.AsBytes(new ReadOnlySpan<Head>(in head)), .. BitConverter.GetBytes(description.Length), .. description,
            .. MemoryMarshal.AsBytes<uint>(sums),
        ];
        var front = new byte[Pages(text.Length + sizeof(uint))];
        text.CopyTo(front, 0);
        BitConverter.TryWriteBytes(front.AsSpan(text.Length), Crc32C.Of(text));
        return front;
    }

    private static unsafe Frames? Pick(byte* start, long length, FrameCacheKey key, int[] numbers)
    {
        var head = *(Head*)start;
        var (bytes, modified) = FileIdentity.Of(key.Path);
        if ((head.Magic, head.Bytes, head.Modified) != (Magic, bytes, modified)
            || (head.Height, head.Width) != (key.Geometry.Output.Height, key.Geometry.Output.Width) || head.Count <= numbers.Max())
        {
            return null;
        }

        var described = *(int*)(start + sizeof(Head));
        var texts = sizeof(Head) + sizeof(int) + (long)described + (sizeof(uint) * (long)head.Count);
        var frameBytes = head.Height * head.Width * 3;
        if (described < 0 || head.Count < 0 || texts > length || Pages(texts + sizeof(uint)) + ((long)frameBytes * head.Count) != length
            || *(uint*)(start + texts) != Crc32C.Of(new ReadOnlySpan<byte>(start, (int)texts))
            || !new ReadOnlySpan<byte>(start + sizeof(Head) + sizeof(int), described).SequenceEqual(Encoding.UTF8.GetBytes(Describe(key))))
        {
            return null;
        }

        var sums = (uint*)(start + texts) - head.Count;
        var first = start + Pages(texts + sizeof(uint));
        var frames = Frames.Unwritten(numbers.Length, head.Height, head.Width);
        for (var i = 0; i < numbers.Length; i++)
        {
            // Summed where it was copied to: the bytes that are used are those that were looked at.
            new ReadOnlySpan<byte>(first + ((long)frameBytes * numbers[i]), frameBytes).CopyTo(frames[i]);
            if (Crc32C.Of(frames[i]) != sums[numbers[i]])
            {
                return null;
            }
        }

        return frames;
    }

    private static long Pages(long bytes) => (bytes + Page - 1) / Page * Page;

    /// <summary>The first bytes of an entry.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly record struct Head(long Magic, long Bytes, long Modified, int Count, int Height, int Width);
}
