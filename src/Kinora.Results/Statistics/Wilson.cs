namespace Kinora.Results.Statistics;

/// <summary>
/// Wilson's score interval of a share (<see href="https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval#Wilson_score_interval"/>):
/// it has a width even where everything was right.
/// </summary>
public static class Wilson
{
    /// <summary>The 97.5 % point of the normal distribution.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>95 % interval of the share <paramref name="rate"/> seen in <paramref name="count"/> independent trials.</summary>
    public static (double Low, double High) Of(double rate, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var square = Z * Z / count;
        var centre = (rate + (square / 2)) / (1 + square);
        var half = Z / (1 + square) * Math.Sqrt((rate * (1 - rate) / count) + (square / (4 * count)));

        // At the ends the exact result is the rate itself; rounding must not cut it off.
        return (rate == 0 ? 0 : Math.Max(0, centre - half), rate == 1 ? 1 : Math.Min(1, centre + half));
    }
}
