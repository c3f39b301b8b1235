namespace Kinora.Video.Drawing;

/// <summary>
/// Colours for labels: first the set by Okabe and Ito that people with any colour vision tell apart
/// (<see href="https://jfly.uni-koeln.de/color/"/>), without its black; then as many more as are asked for, each far in hue from those
/// just before it.
/// </summary>
public static class LabelColours
{
    // By this part of a circle, the golden ratio's, hues come near an earlier one as late as can be.
    private const double Turn = 0.618033988749895;

    private static readonly Colour[] First =
    [
        new(86, 180, 233), new(230, 159, 0), new(0, 158, 115), new(204, 121, 167), new(240, 228, 66), new(213, 94, 0), new(0, 114, 178),
    ];

    /// <summary>Where no label is sure.</summary>
    public static Colour None { get; } = new(110, 116, 124);

    /// <summary>The colour of a label.</summary>
    /// <param name="label">Its number, from 0.</param>
    public static Colour Of(int label)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(label);
        if (label < First.Length)
        {
            return First[label];
        }

        // Three kinds in turn, so that two of nearly one hue still differ.
        var (saturation, value) = (label % 3) switch { 0 => (0.85, 0.95), 1 => (0.55, 1.0), _ => (0.9, 0.7) };
        return OfHue((0.91 + (label * Turn)) % 1, saturation, value);
    }

    private static Colour OfHue(double hue, double saturation, double value)
    {
        return new Colour(Part(5), Part(3), Part(1));

        // The usual way from hue, saturation and value to red, green and blue.
        byte Part(int offset)
        {
            var place = (offset + (hue * 6)) % 6;
            return (byte)Math.Round(255 * value * (1 - (saturation * Math.Clamp(Math.Min(place, 4 - place), 0, 1))));
        }
    }
}
