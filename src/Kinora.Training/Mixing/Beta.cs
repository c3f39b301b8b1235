using Kinora.Video.Sampling;

namespace Kinora.Training.Mixing;

/// <summary>Random numbers from the symmetric beta distribution.</summary>
internal static class Beta
{
    // Numbers of a table that one gamma may use: each attempt takes three, and one in some twenty fails at worst.
    private const int Room = 1 << 20;

    /// <summary>A number in (0, 1), a pure function of the draw.</summary>
    /// <param name="alpha">Both parameters, above 0: below 1 the ends are likely, above 1 the middle.</param>
    /// <param name="draw">The random numbers.</param>
    public static double Of(double alpha, ClipDraw draw)
    {
        var (x, y) = (LogGamma(alpha, draw.Fork("x")), LogGamma(alpha, draw.Fork("y")));
        // x / (x + y), by logarithms: for a small alpha both may be too small for a number.
        return 1 / (1 + Math.Exp(y - x));
    }

    /// <summary>
    /// The logarithm of a gamma variate (Marsaglia and Tsang 2000, <see href="https://doi.org/10.1145/358407.358414"/>; below 1 by
    /// their rule from alpha + 1).
    /// </summary>
    private static double LogGamma(double alpha, ClipDraw draw)
    {
        var boost = alpha < 1 ? Math.Log(1 - draw.Fork("boost").Fraction(0)) / alpha : 0;
        var d = (alpha < 1 ? alpha + 1 : alpha) - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        for (var i = 0; i < Room; i += 3)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - draw.Fraction(i))) * Math.Cos(2 * Math.PI * draw.Fraction(i + 1));
            var v = Math.Pow(1 + (c * normal), 3);
            if (v > 0 && Math.Log(1 - draw.Fraction(i + 2)) < (0.5 * normal * normal) + d - (d * v) + (d * Math.Log(v)))
            {
                return Math.Log(d * v) + boost;
            }
        }

        throw new InvalidOperationException($"no gamma variate of {alpha} in {Room} numbers");
    }
}
