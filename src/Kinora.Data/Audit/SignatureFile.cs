using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Kinora.Data.Audit;

/// <summary>
/// One signature on disk. The file names the video with its size and time of change, and ends with the SHA-256 of all before,
/// so that one that was cut, altered or belongs to an older video is found out.
/// </summary>
internal static class SignatureFile
{
    // Written first; another way of making signatures gets another number.
    private const string Format = "kinora signature 1";

    /// <summary>Where the signature of a video lies in a cache folder.</summary>
    public static string PathOf(string video, string cacheFolder) =>
        Path.Combine(cacheFolder, "signatures", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(video)))[..24] + ".sig");

    /// <summary>Reads a signature; null where it is not exactly as it was written, or was made of another file.</summary>
    public static MotionSignature? Read(string path, string video, long bytes, long modified)
    {
        try
        {
            var all = File.ReadAllBytes(path);
            var end = all.Length - SHA256.HashSizeInBytes;
            if (end < 0 || !SHA256.HashData(all.AsSpan(0, end)).AsSpan().SequenceEqual(all.AsSpan(end)))
            {
                return null;
            }

            using var reader = new BinaryReader(new MemoryStream(all, 0, end));
            return reader.ReadString() == Format && reader.ReadString() == video && reader.ReadInt64() == bytes && reader.ReadInt64() == modified ? Read(reader) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes a signature beside its place and moves it there. Gives the reason where that is not possible, null where it is done.</summary>
    public static string? Write(string path, string video, long bytes, long modified, MotionSignature signature)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}";
        try
        {
            using var content = new MemoryStream();
            using var writer = new BinaryWriter(content);
            writer.Write(Format);
            writer.Write(video);
            writer.Write(bytes);
            writer.Write(modified);
            Write(writer, signature);
            writer.Write(SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length)));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(temporary, content.ToArray());
            File.Move(temporary, path, overwrite: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            return $"signatures could not be kept in {Path.GetDirectoryName(path)}: {e.Message}";
        }
    }

    private static void Write(BinaryWriter writer, MotionSignature signature)
    {
        var form = signature.Form;
        writer.Write(signature.Frames);
        writer.Write(form.Width);
        writer.Write(form.Height);
        writer.Write(form.FrameCount);
        writer.Write(form.Codec);
        writer.Write(form.Warning ?? "");
        writer.Write(signature.Motion);
        writer.Write(signature.Picture);
        writer.Write(signature.Count);
        writer.Write(MemoryMarshal.AsBytes<float>(signature.Scales));
        writer.Write(MemoryMarshal.AsBytes<int>(signature.Marks));
        writer.Write(MemoryMarshal.AsBytes<sbyte>(signature.Waves));
    }

    private static MotionSignature Read(BinaryReader reader)
    {
        var frames = reader.ReadInt32();
        var (width, height, count, codec, warning) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadString(), reader.ReadString());
        var motion = reader.ReadSingle();
        var picture = reader.ReadBytes(StillPicture.Side * StillPicture.Side);
        var moments = reader.ReadInt32();
        return new MotionSignature
        {
            Frames = frames,
            Form = new ClipForm(width, height, count, codec, warning.Length == 0 ? null : warning),
            Motion = motion,
            Picture = picture,
            Scales = Fill(new float[moments]),
            Marks = Fill(new int[moments]),
            Waves = Fill(new sbyte[moments * FrameWaves.Count]),
        };

        T[] Fill<T>(T[] values)
            where T : struct
        {
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }
    }

    // The reason that matters is why writing failed; a rest that cannot be removed either adds nothing.
    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
