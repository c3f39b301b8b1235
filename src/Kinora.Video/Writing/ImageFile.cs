using System.Runtime.InteropServices;
using Kinora.Video.Interop;

namespace Kinora.Video.Writing;

/// <summary>Pictures in PNG and JPEG files, by OpenCV.</summary>
public static partial class ImageFile
{
    /// <summary>The JPEG quality that OpenCV takes by itself.</summary>
    public const int DefaultQuality = 95;

    /// <summary>Writes one picture, whole or not at all: a file that was there stays until the new one is complete.</summary>
    /// <param name="path">Ends in <c>.png</c>, <c>.jpg</c> or <c>.jpeg</c>, which says what is written.</param>
    /// <param name="pixels">RGB pixels (H, W, 3).</param>
    /// <param name="size">Height and width of the picture.</param>
    /// <param name="quality">Of a JPEG, 1 to 100; a PNG keeps every bit.</param>
    /// <exception cref="VideoException">The ending is another one, or the file cannot be written.</exception>
    public static void Save(string path, ReadOnlySpan<byte> pixels, FrameSize size, int quality = DefaultQuality)
    {
        var encoded = Encode(Extension(path), pixels, channels: 3, size, quality, path);
        Write(path, encoded);
    }

    /// <summary>Writes one gray picture, whole or not at all.</summary>
    /// <param name="path">Ends in <c>.png</c>, <c>.jpg</c> or <c>.jpeg</c>, which says what is written.</param>
    /// <param name="pixels">Gray pixels (H, W).</param>
    /// <param name="size">Height and width of the picture.</param>
    /// <param name="quality">Of a JPEG, 1 to 100; a PNG keeps every bit.</param>
    /// <exception cref="VideoException">The ending is another one, or the file cannot be written.</exception>
    public static void SaveGray(string path, ReadOnlySpan<byte> pixels, FrameSize size, int quality = DefaultQuality)
    {
        var encoded = Encode(Extension(path), pixels, channels: 1, size, quality, path);
        Write(path, encoded);
    }

    /// <summary>One picture as the bytes of a JPEG file.</summary>
    /// <param name="pixels">RGB pixels (H, W, 3).</param>
    /// <param name="size">Height and width of the picture.</param>
    /// <param name="quality">1 to 100.</param>
    /// <exception cref="VideoException">OpenCV cannot encode the picture.</exception>
    public static byte[] Jpeg(ReadOnlySpan<byte> pixels, FrameSize size, int quality = DefaultQuality) => Encode(".jpg", pixels, channels: 3, size, quality, "a JPEG");

    /// <summary>One gray picture (H, W) as the bytes of a JPEG file.</summary>
    /// <inheritdoc cref="Jpeg" path="/param[@name='size']|/param[@name='quality']|/exception"/>
    public static byte[] GrayJpeg(ReadOnlySpan<byte> pixels, FrameSize size, int quality = DefaultQuality) => Encode(".jpg", pixels, channels: 1, size, quality, "a JPEG");

    /// <summary>One picture as the bytes of a PNG file.</summary>
    /// <inheritdoc cref="Jpeg" path="/param[@name='pixels']|/param[@name='size']|/exception"/>
    public static byte[] Png(ReadOnlySpan<byte> pixels, FrameSize size) => Encode(".png", pixels, channels: 3, size, DefaultQuality, "a PNG");

    /// <summary>Reads one picture: upright, gray as RGB, without its transparency.</summary>
    /// <param name="path">An image file of any format OpenCV decodes; its content decides, not its name.</param>
    /// <returns>A block of one frame.</returns>
    /// <exception cref="VideoException">The file is missing, no image, or cut short.</exception>
    public static Frames Load(string path)
    {
        var bytes = Read(path);
        if (bytes.Length == 0)
        {
            throw new VideoException($"{path} is empty; an image was expected");
        }

        if (IsJpeg(bytes) && !HasJpegEnd(bytes))
        {
            throw new VideoException($"{path} is a JPEG that was cut short: its end is missing after {bytes.Length} bytes");
        }

        var problem = Marshal.PtrToStringUTF8(Decode(bytes, (nuint)bytes.Length, out var pixels, out var height, out var width));
        if (problem is not null)
        {
            throw new VideoException($"{path} cannot be read: {problem}");
        }

        try
        {
            var frames = new Frames(1, height, width);
            Marshal.Copy(pixels, frames.Pixels, 0, frames.Pixels.Length);
            return frames;
        }
        finally
        {
            Free(pixels);
        }
    }

    private static byte[] Encode(string extension, ReadOnlySpan<byte> pixels, int channels, FrameSize size, int quality, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size.Height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size.Width);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        if (pixels.Length != (long)size.Height * size.Width * channels)
        {
            throw new ArgumentException($"{pixels.Length} bytes are no picture of {size}, which has {(long)size.Height * size.Width * channels}");
        }

        var problem = Marshal.PtrToStringUTF8(Encode(extension, quality, pixels, size.Height, size.Width, channels, out var encoded, out var length));
        if (problem is not null)
        {
            throw new VideoException($"{name} cannot be written: {problem}");
        }

        try
        {
            unsafe
            {
                return new ReadOnlySpan<byte>((void*)encoded, checked((int)length)).ToArray();
            }
        }
        finally
        {
            Free(encoded);
        }
    }

    private static string Extension(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".png" => ".png",
        ".jpg" or ".jpeg" => ".jpg",
        var other => throw new VideoException($"{path} cannot be written: pictures end in .png, .jpg or .jpeg, not in '{other}'"),
    };

    private static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var unfinished = $"{path}.{Guid.NewGuid():N}.unfinished";
        try
        {
            try
            {
                File.WriteAllBytes(unfinished, bytes);
                File.Move(unfinished, path, overwrite: true);
            }
            finally
            {
                File.Delete(unfinished);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new VideoException($"{path} cannot be written: {problem.Message}", problem);
        }
    }

    private static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new VideoException($"{path} cannot be read: {problem.Message}", problem);
        }
    }

    private static bool IsJpeg(ReadOnlySpan<byte> bytes) => bytes.StartsWith<byte>([0xFF, 0xD8, 0xFF]);

    /// <summary>
    /// Whether the end marker follows the start of the picture itself. Asked here because OpenCV fills what is missing with
    /// gray and says nothing. Segments before the picture are stepped over: a thumbnail in one has an end of its own.
    /// </summary>
    private static bool HasJpegEnd(ReadOnlySpan<byte> bytes)
    {
        const byte StartOfScan = 0xDA;
        var at = 2;
        while (at + 4 <= bytes.Length && bytes[at] == 0xFF && bytes[at + 1] != StartOfScan)
        {
            at += bytes[at + 1] == 0xFF ? 1 : 2 + ((bytes[at + 2] << 8) | bytes[at + 3]);
        }

        return at < bytes.Length && bytes[at..].IndexOf<byte>([0xFF, 0xD9]) >= 0;
    }

    [LibraryImport(NativeLibraries.Images, EntryPoint = "kinora_images_encode", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Encode(string extension, int quality, ReadOnlySpan<byte> pixels, int height, int width, int channels, out nint bytes, out nuint size);

    [LibraryImport(NativeLibraries.Images, EntryPoint = "kinora_images_decode")]
    private static partial nint Decode(ReadOnlySpan<byte> bytes, nuint size, out nint pixels, out int height, out int width);

    [LibraryImport(NativeLibraries.Images, EntryPoint = "kinora_images_free")]
    private static partial void Free(nint bytes);
}
