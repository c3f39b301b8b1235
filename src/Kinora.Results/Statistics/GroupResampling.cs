using System.Runtime.InteropServices;

namespace Kinora.Results.Statistics;

/// <summary>A number made of some items, one at least.</summary>
internal delegate double Statistic<T>(ReadOnlySpan<T> items);

/// <summary>How far a number would be off with other groups: whole groups left out or drawn again, never single items of them.</summary>
internal static class GroupResampling
{
    /// <summary>The draws of a bootstrap.</summary>
    public const int Draws = 2000;

    /// <summary>The standard error by the jackknife over groups (<see href="https://doi.org/10.1137/1.9781611970319"/>).</summary>
    public static double JackknifeError<T>(T[][] groups, Statistic<T> statistic)
    {
        var without = Enumerable.Range(0, groups.Length)
            .Select(left => statistic([.. groups.Where((_, number) => number != left).SelectMany(group => group)]))
            .ToArray();
        var mean = without.Average();
        return Math.Sqrt(without.Sum(rate => (rate - mean) * (rate - mean)) * (groups.Length - 1) / groups.Length);
    }

    /// <summary>The percentile interval of the bootstrap over groups, drawn with replacement.</summary>
    public static (double Low, double High) Bootstrap<T>(T[][] groups, Statistic<T> statistic, double upperTail, int seed)
    {
        var random = new Random(seed);
        var rates = new double[Draws];
        var drawn = new List<T>();
        for (var draw = 0; draw < Draws; draw++)
        {
            drawn.Clear();
            for (var i = 0; i < groups.Length; i++)
            {
                drawn.AddRange(groups[random.Next(groups.Length)]);
            }

            rates[draw] = statistic(CollectionsMarshal.AsSpan(drawn));
        }

        Array.Sort(rates);
        return (Percentile(rates, 1 - upperTail), Percentile(rates, upperTail));
    }

    // Linear between neighbours, as numpy.percentile.
    private static double Percentile(double[] sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        return sorted[below] + ((position - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
    }
}
