namespace Kinora.Reports.Charts;

/// <summary>Colours that people with any colour vision tell apart, on a light ground.</summary>
public static class Palette
{
    public const string Ground = "#ffffff";
    public const string Ink = "#1f2328";
    public const string FaintInk = "#57606a";
    public const string Grid = "#d8dee4";

    /// <summary>Blue of the set by Okabe and Ito (<see href="https://jfly.uni-koeln.de/color/"/>).</summary>
    public const string Blue = "#0072b2";

    /// <summary>Vermilion of the same set.</summary>
    public const string Vermilion = "#d55e00";

    // ColorBrewer's "Blues" (https://colorbrewer2.org): lightness falls steadily, so it reads in gray too.
    private static readonly (int Red, int Green, int Blue)[] Shades =
        [(247, 251, 255), (222, 235, 247), (198, 219, 239), (158, 202, 225), (107, 174, 214), (66, 146, 198), (33, 113, 181), (8, 81, 156), (8, 48, 107)];

    /// <summary>A shade of blue: nearly white for 0, dark for 1.</summary>
    public static string Shade(double share)
    {
        var position = Math.Clamp(share, 0, 1) * (Shades.Length - 1);
        var below = Math.Min((int)position, Shades.Length - 2);
        var (from, to, part) = (Shades[below], Shades[below + 1], position - below);
        return $"#{Mix(from.Red, to.Red):x2}{Mix(from.Green, to.Green):x2}{Mix(from.Blue, to.Blue):x2}";

        int Mix(int low, int high) => (int)Math.Round(low + (part * (high - low)));
    }

    /// <summary>The colour of text on a <see cref="Shade"/>.</summary>
    public static string InkOn(double share) => share > 0.55 ? Ground : Ink;
}
