using Kinora.Inference.Fusion;

namespace Kinora.Evaluation.Fusion;

/// <summary>
/// The powers of a product of probabilities (a logarithmic opinion pool, Heskes 1998): softmax over the labels of the sum over streams of
/// weight times log probability. It is multinomial logistic regression on log-probabilities with one weight for each stream, the same
/// for all labels, so that a handful of validation clips is enough; a weight below 1 tempers a stream that is too sure of itself. The
/// loss, summed over clips, and half the squared distance of the weights from 1 are minimised by Newton's method: without clips that
/// say otherwise every stream is taken at its word.
/// </summary>
public static class PoolWeights
{
    private const int MostSteps = 200;
    private const double Enough = 1e-12;

    /// <summary>Finds the weights.</summary>
    /// <param name="clips">Clips of known truth; others are left out.</param>
    /// <returns>A weight per stream; any number.</returns>
    public static double[] Fit(IReadOnlyList<MatchedClip> clips)
    {
        var known = clips.Where(clip => clip.Truth is not null).Select(clip => (Truth: clip.Truth!.Value, Logs: FusionRule.Logs(clip.Streams))).ToArray();
        var weights = Enumerable.Repeat(1.0, clips[0].Streams.Length).ToArray();
        var loss = Loss(known, weights);
        for (var step = 0; step < MostSteps; step++)
        {
            var (slope, bend) = Derivatives(known, weights);
            var direction = Solve(bend, slope);
            var (length, next, lower) = (1.0, weights, loss);
            do
            {
                next = [.. weights.Zip(direction, (weight, way) => weight - (length * way))];
                lower = Loss(known, next);
                length /= 2;
            }
            while (lower > loss && length > Enough);

            var moved = weights.Zip(next, (before, after) => Math.Abs(before - after)).Max();
            if (lower > loss || moved < Enough)
            {
                break;
            }

            (weights, loss) = (next, lower);
        }

        return weights;
    }

    private static double Loss((int Truth, double[][] Logs)[] clips, double[] weights) =>
        clips.Sum(clip => -Math.Log(FusionRule.Pool(clip.Logs, weights)[clip.Truth])) + (0.5 * weights.Sum(weight => (weight - 1) * (weight - 1)));

    // Of the loss by the weights: the first derivatives (S), and the second (S, S), the covariance of the streams' logs.
    private static (double[] Slope, double[,] Bend) Derivatives((int Truth, double[][] Logs)[] clips, double[] weights)
    {
        var streams = weights.Length;
        var (slope, bend) = (weights.Select(weight => weight - 1).ToArray(), new double[streams, streams]);
        for (var i = 0; i < streams; i++)
        {
            bend[i, i] = 1;
        }

        foreach (var (truth, logs) in clips)
        {
            var probabilities = FusionRule.Pool(logs, weights);
            var means = logs.Select(stream => stream.Zip(probabilities, (log, probability) => log * probability).Sum()).ToArray();
            for (var i = 0; i < streams; i++)
            {
                slope[i] += means[i] - logs[i][truth];
                for (var j = 0; j < streams; j++)
                {
                    for (var label = 0; label < probabilities.Length; label++)
                    {
                        bend[i, j] += probabilities[label] * (logs[i][label] - means[i]) * (logs[j][label] - means[j]);
                    }
                }
            }
        }

        return (slope, bend);
    }

    // A symmetric matrix without negative or zero directions: elimination needs no search for pivots.
    private static double[] Solve(double[,] matrix, double[] right)
    {
        var (a, x, size) = ((double[,])matrix.Clone(), (double[])right.Clone(), right.Length);
        for (var pivot = 0; pivot < size; pivot++)
        {
            for (var row = pivot + 1; row < size; row++)
            {
                var factor = a[row, pivot] / a[pivot, pivot];
                x[row] -= factor * x[pivot];
                for (var column = pivot; column < size; column++)
                {
                    a[row, column] -= factor * a[pivot, column];
                }
            }
        }

        for (var row = size - 1; row >= 0; row--)
        {
            for (var column = row + 1; column < size; column++)
            {
                x[row] -= a[row, column] * x[column];
            }

            x[row] /= a[row, row];
        }

        return x;
    }
}
