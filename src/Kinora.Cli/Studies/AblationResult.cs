using Kinora.Results;
using Kinora.Results.Statistics;

namespace Kinora.Cli.Studies;

/// <summary>What a switch does to the score.</summary>
/// <param name="Name">The switch.</param>
/// <param name="Settings">The options that it changes; none for the baseline.</param>
/// <param name="Top1">Share of right clips, mean over seeds; null where no seed could be trained.</param>
/// <param name="Validation">Accuracy of the best epoch on the clips that choose it, mean over seeds.</param>
/// <param name="Against">How much larger its share is than the baseline's; null for the baseline, and where nothing can be paired.</param>
/// <param name="IsOverClips">Whether the pairs are clips, which tell of two trainings and nothing of training again.</param>
/// <param name="Seconds">Mean time of a training.</param>
/// <param name="Failed">Trainings that failed.</param>
internal sealed record AblationResult(
    string Name, IReadOnlyDictionary<string, string> Settings, double? Top1, double? Validation, Difference? Against, bool IsOverClips, double Seconds, int Failed)
{
    /// <summary>The name of the recipe as it is.</summary>
    public const string Baseline = "baseline";

    /// <summary>
    /// Each switch against the baseline. Pairs are folds, each the mean over seeds; seeds, where there is one fold; and the
    /// clips themselves, where there is one seed of one fold.
    /// </summary>
    /// <param name="record">All trials.</param>
    /// <param name="clipsOf">The scores of a trial.</param>
    /// <param name="groupKind">What clips are grouped by, in the singular.</param>
    /// <exception cref="ResultsException">Scores cannot be read.</exception>
    public static IReadOnlyList<AblationResult> Of(StudyRecord record, Func<TrialRecord, Scores> clipsOf, string groupKind)
    {
        var baseline = Finished(Baseline);
        return [.. record.Trials.Select(trial => trial.Name).Distinct().Select(Result)];

        TrialRecord[] Finished(string name) => [.. record.Trials.Where(trial => trial.Name == name && trial.State == TrialState.Finished)];

        AblationResult Result(string name)
        {
            var all = record.Trials.Where(trial => trial.Name == name).ToArray();
            var done = Finished(name);
            var (difference, isOverClips) = name == Baseline ? (null, false) : Against(done);
            return new AblationResult(
                name,
                all[0].Settings,
                done.Length == 0 ? null : done.Average(trial => trial.Top1!.Value),
                done.Length == 0 ? null : done.Average(trial => trial.ValidationAccuracy),
                difference,
                isOverClips,
                done.Select(trial => trial.Seconds).DefaultIfEmpty(0).Average(),
                all.Length - done.Length);
        }

        (Difference? Difference, bool IsOverClips) Against(TrialRecord[] done)
        {
            var pairs = done.Join(baseline, trial => trial.Seed, trial => trial.Seed, (trial, plain) => (Trial: trial, Plain: plain)).ToArray();
            if (pairs.Length == 0)
            {
                return (null, false);
            }

            var folds = pairs
                .SelectMany(pair => pair.Trial.Folds.Join(pair.Plain.Folds, fold => fold.Name, fold => fold.Name, (fold, plain) => (fold.Name, Gain: fold.Top1 - plain.Top1)))
                .GroupBy(fold => fold.Name, fold => fold.Gain)
                .Select(gains => gains.ToArray())
                .ToArray();
            return (folds.Length, pairs.Length) switch
            {
                ( > 1, 1) => (Difference.OfPairs([.. folds.Select(gains => gains[0])], $"{folds.Length} folds"), false),
                ( > 1, var seeds) => (Difference.OfPairs([.. folds.Select(gains => gains.Average())], $"{folds.Length} folds, each the mean of {seeds} seeds"), false),
                (1, > 1) => (Difference.OfPairs(folds[0], $"{pairs.Length} seeds"), false),
                _ => (PairedComparison.Of(clipsOf(pairs[0].Plain), clipsOf(pairs[0].Trial), groupKind)?.Top1, true),
            };
        }
    }
}
