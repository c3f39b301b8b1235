using System.Runtime.InteropServices;
using System.Text;
using Kinora.Results;

namespace Kinora.Data.Loading;

/// <summary>A frame's features as a file of them has it.</summary>
/// <param name="Look">What was done to the frame: a number for every augmented copy of every augmentation; 0 for nothing.</param>
/// <param name="Frame">The frame's number in the clip.</param>
/// <param name="Pixels">A digest of what the backbone was shown: equal pixels have equal features.</param>
/// <param name="Features">The features.</param>
internal readonly record struct FeatureRow(ulong Look, int Frame, UInt128 Pixels, float[] Features);

/// <summary>
/// What a backbone saw in one clip, on disk, little-endian: the format's magic number, the video's bytes and time of change (int64),
/// numbers of a frame, length of a text (int32), the text, which names clip, pixels and backbone, a CRC-32C of all that; then for each
/// frame what was done to it (uint64), its number (int32), a digest of its pixels (16 bytes), its features (float32) and a CRC-32C of them. Frames are added at the end as they are seen.
/// </summary>
internal static class FeatureFile
{
    private const long Magic = 0x0131_5441_4546_4E4B;   // "KNFEAT1", 1
    private const int Place = sizeof(ulong);
    private const int Digest = Place + sizeof(int);
    private const int Key = Digest + 16;
    private const int Frame = Key + sizeof(uint);

    /// <summary>Reads what there is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="video">The clip's video.</param>
    /// <param name="description">What the file should be of.</param>
    /// <param name="isBad">Whether there is a file, but of a video that has changed, or damaged at its beginning.</param>
    /// <returns>The frames whose checksums are right; a last one that was cut off is passed over.</returns>
    public static IReadOnlyList<FeatureRow> Read(string path, string video, string description, out bool isBad)
    {
        isBad = false;
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not there, or being written by another program: the frames are looked at again, and nothing is lost but time.
            return [];
        }

        var rows = new List<FeatureRow>();
        var count = bytes.Length >= Marshal.SizeOf<Head>() ? MemoryMarshal.Read<Head>(bytes).Features : 0;
        var front = Front(count, video, description);
        isBad = count <= 0 || !bytes.AsSpan().StartsWith(front);
        var size = Frame + (count * sizeof(float));
        for (var at = front.Length; !isBad && at + size <= bytes.Length; at += size)
        {
            var row = bytes.AsSpan(at, size);
            if (MemoryMarshal.Read<uint>(row[^sizeof(uint)..]) == Crc32C.Of(row[..^sizeof(uint)]))
            {
                rows.Add(new FeatureRow(
                    MemoryMarshal.Read<ulong>(row), MemoryMarshal.Read<int>(row[Place..]), MemoryMarshal.Read<UInt128>(row[Digest..]),
                    MemoryMarshal.Cast<byte, float>(row[Key..^sizeof(uint)]).ToArray()));
            }
        }

        return rows;
    }

    /// <summary>Adds frames; begins the file anew where it is of something else.</summary>
    /// <param name="path">The file.</param>
    /// <param name="video">The clip's video.</param>
    /// <param name="description">What the file is of.</param>
    /// <param name="rows">The frames, at least one.</param>
    /// <returns>The bytes by which it grew; 0 where another program is writing it.</returns>
    public static long Append(string path, string video, string description, IReadOnlyList<FeatureRow> rows)
    {
        FileStream file;
        try
        {
            // One writer: what another adds now it keeps itself.
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException) when (File.Exists(path))
        {
            return 0;
        }

        using var closed = file;
        var (before, count) = (file.Length, rows[0].Features.Length);
        var front = Front(count, video, description);
        var found = new byte[front.Length];
        var size = Frame + (count * sizeof(float));
        if (file.ReadAtLeast(found, found.Length, throwOnEndOfStream: false) == found.Length && found.AsSpan().SequenceEqual(front))
        {
            // Behind the last whole frame: a program that was killed may have left a part of one.
            file.SetLength(front.Length + ((before - front.Length) / size * size));
        }
        else
        {
            file.SetLength(0);
            file.Position = 0;
            file.Write(front);
        }

        file.Seek(0, SeekOrigin.End);
        var added = new byte[rows.Count * size];
        for (var i = 0; i < rows.Count; i++)
        {
            var row = added.AsSpan(i * size, size);
            MemoryMarshal.Write(row, rows[i].Look);
            MemoryMarshal.Write(row[Place..], rows[i].Frame);
            MemoryMarshal.Write(row[Digest..], rows[i].Pixels);
            MemoryMarshal.AsBytes<float>(rows[i].Features).CopyTo(row[Key..]);
            MemoryMarshal.Write(row[^sizeof(uint)..], Crc32C.Of(row[..^sizeof(uint)]));
        }

        file.Write(added);
        return file.Length - before;
    }

    private static byte[] Front(int features, string video, string description)
    {
        var text = Encoding.UTF8.GetBytes(description);
        var (bytes, modified) = FileIdentity.Of(video);
        var head = new Head(Magic, bytes, modified, features, text.Length);
        byte[] front = [.. MemoryMarshal.AsBytes(new ReadOnlySpan<Head>(in head)), .. text];
        return [.. front, .. BitConverter.GetBytes(Crc32C.Of(front))];
    }

    /// <summary>The first bytes of a file.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly record struct Head(long Magic, long Bytes, long Modified, int Features, int Text);
}
