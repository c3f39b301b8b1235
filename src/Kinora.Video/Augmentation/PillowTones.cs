using System.Runtime.InteropServices;
using Kinora.Video.Scaling;

namespace Kinora.Video.Augmentation;

/// <summary>
/// Pillow's <c>ImageOps</c> and sharpness, as RandAugment uses them. What Pillow counts in one picture is counted in the whole clip, so
/// that a clip does not flicker; a clip of one frame is as Pillow has it, bit for bit.
/// </summary>
internal static class PillowTones
{
    /// <summary>Keeps the highest bits.</summary>
    public static Frames Posterize(Frames frames, int bits) => PixelTable.Apply(frames, value => (byte)(value & ~((1 << (8 - bits)) - 1)));

    /// <summary>Turns what is at least so bright into its negative.</summary>
    public static Frames Solarize(Frames frames, double threshold) => PixelTable.Apply(frames, value => value < threshold ? value : (byte)(255 - value));

    /// <summary>Spreads each channel from black to white.</summary>
    public static Frames AutoContrast(Frames frames) => ByChannel(frames, counts =>
    {
        var (low, high) = (Array.FindIndex(counts, count => count > 0), Array.FindLastIndex(counts, count => count > 0));
        if (high <= low)
        {
            return value => value;
        }

        var scale = 255.0 / (high - low);
        var offset = -low * scale;
        return value => (byte)Math.Clamp((int)((value * scale) + offset), 0, 255);
    });

    /// <summary>Makes every shade of each channel about as common as any other.</summary>
    public static Frames Equalize(Frames frames) => ByChannel(frames, counts =>
    {
        var last = Array.FindLast(counts, count => count > 0);
        var step = (counts.Sum() - last) / 255;
        if (step == 0)
        {
            return value => value;
        }

        var table = new byte[256];
        var n = step / 2;
        for (var value = 0; value < table.Length; value++)
        {
            table[value] = (byte)Math.Min(n / step, 255);
            n += counts[value];
        }

        return value => table[value];
    });

    /// <summary>Sharper or softer: 0 is smooth, 1 leaves all as it is.</summary>
    public static Frames WithSharpness(Frames frames, double factor) => factor == 1 ? frames : PillowBlend.Of(Smooth(frames), frames, factor);

    // ImageFilter.SMOOTH: 1 1 1, 1 5 1, 1 1 1 over 13; the outermost pixels stay.
    private static Frames Smooth(Frames frames)
    {
        var smooth = new Frames(frames.Count, frames.Height, frames.Width);
        frames.Pixels.CopyTo(smooth.Pixels, 0);
        var row = frames.Width * 3;
        for (var t = 0; t < frames.Count; t++)
        {
            var from = frames[t];
            var to = smooth[t];
            for (var y = 1; y < frames.Height - 1; y++)
            {
                for (var i = (y * row) + 3; i < ((y + 1) * row) - 3; i++)
                {
                    var sum = from[i - row - 3] + from[i - row] + from[i - row + 3] + from[i - 3] + (5 * from[i]) + from[i + 3]
                        + from[i + row - 3] + from[i + row] + from[i + row + 3];
                    to[i] = (byte)(((2 * sum) + 13) / 26);
                }
            }
        }

        return smooth;
    }

    private static Frames ByChannel(Frames frames, Func<long[], Func<byte, byte>> change)
    {
        var (red, green, blue) = (new long[256], new long[256], new long[256]);
        foreach (var pixel in MemoryMarshal.Cast<byte, Rgb>(frames.Pixels.AsSpan()))
        {
            red[pixel.Red]++;
            green[pixel.Green]++;
            blue[pixel.Blue]++;
        }

        return PixelTable.Apply(frames, PixelTable.Of(change(red)), PixelTable.Of(change(green)), PixelTable.Of(change(blue)));
    }
}
