namespace Kinora.Results.Statistics;

/// <summary>How much larger a rate is than another, and the 95 % interval around it, as fractions in [-1, 1].</summary>
/// <param name="Value">The difference itself.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="Method">How the interval was made and over what, in words.</param>
public sealed record Difference(double Value, double Low, double High, string Method)
{
    /// <summary>Whether the interval leaves out zero.</summary>
    public bool IsSure => Low > 0 || High < 0;

    /// <summary>The mean of paired differences: Student t over the pairs; where all are alike, Wilson's upper end of none in so many.</summary>
    /// <param name="differences">One for each pair, two at least.</param>
    /// <param name="pairs">What they are, in words: "9 folds".</param>
    public static Difference OfPairs(IReadOnlyList<double> differences, string pairs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(differences.Count, 2);
        var mean = differences.Average();
        var deviation = Math.Sqrt(differences.Sum(one => (one - mean) * (one - mean)) / (differences.Count - 1));
        return deviation < Intervals.NoWidth
            ? AllAlike(mean, differences.Count, $"the paired differences of {pairs}")
            : FromT(mean, deviation / Math.Sqrt(differences.Count), differences.Count, $"Student t over the paired differences of {pairs}");
    }

    /// <summary>In points of percent: <c>+2.3 points (-1.0 to +5.6)</c>.</summary>
    public override string ToString() => $"{Points(Value)} points ({Points(Low)} to {Points(High)})";

    internal static Difference FromT(double value, double error, int count, string method)
    {
        var half = error * StudentT.Quantile(Intervals.UpperTail, count - 1);
        return new Difference(value, Math.Max(-1, value - half), Math.Min(1, value + half), method);
    }

    // None of so many was otherwise; as many more might be as Wilson allows.
    internal static Difference AllAlike(double value, int count, string over)
    {
        var (_, most) = Wilson.Of(0, count);
        return new Difference(value, Math.Max(-1, value - most), Math.Min(1, value + most), $"Wilson over {over}, all alike");
    }

    private static string Points(double fraction) => (100 * fraction).ToString("+0.0;-0.0;0.0");
}
