using System.Runtime.InteropServices;
using Kinora.Video.Interop;
using Kinora.Video.Scaling;
using Kinora.Video.Writing;

namespace Kinora.Video.Drawing;

/// <summary>A picture to draw on. Places are in pixels from the upper left corner; what lies outside is cut off.</summary>
public sealed partial class Canvas
{
    private readonly Memory<byte> picture;

    /// <summary>Makes a picture of one colour.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1, or the picture would pass the 2 GB that an array holds.</exception>
    public Canvas(FrameSize size, Colour background)
    {
        (picture, Size) = (new Frames(1, size.Height, size.Width).Pixels, size);
        Fill(FrameRegion.Whole(size), background);
    }

    /// <summary>Draws on a frame of a video, where it stands.</summary>
    /// <param name="frames">The video.</param>
    /// <param name="t">Which of its frames.</param>
    public Canvas(Frames frames, int t)
    {
        ArgumentNullException.ThrowIfNull(frames);
        var bytes = frames[t].Length;
        (picture, Size) = (frames.Pixels.AsMemory(t * bytes, bytes), frames.Size);
    }

    /// <summary>Height and width in pixels.</summary>
    public FrameSize Size { get; }

    /// <summary>All pixels, (H, W, 3), RGB.</summary>
    public ReadOnlySpan<byte> Pixels => picture.Span;

    /// <summary>The colour of one pixel.</summary>
    public Colour this[int y, int x]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)Size.Height, nameof(y));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)x, (uint)Size.Width, nameof(x));
            var pixel = Row(y)[(3 * x)..];
            return new Colour(pixel[0], pixel[1], pixel[2]);
        }
    }

    /// <summary>How wide a line of text is and how far it reaches above and below its baseline, in pixels.</summary>
    /// <exception cref="VideoException">OpenCV is missing.</exception>
    public static (int Width, int Above, int Below) Measure(string text, TextStyle style)
    {
        Check(MeasureText(PlainText.Of(text), style.Font, style.Scale, style.Thickness, out var width, out var above, out var below));
        return (width, above, below);
    }

    /// <summary>Lays a colour over a part of the picture.</summary>
    /// <param name="part">Where.</param>
    /// <param name="colour">Which.</param>
    /// <param name="opacity">1 covers what is there, 0 leaves it.</param>
    public void Fill(FrameRegion part, Colour colour, double opacity = 1)
    {
        var (left, right) = (Math.Max(part.Left, 0), Math.Min(part.Left + part.Size.Width, Size.Width));
        if (left >= right)
        {
            return;
        }

        // What becomes of each value is worked out once: frames of a video have many pixels.
        Span<byte> red = stackalloc byte[256], green = stackalloc byte[256], blue = stackalloc byte[256];
        for (var below = 0; below < 256; below++)
        {
            red[below] = Mix((byte)below, colour.Red, opacity);
            green[below] = Mix((byte)below, colour.Green, opacity);
            blue[below] = Mix((byte)below, colour.Blue, opacity);
        }

        for (var y = Math.Max(part.Top, 0); y < Math.Min(part.Top + part.Size.Height, Size.Height); y++)
        {
            var row = Row(y)[(3 * left)..(3 * right)];
            for (var at = 0; at < row.Length; at += 3)
            {
                row[at] = red[row[at]];
                row[at + 1] = green[row[at + 1]];
                row[at + 2] = blue[row[at + 2]];
            }
        }
    }

    /// <summary>Puts a picture on this one.</summary>
    /// <param name="pixels">RGB pixels (H, W, 3).</param>
    /// <param name="size">Its height and width.</param>
    /// <param name="top">Where its upper edge comes.</param>
    /// <param name="left">Where its left edge comes.</param>
    public void Place(ReadOnlySpan<byte> pixels, FrameSize size, int top, int left)
    {
        var (first, last) = (Math.Max(0, -left), Math.Min(size.Width, Size.Width - left));
        for (var y = Math.Max(0, -top); y < Math.Min(size.Height, Size.Height - top) && first < last; y++)
        {
            pixels.Slice(3 * ((y * size.Width) + first), 3 * (last - first)).CopyTo(Row(top + y)[(3 * (left + first))..]);
        }
    }

    /// <summary>Writes one line of text, as <see cref="PlainText"/> spells it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="baseline">The row that its letters stand on.</param>
    /// <param name="left">Where it begins.</param>
    /// <param name="style">How it looks.</param>
    /// <param name="colour">Its colour.</param>
    /// <exception cref="VideoException">OpenCV is missing.</exception>
    public void Write(string text, int baseline, int left, TextStyle style, Colour colour) =>
        Check(DrawText(
            picture.Span, Size.Height, Size.Width, PlainText.Of(text), left, baseline,
            style.Font, style.Scale, style.Thickness, colour.Red, colour.Green, colour.Blue));

    /// <summary>Writes the picture to a PNG or JPEG file, whole or not at all.</summary>
    /// <param name="path">Ends in <c>.png</c>, <c>.jpg</c> or <c>.jpeg</c>.</param>
    /// <exception cref="VideoException">The ending is another one, or the file cannot be written.</exception>
    public void Save(string path) => ImageFile.Save(path, Pixels, Size);

    private static byte Mix(byte below, byte above, double opacity) => (byte)Math.Round(below + ((above - below) * opacity));

    private static void Check(nint problem)
    {
        if (Marshal.PtrToStringUTF8(problem) is { } text)
        {
            throw new VideoException($"OpenCV cannot draw text: {text}");
        }
    }

    private Span<byte> Row(int y) => picture.Span.Slice(y * Size.Width * 3, Size.Width * 3);

    [LibraryImport(NativeLibraries.OpenCv, EntryPoint = "kinora_opencv_text_size", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint MeasureText(string text, int font, double scale, int thickness, out int width, out int above, out int below);

    [LibraryImport(NativeLibraries.OpenCv, EntryPoint = "kinora_opencv_draw_text", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint DrawText(
        Span<byte> pixels, int height, int width, string text, int x, int y, int font, double scale, int thickness, int red, int green, int blue);
}
