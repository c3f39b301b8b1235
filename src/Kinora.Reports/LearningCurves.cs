using Kinora.Reports.Charts;
using Kinora.Results;

namespace Kinora.Reports;

/// <summary>Turns the epochs of a log into curves: one line per fold for training and for validation.</summary>
public static class LearningCurves
{
    /// <summary>Loss per epoch.</summary>
    public static CurveSet Loss(IReadOnlyList<LogEvent> log) =>
        Of(log, "Loss", "mean loss per clip", isShare: false, epoch => epoch.TrainLoss, epoch => epoch.ValidationLoss);

    /// <summary>Accuracy per epoch.</summary>
    public static CurveSet Accuracy(IReadOnlyList<LogEvent> log) =>
        Of(log, "Accuracy", "clips predicted right", isShare: true, epoch => epoch.TrainAccuracy, epoch => epoch.ValidationAccuracy);

    /// <summary>Accuracy of several runs on their validation clips; on those that train, for a run without validation.</summary>
    /// <param name="runs">Each with its name and its log.</param>
    public static CurveSet CompareAccuracy(IReadOnlyList<(string Name, IReadOnlyList<LogEvent> Log)> runs) =>
        Compare(runs, "Accuracy of runs", "validation clips predicted right", isShare: true, epoch => epoch.ValidationAccuracy, epoch => epoch.TrainAccuracy);

    /// <summary>Loss of several runs on their validation clips; on those that train, for a run without validation.</summary>
    /// <inheritdoc cref="CompareAccuracy" path="/param"/>
    public static CurveSet CompareLoss(IReadOnlyList<(string Name, IReadOnlyList<LogEvent> Log)> runs) =>
        Compare(runs, "Loss of runs", "mean validation loss per clip", isShare: false, epoch => epoch.ValidationLoss, epoch => epoch.TrainLoss);

    private static CurveSet Compare(
        IReadOnlyList<(string Name, IReadOnlyList<LogEvent> Log)> runs, string title, string unit, bool isShare, Func<EpochEvent, double?> validation, Func<EpochEvent, double?> training)
    {
        var curves = new List<Curve>();
        var unvalidated = new List<string>();
        foreach (var (place, (name, log)) in runs.Index())
        {
            var folds = log.OfType<EpochEvent>().GroupBy(epoch => epoch.Fold).Select(LastOfEach).ToArray();
            var isValidated = folds.Any(epochs => epochs.Any(epoch => validation(epoch) is not null));
            if (folds.Length > 0 && !isValidated)
            {
                unvalidated.Add(name);
            }

            var style = CurveStyle.OfRun(name, place);
            curves.AddRange(folds.Select(epochs => Line(style, epochs, isValidated ? validation : training)));
        }

        var note = unvalidated.Count == 0 ? null : $"without validation, on training clips: {string.Join(", ", unvalidated)}";
        return new CurveSet(title, unit, isShare, [.. curves.Where(curve => curve.Points.Count > 0)], note);
    }

    private static CurveSet Of(
        IReadOnlyList<LogEvent> log, string title, string unit, bool isShare, Func<EpochEvent, double?> training, Func<EpochEvent, double?> validation)
    {
        var folds = log.OfType<EpochEvent>().GroupBy(epoch => epoch.Fold).Select(LastOfEach).ToArray();
        Curve[] curves =
        [
            .. folds.Select(epochs => Line(CurveStyle.Training, epochs, training)),
            .. folds.Select(epochs => Line(CurveStyle.Validation, epochs, validation)),
        ];
        var left = folds.SelectMany(epochs => epochs).Count(epoch => IsBroken(training(epoch)) || IsBroken(validation(epoch)));
        var note = left == 0 ? null : $"{left} {(left == 1 ? "epoch" : "epochs")} not drawn: not a finite number, training diverged";
        return new CurveSet(title, unit, isShare, [.. curves.Where(curve => curve.Points.Count > 0)], note);
    }

    // A run that was resumed may log an epoch twice; the later one counts.
    private static EpochEvent[] LastOfEach(IEnumerable<EpochEvent> epochs) =>
        [.. epochs.GroupBy(epoch => epoch.Epoch).Select(group => group.Last()).OrderBy(epoch => epoch.Epoch)];

    private static Curve Line(CurveStyle style, EpochEvent[] epochs, Func<EpochEvent, double?> value) =>
        new(style, [.. epochs.Where(epoch => value(epoch) is { } number && double.IsFinite(number)).Select(epoch => new CurvePoint(epoch.Epoch, value(epoch)!.Value))]);

    private static bool IsBroken(double? value) => value is { } number && !double.IsFinite(number);
}
