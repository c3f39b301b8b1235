using Kinora.Inference.Fusion;

namespace Kinora.Evaluation.Fusion;

/// <summary>
/// The weights of a weighted mean of probabilities: those, none negative, their sum 1, under which clips of known truth are
/// likeliest. The likelihood has one peak (its logarithm is concave), which expectation-maximisation climbs from equal weights; see
/// Dempster, Laird and Rubin, Maximum likelihood from incomplete data via the EM algorithm, 1977.
/// </summary>
public static class MixtureWeights
{
    private const int MostSteps = 10_000;
    private const double Enough = 1e-10;

    /// <summary>Finds the weights.</summary>
    /// <param name="clips">Clips of known truth, one at least; others are left out.</param>
    /// <returns>A weight per stream.</returns>
    public static double[] Fit(IReadOnlyList<MatchedClip> clips)
    {
        double[][] right = [.. clips.Where(clip => clip.Truth is not null).Select(clip => clip.Streams.Select(stream => Math.Max(stream[clip.Truth!.Value], FusionRule.Smallest)).ToArray())];
        var streams = clips[0].Streams.Length;
        var weights = Enumerable.Repeat(1.0 / streams, streams).ToArray();
        for (var step = 0; step < MostSteps; step++)
        {
            var next = new double[streams];
            foreach (var clip in right)
            {
                var all = weights.Zip(clip, (weight, probability) => weight * probability).Sum();
                for (var i = 0; i < streams; i++)
                {
                    next[i] += weights[i] * clip[i] / all / right.Length;
                }
            }

            var moved = weights.Zip(next, (before, after) => Math.Abs(before - after)).Max();
            weights = next;
            if (moved < Enough)
            {
                break;
            }
        }

        return weights;
    }
}
