namespace Kinora.Results;

/// <summary>How often each label was taken for each other.</summary>
/// <param name="Labels">Names of the classes.</param>
/// <param name="Counts">Clips by true label (row) and predicted label (column).</param>
public sealed record ConfusionMatrix(IReadOnlyList<string> Labels, int[][] Counts)
{
    public static ConfusionMatrix Of(IReadOnlyList<string> labels, ReadOnlySpan<Outcome> outcomes)
    {
        var counts = labels.Select(_ => new int[labels.Count]).ToArray();
        foreach (var outcome in outcomes)
        {
            counts[outcome.Truth][outcome.Predicted]++;
        }

        return new ConfusionMatrix(labels, counts);
    }

    /// <summary>Number of clips.</summary>
    public int Total => Counts.Sum(row => row.Sum());

    /// <summary>Clips of one true label.</summary>
    public int Support(int label) => Counts[label].Sum();

    /// <summary>Clips taken for one label.</summary>
    public int PredictedAs(int label) => Counts.Sum(row => row[label]);
}
