using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Video.Augmentation;

/// <summary>
/// Changes brightness, then contrast, by factors drawn evenly from [1 - x, 1 + x], at least 0: <c>colour brightness 0.4
/// contrast 0.4</c>. The pixels equal those of Pillow's <c>ImageEnhance</c>, which torchvision uses on images, but for one
/// thing: contrast turns about the mean gray of the whole clip, so that a clip does not flicker.
/// </summary>
/// <param name="Brightness">The most that the brightness changes, as a fraction, from 0.</param>
/// <param name="Contrast">The most that the contrast changes, as a fraction, from 0.</param>
public sealed record ColourJitter(double Brightness, double Contrast) : IAugmentation
{
    /// <summary>The most that the brightness changes, as a fraction, from 0.</summary>
    public double Brightness { get; } = Limits.Within(Brightness, 0, double.MaxValue, "the change of brightness");

    /// <summary>The most that the contrast changes, as a fraction, from 0.</summary>
    public double Contrast { get; } = Limits.Within(Contrast, 0, double.MaxValue, "the change of contrast");

    /// <inheritdoc/>
    public Frames Apply(Frames frames, ClipDraw draw)
    {
        ArgumentNullException.ThrowIfNull(frames);
        return WithContrast(
            WithBrightness(frames, draw.Between(0, Math.Max(0, 1 - Brightness), 1 + Brightness)),
            draw.Between(1, Math.Max(0, 1 - Contrast), 1 + Contrast));
    }

    /// <summary>Brighter or darker: 0 is black, 1 leaves all as it is.</summary>
    public static Frames WithBrightness(Frames frames, double factor) => Away(frames, from: 0, factor);

    /// <summary>More or less contrast: 0 is all gray, 1 leaves all as it is.</summary>
    public static Frames WithContrast(Frames frames, double factor) => Away(frames, MeanGray(frames), factor);

    /// <summary>The text form.</summary>
    public override string ToString() => $"colour brightness {Brightness} contrast {Contrast}";

    /// <summary>Moves every byte away from one shade, by a table of Pillow's <c>Image.blend</c>: float arithmetic, cut to whole numbers.</summary>
    private static Frames Away(Frames frames, int from, double factor)
    {
        if (factor == 1)
        {
            return frames;
        }

        Span<byte> table = stackalloc byte[256];
        for (var value = 0; value < table.Length; value++)
        {
            table[value] = (byte)Math.Clamp(from + ((float)factor * (value - from)), 0, 255);
        }

        var changed = new Frames(frames.Count, frames.Height, frames.Width);
        for (var i = 0; i < changed.Pixels.Length; i++)
        {
            changed.Pixels[i] = table[frames.Pixels[i]];
        }

        return changed;
    }

    private static int MeanGray(Frames frames)
    {
        var gray = frames.Pixels.ToArray();
        GrayConversion.Apply(gray, FrameColour.PillowGray);
        var sum = 0L;
        for (var i = 0; i < gray.Length; i += 3)
        {
            sum += gray[i];
        }

        return gray.Length == 0 ? 0 : (int)((sum / (gray.Length / 3.0)) + 0.5);
    }
}
