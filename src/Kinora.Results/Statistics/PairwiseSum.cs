namespace Kinora.Results.Statistics;

/// <summary>
/// The sum of doubles in the order NumPy adds a contiguous array: in turn below 8 values, in eight strands up to 128,
/// in halves above. The same order gives the same last bit.
/// </summary>
internal static class PairwiseSum
{
    private const int Strands = 8;
    private const int Block = 128;

    public static double Of(ReadOnlySpan<double> values)
    {
        if (values.Length < Strands)
        {
            var sum = 0.0;
            foreach (var value in values)
            {
                sum += value;
            }

            return sum;
        }

        if (values.Length > Block)
        {
            var half = values.Length / 2;
            half -= half % Strands;
            return Of(values[..half]) + Of(values[half..]);
        }

        Span<double> strands = stackalloc double[Strands];
        var whole = values.Length - (values.Length % Strands);
        for (var i = 0; i < whole; i++)
        {
            strands[i % Strands] += values[i];
        }

        var total = strands[0] + strands[1] + (strands[2] + strands[3]) + (strands[4] + strands[5] + (strands[6] + strands[7]));
        foreach (var value in values[whole..])
        {
            total += value;
        }

        return total;
    }
}
