using Kinora.Video.Drawing;

namespace Kinora.Video.Flow;

/// <summary>
/// The colour code of Baker et al., A database and evaluation methodology for optical flow, 2007
/// (<see href="https://vision.middlebury.edu/flow/"/>): the hue is the direction, red to the right, yellow down, cyan to the left,
/// blue to violet up; the paler, the slower, and white where nothing moves.
/// </summary>
internal static class ColourWheel
{
    // 55 hues, closer together where the eye tells them apart better.
    private static readonly (double Red, double Green, double Blue)[] Hues =
    [
        .. Steps(15, part => (1, part, 0)),  // red to yellow
        .. Steps(6, part => (1 - part, 1, 0)),  // to green
        .. Steps(4, part => (0, 1, part)),  // to cyan
        .. Steps(11, part => (0, 1 - part, 1)),  // to blue
        .. Steps(13, part => (part, 0, 1)),  // to magenta
        .. Steps(6, part => (1, 0, 1 - part)),  // to red
    ];

    /// <summary>The colour of a motion.</summary>
    /// <param name="u">To the right, as a part of the bound.</param>
    /// <param name="v">Down, as a part of the bound.</param>
    public static Colour Of(double u, double v)
    {
        var speed = Math.Sqrt((u * u) + (v * v));
        if (!double.IsFinite(speed))
        {
            return new Colour(0, 0, 0);
        }

        var place = (Math.Atan2(-v, -u) / Math.PI + 1) / 2 * (Hues.Length - 1);
        var before = (int)place;
        var after = (before + 1) % Hues.Length;
        var part = place - before;
        return new Colour(
            Shade(Mix(Hues[before].Red, Hues[after].Red, part), speed),
            Shade(Mix(Hues[before].Green, Hues[after].Green, part), speed),
            Shade(Mix(Hues[before].Blue, Hues[after].Blue, part), speed));
    }

    private static IEnumerable<(double, double, double)> Steps(int count, Func<double, (double, double, double)> hue) =>
        Enumerable.Range(0, count).Select(i => hue(Math.Floor(255.0 * i / count) / 255));

    private static double Mix(double one, double other, double part) => ((1 - part) * one) + (part * other);

    // Beyond the bound the hue is darkened, which no motion within it is.
    private static byte Shade(double hue, double speed) => (byte)(255 * (speed <= 1 ? 1 - (speed * (1 - hue)) : 0.75 * hue));
}
