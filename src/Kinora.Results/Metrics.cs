namespace Kinora.Results;

/// <summary>A rate in [0, 1] over some clips, at least one.</summary>
public delegate double Measure(ReadOnlySpan<Outcome> outcomes);

/// <summary>The numbers a model is judged by.</summary>
public static class Metrics
{
    /// <summary>Share of clips whose truth is among the first <paramref name="k"/> labels; k = 1 is the accuracy.</summary>
    public static double TopK(ReadOnlySpan<Outcome> outcomes, int k)
    {
        var right = 0;
        foreach (var outcome in outcomes)
        {
            right += outcome.Rank < k ? 1 : 0;
        }

        return (double)right / outcomes.Length;
    }

    /// <summary>
    /// Mean over classes of the share of their clips predicted right; classes without clips do not count
    /// (scikit-learn's <c>balanced_accuracy_score</c>).
    /// </summary>
    /// <param name="outcomes">The clips, at least one.</param>
    /// <param name="classes">Number of labels.</param>
    public static double MeanClassAccuracy(ReadOnlySpan<Outcome> outcomes, int classes)
    {
        var tally = new Tally(outcomes, classes);
        var (sum, present) = (0.0, 0);
        for (var label = 0; label < classes; label++)
        {
            if (tally.Support[label] > 0)
            {
                sum += (double)tally.Hits[label] / tally.Support[label];
                present++;
            }
        }

        return sum / present;
    }

    /// <summary>Mean over all classes of F1, the harmonic mean of precision and recall; 0 for a class never seen nor predicted.</summary>
    /// <param name="outcomes">The clips, at least one.</param>
    /// <param name="classes">Number of labels.</param>
    public static double MacroF1(ReadOnlySpan<Outcome> outcomes, int classes)
    {
        var tally = new Tally(outcomes, classes);
        var sum = 0.0;
        for (var label = 0; label < classes; label++)
        {
            var occurrences = tally.Support[label] + tally.Predicted[label];
            sum += occurrences == 0 ? 0 : 2.0 * tally.Hits[label] / occurrences;
        }

        return sum / classes;
    }

    /// <summary>
    /// Mean over clips of -ln(probability of the truth), as scikit-learn's <c>log_loss</c>: probabilities are kept
    /// 2^-52 away from 0 and 1 and scaled to the sum 1. 0 is perfect; ln(classes) is guessing.
    /// </summary>
    /// <exception cref="ResultsException">No clip has a known truth.</exception>
    public static double LogLoss(Scores scores)
    {
        const double Smallest = 1.0 / (1L << 52);
        var clips = scores.Measurable().Clips;
        var loss = 0.0;
        foreach (var clip in clips)
        {
            var sum = clip.Probabilities.Sum(value => Math.Clamp(value, Smallest, 1 - Smallest));
            loss -= Math.Log(Math.Clamp(clip.Probabilities[clip.Truth!.Value], Smallest, 1 - Smallest) / sum);
        }

        return loss / clips.Count;
    }

    private readonly ref struct Tally
    {
        public Tally(ReadOnlySpan<Outcome> outcomes, int classes)
        {
            (Support, Predicted, Hits) = (new int[classes], new int[classes], new int[classes]);
            foreach (var outcome in outcomes)
            {
                Support[outcome.Truth]++;
                Predicted[outcome.Predicted]++;
                Hits[outcome.Truth] += outcome.Truth == outcome.Predicted ? 1 : 0;
            }
        }

        public int[] Support { get; }

        public int[] Predicted { get; }

        public int[] Hits { get; }
    }
}
