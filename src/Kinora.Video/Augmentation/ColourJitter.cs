using System.Runtime.InteropServices;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Video.Augmentation;

/// <summary>
/// Changes brightness, contrast, then saturation by factors drawn evenly from [1 - x, 1 + x], at least 0, and turns the hue:
/// <c>colour brightness 0.4 contrast 0.4 saturation 0.4 hue 0.1</c>; the last two may be left out together. The pixels equal
/// those of torchvision's <c>ColorJitter</c> on Pillow's images, in that order. Contrast turns about the mean gray of each frame,
/// as there: what a frame becomes does not depend on which others are with it, so that features that are kept of it hold.
/// </summary>
/// <param name="Brightness">The most that the brightness changes, as a fraction, from 0.</param>
/// <param name="Contrast">The most that the contrast changes, as a fraction, from 0.</param>
/// <param name="Saturation">The most that the saturation changes, as a fraction, from 0.</param>
/// <param name="Hue">The most that the hue turns either way, in turns, from 0 to 0.5.</param>
public sealed record ColourJitter(double Brightness, double Contrast, double Saturation = 0, double Hue = 0) : IAugmentation
{
    /// <summary>The most that the brightness changes, as a fraction, from 0.</summary>
    public double Brightness { get; } = Limits.Within(Brightness, 0, double.MaxValue, "the change of brightness");

    /// <summary>The most that the contrast changes, as a fraction, from 0.</summary>
    public double Contrast { get; } = Limits.Within(Contrast, 0, double.MaxValue, "the change of contrast");

    /// <summary>The most that the saturation changes, as a fraction, from 0.</summary>
    public double Saturation { get; } = Limits.Within(Saturation, 0, double.MaxValue, "the change of saturation");

    /// <summary>The most that the hue turns either way, in turns, from 0 to 0.5.</summary>
    public double Hue { get; } = Limits.Within(Hue, 0, 0.5, "the change of hue");

    /// <inheritdoc/>
    public Frames Apply(Frames frames, ClipDraw draw)
    {
        ArgumentNullException.ThrowIfNull(frames);
        frames = WithBrightness(frames, Factor(0, Brightness));
        frames = WithContrast(frames, Factor(1, Contrast));
        frames = WithSaturation(frames, Factor(2, Saturation));
        return WithHue(frames, draw.Between(3, -Hue, Hue));

        double Factor(int index, double change) => draw.Between(index, Math.Max(0, 1 - change), 1 + change);
    }

    /// <summary>Brighter or darker: 0 is black, 1 leaves all as it is.</summary>
    public static Frames WithBrightness(Frames frames, double factor) =>
        factor == 1 ? frames : PixelTable.Apply(frames, value => PillowBlend.Of(0, value, (float)factor));

    /// <summary>More or less contrast: 0 is all gray, 1 leaves all as it is.</summary>
    public static Frames WithContrast(Frames frames, double factor)
    {
        ArgumentNullException.ThrowIfNull(frames);
        if (factor == 1)
        {
            return frames;
        }

        var changed = Frames.Unwritten(frames.Count, frames.Height, frames.Width);
        for (var t = 0; t < frames.Count; t++)
        {
            var gray = MeanGray(frames[t]);
            var table = PixelTable.Of(value => PillowBlend.Of(gray, value, (float)factor));
            var (from, to) = (t * frames[t].Length, (t + 1) * frames[t].Length);
            for (var i = from; i < to; i++)
            {
                changed.Pixels[i] = table[frames.Pixels[i]];
            }
        }

        return changed;
    }

    /// <summary>More or less colour: 0 is gray, 1 leaves all as it is.</summary>
    public static Frames WithSaturation(Frames frames, double factor)
    {
        ArgumentNullException.ThrowIfNull(frames);
        if (factor == 1)
        {
            return frames;
        }

        var gray = new Frames(frames.Count, frames.Height, frames.Width);
        frames.Pixels.CopyTo(gray.Pixels, 0);
        GrayConversion.Apply(gray.Pixels, FrameColour.PillowGray);
        return PillowBlend.Of(gray, frames, factor);
    }

    /// <summary>Turns the hue: 0 and 1 leave all as it is but for what Pillow's HSV of three bytes loses; red becomes green at 1/3.</summary>
    /// <param name="frames">The clip; returned as it is where the hue does not turn by a 255th.</param>
    /// <param name="turns">From -0.5 to 0.5.</param>
    public static Frames WithHue(Frames frames, double turns)
    {
        ArgumentNullException.ThrowIfNull(frames);
        var shift = (byte)(int)(turns * 255);
        if (shift == 0)
        {
            return frames;
        }

        var turned = new Frames(frames.Count, frames.Height, frames.Width);
        var from = MemoryMarshal.Cast<byte, Rgb>(frames.Pixels.AsSpan());
        var to = MemoryMarshal.Cast<byte, Rgb>(turned.Pixels.AsSpan());
        for (var i = 0; i < from.Length; i++)
        {
            var (hue, saturation, value) = PillowHsv.Of(from[i]);
            to[i] = PillowHsv.ToRgb((byte)(hue + shift), saturation, value);
        }

        return turned;
    }

    /// <inheritdoc/>
    public IAugmentation? ForFlow() => null;

    /// <summary>The text form.</summary>
    public override string ToString() =>
        $"colour brightness {Brightness} contrast {Contrast}{(Saturation == 0 && Hue == 0 ? "" : $" saturation {Saturation} hue {Hue}")}";

    private static byte MeanGray(ReadOnlySpan<byte> frame)
    {
        var gray = frame.ToArray();
        GrayConversion.Apply(gray, FrameColour.PillowGray);
        var sum = 0L;
        for (var i = 0; i < gray.Length; i += 3)
        {
            sum += gray[i];
        }

        return (byte)((sum / (gray.Length / 3.0)) + 0.5);
    }
}
