namespace Kinora.Results.Descriptions;

/// <summary>How one measure is spread over clips. Quartiles as NumPy's <c>quantile</c> takes them: between two values, in proportion.</summary>
/// <param name="Count">Clips that have the measure, from 1.</param>
/// <param name="Min">The smallest value.</param>
/// <param name="LowerQuartile">A quarter of the values lie below.</param>
/// <param name="Median">Half of the values lie below.</param>
/// <param name="UpperQuartile">Three quarters of the values lie below.</param>
/// <param name="Max">The largest value.</param>
/// <param name="Mean">The mean.</param>
public sealed record Distribution(int Count, double Min, double LowerQuartile, double Median, double UpperQuartile, double Max, double Mean)
{
    /// <summary>The distribution of finite values; null where there is none.</summary>
    public static Distribution? Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0
            ? null
            : new Distribution(sorted.Length, sorted[0], Quantile(sorted, 0.25), Quantile(sorted, 0.5), Quantile(sorted, 0.75), sorted[^1], sorted.Average());
    }

    private static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
