using System.Text.Json;
using System.Text.Json.Serialization;
using Kinora.Results.Statistics;

namespace Kinora.Results;

/// <summary>A file that could not be used.</summary>
public sealed record SkippedFile(string File, string Reason);

/// <summary>
/// The rates of one fold, without intervals. The name is what the fold left out ("daria") or its number; clips are those measured.
/// </summary>
public sealed record FoldScore(string Name, int Clips, double Top1, double Top5, double MeanClassAccuracy, double MacroF1, double LogLoss)
{
    internal static FoldScore Of(string name, Scores scores)
    {
        var outcomes = scores.Outcomes();
        var classes = scores.Labels.Count;
        return new FoldScore(
            name,
            outcomes.Length,
            Metrics.TopK(outcomes, 1),
            Metrics.TopK(outcomes, 5),
            Metrics.MeanClassAccuracy(outcomes, classes),
            Metrics.MacroF1(outcomes, classes),
            Metrics.LogLoss(scores));
    }
}

/// <summary>What came out of a run: the content of <c>results.json</c>.</summary>
public sealed record RunResults
{
    /// <summary>Clips measured.</summary>
    public required int Clips { get; init; }

    /// <summary>Share of clips predicted right.</summary>
    public required Interval Top1 { get; init; }

    /// <summary>Share of clips whose truth is among the five most probable labels; always 1 up to five labels, as the method then says.</summary>
    public required Interval Top5 { get; init; }

    public required Interval MeanClassAccuracy { get; init; }

    public required Interval MacroF1 { get; init; }

    /// <summary><see cref="Metrics.LogLoss"/>, mean over folds where there are several.</summary>
    public required double LogLoss { get; init; }

    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Clips by true label (row) and predicted label (column); several folds are added up.</summary>
    [JsonConverter(typeof(MatrixConverter))]
    public required int[][] Confusion { get; init; }

    /// <summary>Rates per class, from <see cref="Confusion"/>.</summary>
    public required IReadOnlyList<ClassScore> Classes { get; init; }

    public required Protocol Protocol { get; init; }

    /// <summary>The folds one by one, null for a single split.</summary>
    public IReadOnlyList<FoldScore>? Folds { get; init; }

    /// <summary>Wall-clock time of the evaluation.</summary>
    public required double Seconds { get; init; }

    /// <summary>Files that could not be used and are in no number above.</summary>
    public required IReadOnlyList<SkippedFile> Skipped { get; init; }

    /// <summary>The results of one set of scores.</summary>
    /// <param name="scores">The scores; clips without a known truth are left out.</param>
    /// <param name="protocol">How they were made.</param>
    /// <param name="seconds">Wall-clock time of the evaluation.</param>
    /// <param name="skipped">Files that could not be used.</param>
    /// <param name="seed">Seed of the bootstrap, used from 30 groups up.</param>
    /// <exception cref="ResultsException">No clip has a known truth.</exception>
    public static RunResults Of(Scores scores, Protocol protocol, double seconds, IReadOnlyList<SkippedFile> skipped, int seed = 0) =>
        Build(scores, protocol, seconds, skipped, Metrics.LogLoss(scores), (measure, isShareOfClips) =>
            Intervals.OverGroups(scores, measure, isShareOfClips, protocol.GroupKind ?? "group", seed));

    /// <summary>The results of several folds: each rate is the mean of the folds' rates.</summary>
    /// <param name="folds">What each fold left out, and its scores; two at least, all with the same labels.</param>
    /// <param name="foldKind">What a fold leaves out, in the singular ("person"); "fold" where it is no such thing.</param>
    /// <param name="protocol">How the scores were made; the number of folds is filled in.</param>
    /// <param name="seconds">Wall-clock time of the evaluation.</param>
    /// <param name="skipped">Files that could not be used.</param>
    /// <exception cref="ResultsException">The folds do not fit together, or one has no clip with a known truth.</exception>
    public static RunResults OfFolds(IReadOnlyList<(string Name, Scores Scores)> folds, string foldKind, Protocol protocol, double seconds, IReadOnlyList<SkippedFile> skipped)
    {
        if (folds.Count < 2)
        {
            throw new ResultsException($"an interval over folds needs two folds at least, found {folds.Count}");
        }

        var labels = folds[0].Scores.Labels;
        if (folds.FirstOrDefault(fold => !fold.Scores.Labels.SequenceEqual(labels)) is { Name: not null } other)
        {
            throw new ResultsException($"fold {other.Name} has other labels than fold {folds[0].Name}: [{string.Join(", ", other.Scores.Labels)}], not [{string.Join(", ", labels)}]");
        }

        FoldScore[] rates = [.. folds.Select(fold => FoldScore.Of(fold.Name, fold.Scores))];
        var all = new Scores(labels, [.. folds.SelectMany(fold => fold.Scores.Measurable().Clips)]);
        var results = Build(all, protocol with { Folds = folds.Count }, seconds, skipped, rates.Average(fold => fold.LogLoss), (measure, _) =>
            Intervals.OverFolds([.. folds.Select(fold => measure(fold.Scores.Outcomes()))], foldKind));
        return results with { Folds = rates };
    }

    /// <summary>The rates per class as scikit-learn prints them.</summary>
    public ClassificationReport Report() => ClassificationReport.Of(new ConfusionMatrix(Labels, Confusion));

    /// <summary>Writes <c>results.json</c>; nothing is left half written.</summary>
    /// <exception cref="ResultsException">The file cannot be written.</exception>
    public void Save(string path) => AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, this, ResultsJson.Files.RunResults));

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="ResultsException">There is no such file, or it holds no results.</exception>
    public static RunResults Load(string path) => ResultsJson.Load(path, ResultsJson.Files.RunResults, "evaluation writes it");

    private static RunResults Build(
        Scores scores, Protocol protocol, double seconds, IReadOnlyList<SkippedFile> skipped, double logLoss, Func<Measure, bool, Interval> intervalOf)
    {
        var classes = scores.Labels.Count;
        var confusion = ConfusionMatrix.Of(scores.Labels, scores.Outcomes());
        return new RunResults
        {
            Clips = confusion.Total,
            Top1 = intervalOf(outcomes => Metrics.TopK(outcomes, 1), true),
            Top5 = classes <= 5
                ? new Interval(1, 1, 1, $"always 1 with {classes} labels")
                : intervalOf(outcomes => Metrics.TopK(outcomes, 5), true),
            MeanClassAccuracy = intervalOf(outcomes => Metrics.MeanClassAccuracy(outcomes, classes), false),
            MacroF1 = intervalOf(outcomes => Metrics.MacroF1(outcomes, classes), false),
            LogLoss = logLoss,
            Labels = scores.Labels,
            Confusion = confusion.Counts,
            Classes = ClassificationReport.Of(confusion).Classes,
            Protocol = protocol,
            Seconds = seconds,
            Skipped = skipped,
        };
    }
}
