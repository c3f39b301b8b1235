namespace Kinora.Inference.Fusion;

/// <summary>The arithmetic of one clip: probabilities of several streams become one per label, their sum 1.</summary>
public static class FusionRule
{
    /// <summary>What a probability of 0 counts as, where a logarithm or a quotient is taken: scikit-learn's.</summary>
    public const double Smallest = 1.0 / (1L << 52);

    /// <summary>Fuses.</summary>
    /// <param name="method">How.</param>
    /// <param name="streams">Of each stream the probability of each label.</param>
    /// <param name="weights">A weight per stream; null for methods that take none.</param>
    public static float[] Apply(FusionMethod method, float[][] streams, IReadOnlyList<double>? weights) => Normalized(method switch
    {
        FusionMethod.Sum => Mixed(streams, [.. streams.Select(_ => 1.0)]),
        FusionMethod.Weighted => Mixed(streams, weights!),
        FusionMethod.Max => [.. Enumerable.Range(0, streams[0].Length).Select(label => (double)streams.Max(stream => stream[label]))],
        FusionMethod.Learned => Pool(Logs(streams), weights!),
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "no such method"),
    });

    /// <summary>Logarithms of the probabilities, by stream and label.</summary>
    /// <param name="streams">Of each stream the probability of each label.</param>
    public static double[][] Logs(float[][] streams) => [.. streams.Select(stream => stream.Select(value => Math.Log(Math.Max(value, Smallest))).ToArray())];

    /// <summary>The product of powers, scaled to the sum 1.</summary>
    /// <param name="logs">From <see cref="Logs"/>.</param>
    /// <param name="weights">The power of each stream.</param>
    public static double[] Pool(double[][] logs, IReadOnlyList<double> weights)
    {
        var sums = new double[logs[0].Length];
        for (var label = 0; label < sums.Length; label++)
        {
            for (var stream = 0; stream < logs.Length; stream++)
            {
                sums[label] += weights[stream] * logs[stream][label];
            }
        }

        var largest = sums.Max();
        var exponentials = Array.ConvertAll(sums, sum => Math.Exp(sum - largest));
        var total = exponentials.Sum();
        return Array.ConvertAll(exponentials, value => value / total);
    }

    private static double[] Mixed(float[][] streams, IReadOnlyList<double> weights) =>
        [.. Enumerable.Range(0, streams[0].Length).Select(label => streams.Select((stream, i) => weights[i] * stream[label]).Sum())];

    private static float[] Normalized(double[] values)
    {
        var sum = values.Sum();
        return sum > 0 ? Array.ConvertAll(values, value => (float)(value / sum)) : Array.ConvertAll(values, _ => 1f / values.Length);
    }
}
