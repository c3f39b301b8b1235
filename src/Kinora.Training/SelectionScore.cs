using Kinora.Results;

namespace Kinora.Training;

/// <summary>What <see cref="SelectionMetric"/> makes of scores.</summary>
public static class SelectionScore
{
    /// <summary>The value that epochs and trials are compared by: larger is better.</summary>
    /// <param name="metric">The metric that decides.</param>
    /// <param name="scores">Scores of the validation clips.</param>
    public static double ValueOf(this SelectionMetric metric, Scores scores)
    {
        var (outcomes, classes) = (scores.Outcomes(), scores.Labels.Count);
        return metric switch
        {
            SelectionMetric.Top1 => Metrics.TopK(outcomes, 1),
            SelectionMetric.Top5 => Metrics.TopK(outcomes, 5),
            SelectionMetric.MeanClassAccuracy => Metrics.MeanClassAccuracy(outcomes, classes),
            SelectionMetric.MacroF1 => Metrics.MacroF1(outcomes, classes),
            SelectionMetric.Loss => -Metrics.LogLoss(scores),
            _ => throw new InvalidOperationException($"no rule for {metric}"),
        };
    }
}
