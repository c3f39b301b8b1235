namespace Kinora.Results.Statistics;

/// <summary>
/// McNemar's exact test (<see href="https://doi.org/10.1007/BF02295996"/>): whether of two models that looked at the same clips
/// one is right more often. Only clips that one of them had right count; it takes them as independent of each other.
/// </summary>
public static class McNemar
{
    /// <summary>The two-sided probability of a difference as large as this one where the models are equally good.</summary>
    /// <param name="onlyFirst">Clips that the first had right and the second wrong.</param>
    /// <param name="onlySecond">Clips that the second had right and the first wrong.</param>
    public static double Probability(int onlyFirst, int onlySecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyFirst);
        ArgumentOutOfRangeException.ThrowIfNegative(onlySecond);
        var (count, fewer) = (onlyFirst + onlySecond, Math.Min(onlyFirst, onlySecond));

        // Binomial with one half; logarithms, since 2^-count is no double any more from 1,075 clips up.
        var term = -count * Math.Log(2);
        var sum = 0.0;
        for (var k = 0; k <= fewer; k++)
        {
            sum += Math.Exp(term);
            term += Math.Log((double)(count - k) / (k + 1));
        }

        return Math.Min(1, 2 * sum);
    }
}
