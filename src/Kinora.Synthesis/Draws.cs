using Kinora.Video.Sampling;

namespace Kinora.Synthesis;

/// <summary>
/// Numbers drawn by name: what one part asks for never shifts what another gets, so a new parameter leaves every older clip as it was.
/// </summary>
internal static class Draws
{
    /// <summary>A number in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public static float Between(this ClipDraw draw, string what, double low, double high) => (float)draw.Fork(what).Between(0, low, high);

    /// <summary>A number about <paramref name="middle"/>, bell-shaped, never further off than three times <paramref name="spread"/>.</summary>
    public static float Around(this ClipDraw draw, string what, double middle, double spread)
    {
        var own = draw.Fork(what);
        // The sum of three has a standard deviation of one half.
        return (float)(middle + (2 * spread * (own.Fraction(0) + own.Fraction(1) + own.Fraction(2) - 1.5)));
    }

    /// <summary>True in a share of <paramref name="probability"/> of all draws.</summary>
    public static bool Chance(this ClipDraw draw, string what, double probability) => draw.Fork(what).Fraction(0) < probability;

    /// <summary>One of several, all equally likely.</summary>
    public static T Pick<T>(this ClipDraw draw, string what, params ReadOnlySpan<T> choices) => choices[draw.Fork(what).Below(0, choices.Length)];

    /// <summary>-1 or 1.</summary>
    public static int Sign(this ClipDraw draw, string what) => draw.Chance(what, 0.5) ? 1 : -1;
}
