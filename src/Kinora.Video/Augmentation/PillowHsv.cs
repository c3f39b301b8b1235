using Kinora.Video.Scaling;

namespace Kinora.Video.Augmentation;

/// <summary>Hue, saturation and value as Pillow computes them: a byte each, floats on the way.</summary>
internal static class PillowHsv
{
    public static (byte Hue, byte Saturation, byte Value) Of(Rgb colour)
    {
        var (red, green, blue) = (colour.Red, colour.Green, colour.Blue);
        var high = Math.Max(red, Math.Max(green, blue));
        var low = Math.Min(red, Math.Min(green, blue));
        if (high == low)
        {
            return (0, 0, high);
        }

        var span = (float)(high - low);
        var (fromRed, fromGreen, fromBlue) = ((high - red) / span, (high - green) / span, (high - blue) / span);
        var sixths = red == high ? fromBlue - fromGreen
            : green == high ? (float)(2.0 + fromRed - fromBlue)
            : (float)(4.0 + fromGreen - fromRed);
        var hue = (float)(((sixths / 6.0) + 1.0) % 1.0);
        return ((byte)(int)(hue * 255.0), (byte)(int)(span / high * 255.0), high);
    }

    public static Rgb ToRgb(byte hue, byte saturation, byte value)
    {
        if (saturation == 0)
        {
            return new Rgb(value, value, value);
        }

        var sixths = (float)(hue * 6.0 / 255.0);
        var part = (float)(saturation / 255.0);
        var sector = (int)MathF.Floor(sixths);
        var within = sixths - sector;
        var low = Round(value * (1.0 - part));
        var falling = Round(value * (1.0 - (part * within)));
        var rising = Round(value * (1.0 - (part * (1.0 - within))));
        return (sector % 6) switch
        {
            0 => new Rgb(value, rising, low),
            1 => new Rgb(falling, value, low),
            2 => new Rgb(low, value, rising),
            3 => new Rgb(low, falling, value),
            4 => new Rgb(rising, low, value),
            _ => new Rgb(value, low, falling),
        };
    }

    // C's round: halves away from zero; the value was stored as float before.
    private static byte Round(double value) => (byte)Math.Clamp(Math.Round((double)(float)value, MidpointRounding.AwayFromZero), 0, 255);
}
