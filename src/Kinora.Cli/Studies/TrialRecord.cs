using Kinora.Results;
using Kinora.Training;

namespace Kinora.Cli.Studies;

/// <summary>How a trial ended.</summary>
internal enum TrialState
{
    /// <summary>Trained and measured.</summary>
    Finished,

    /// <summary>It could not be trained: the loss is no number any more, or memory ran out.</summary>
    Failed,
}

/// <summary>The measured share of right clips of one fold.</summary>
/// <param name="Name">What was left out; empty where there is one fold only.</param>
/// <param name="Top1">As a fraction.</param>
internal sealed record FoldRate(string Name, double Top1);

/// <summary>What came out of one trial.</summary>
internal sealed record TrialRecord
{
    public required int Number { get; init; }

    /// <summary>Of the variation.</summary>
    public required string Name { get; init; }

    public required int Seed { get; init; }

    /// <summary>The changed options, as a recipe would have them.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    public required TrialState State { get; init; }

    /// <summary>Why it failed; null where it did not.</summary>
    public string? Error { get; init; }

    /// <summary>What <c>--best-by</c> makes of the best epoch on the clips that choose it, mean over folds: larger is better; null without such clips.</summary>
    public double? ValidationScore { get; init; }

    /// <summary>Accuracy of the best epoch on the clips that choose it, mean over folds; null without such clips.</summary>
    public double? ValidationAccuracy { get; init; }

    /// <summary>Loss of that epoch on those clips, mean over folds.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>Share of right clips among those measured, with its interval.</summary>
    public Interval? Top1 { get; init; }

    /// <summary>The same of each fold.</summary>
    public IReadOnlyList<FoldRate> Folds { get; init; } = [];

    /// <summary>How long it took.</summary>
    public double Seconds { get; init; }

    /// <summary>What a finished trial left in its run folder.</summary>
    /// <exception cref="ResultsException">A file cannot be read.</exception>
    public static TrialRecord Of(Trial trial, RunFolder run)
    {
        var results = RunResults.Load(run.Results);
        var plan = trial.Training.Plan;
        Scores?[] chosen =
        [
            .. plan.Folds.Select(fold => TrainingRun.FolderOf(fold, plan, run).ValidationScores).Select(file => File.Exists(file) ? Scores.Load(file) : null),
        ];
        return Begun(trial) with
        {
            State = TrialState.Finished,
            ValidationScore = Mean(trial.Training.Options.BestBy),
            ValidationAccuracy = Mean(SelectionMetric.Top1),
            ValidationLoss = -Mean(SelectionMetric.Loss),
            Top1 = results.Top1,
            Folds = results.Folds is { } folds ? [.. folds.Select(fold => new FoldRate(fold.Name, fold.Top1))] : [new FoldRate("", results.Top1.Value)],
            Seconds = results.Seconds,
        };

        double? Mean(SelectionMetric metric) => chosen.Contains(null) ? null : chosen.Average(scores => metric.ValueOf(scores!));
    }

    /// <summary>A trial that could not be trained.</summary>
    public static TrialRecord OfFailed(Trial trial, string error) => Begun(trial) with { State = TrialState.Failed, Error = error };

    private static TrialRecord Begun(Trial trial) => new()
    {
        Number = trial.Number,
        Name = trial.Variation.Name,
        Seed = trial.Seed,
        Settings = trial.Variation.Settings,
        State = TrialState.Failed,
    };
}
