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

    /// <summary>Colours for lines of several runs, all of the same set but its yellow, which is hard to see on white.</summary>
    public static IReadOnlyList<string> Lines { get; } = [Blue, Vermilion, "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"];

    // From nearly white through the blue above to nearly black: lightness falls steadily, so it reads in gray too.
    private static readonly (double At, int Red, int Green, int Blue)[] Stops = [(0, 247, 250, 253), (0.7, 0, 114, 178), (1, 4, 38, 66)];

    // On a dark ground the other way round: lightness rises steadily.
    private static readonly (double At, int Red, int Green, int Blue)[] DarkStops = [(0, 24, 30, 37), (0.7, 47, 143, 204), (1, 205, 232, 252)];

    /// <summary>A shade of blue: nearly white for 0, dark for 1.</summary>
    public static string Shade(double share) => Mixed(Stops, share);

    /// <summary>A shade of blue on a dark ground: nearly black for 0, light for 1.</summary>
    public static string DarkShade(double share) => Mixed(DarkStops, share);

    /// <summary>The colour of text on a <see cref="Shade"/>: white or black, whichever has the greater contrast.</summary>
    public static string InkOn(double share) => share > 0.65 ? "#ffffff" : "#000000";

    /// <summary>The colour of text on a <see cref="DarkShade"/>.</summary>
    public static string InkOnDark(double share) => share > 0.575 ? "#000000" : "#ffffff";

    private static string Mixed((double At, int Red, int Green, int Blue)[] stops, double share)
    {
        share = Math.Clamp(share, 0, 1);
        var (from, to) = share <= stops[1].At ? (stops[0], stops[1]) : (stops[1], stops[2]);
        var part = (share - from.At) / (to.At - from.At);
        return $"#{Mix(from.Red, to.Red):x2}{Mix(from.Green, to.Green):x2}{Mix(from.Blue, to.Blue):x2}";

        int Mix(int low, int high) => (int)Math.Round(low + (part * (high - low)));
    }
}
