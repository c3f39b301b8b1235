namespace Kinora.Reports.Descriptions;

/// <summary>Where a bar of a histogram begins, and how many clips it holds.</summary>
public sealed record HistogramBar(double From, int Count);

/// <summary>Values sorted into bars of one round width.</summary>
/// <param name="Bars">From the smallest value on, without gaps.</param>
/// <param name="Width">Of each bar, 1, 2 or 5 times a power of ten.</param>
/// <param name="Above">Values far above all others, which are not drawn so that the others can be seen.</param>
public sealed record Histogram(IReadOnlyList<HistogramBar> Bars, double Width, int Above)
{
    private const int MostBars = 24;

    // Of the middle half's width beyond its upper end: what lies further would press all others into a bar or two.
    private const double FarOut = 8;

    /// <summary>Where the last bar ends.</summary>
    public double End => Bars[^1].From + Width;

    /// <summary>Sorts values, at least one.</summary>
    /// <param name="values">The values, finite.</param>
    /// <param name="areWhole">Whether bars must not be narrower than 1.</param>
    public static Histogram Of(IReadOnlyCollection<double> values, bool areWhole)
    {
        double[] sorted = [.. values.Order()];
        var (quarter, threeQuarters) = (sorted[sorted.Length / 4], sorted[sorted.Length * 3 / 4]);
        var limit = threeQuarters > quarter ? threeQuarters + (FarOut * (threeQuarters - quarter)) : sorted[^1];
        double[] drawn = [.. sorted.TakeWhile(value => value <= limit)];
        var width = RoundWidth((drawn[^1] - drawn[0]) / MostBars, areWhole);

        // Counted in bars from zero, so that rounding puts equal values into one bar.
        var first = (long)Math.Floor(drawn[0] / width);
        var counts = new int[(long)Math.Floor(drawn[^1] / width) - first + 1];
        foreach (var value in drawn)
        {
            counts[(long)Math.Floor(value / width) - first]++;
        }

        return new Histogram([.. counts.Select((count, place) => new HistogramBar((first + place) * width, count))], width, sorted.Length - drawn.Length);
    }

    private static double RoundWidth(double atLeast, bool areWhole)
    {
        if (atLeast <= 0)
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(atLeast)));
        var width = power * ((double[])[1, 2, 5, 10]).First(step => step * power >= atLeast);
        return areWhole ? Math.Max(1, width) : width;
    }
}
