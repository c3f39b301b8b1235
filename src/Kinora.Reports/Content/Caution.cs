using Kinora.Results;

namespace Kinora.Reports.Content;

/// <summary>Something that the score cannot tell.</summary>
/// <param name="Heading">In a few words.</param>
/// <param name="Text">In a sentence or two.</param>
public sealed record Caution(string Heading, string Text)
{
    private const double WideInterval = 0.1;
    private const int FewClips = 5;

    /// <summary>What is to be said of these results, the gravest first.</summary>
    internal static IReadOnlyList<Caution> Of(RunResults results) =>
        [.. new[] { Groups(results.Protocol), Chosen(results.Protocol), Width(results.Top1), Thin(results), Skipped(results), Single(results), Attempts, Beyond(results) }.OfType<Caution>()];

    private static Caution? Groups(Protocol protocol) => protocol switch
    {
        { Audit: { Verdict: SplitTrust.Leaked, Reason: var reason } } => new("Training and measured clips are not kept apart", Sentence(reason)),
        { Caution: { } known, GroupKind: not null } => new("Training and measured clips are not kept apart", Sentence(known)),
        { GroupKind: null } => new(
            "Who is in the clips is unknown",
            "Clips of one person, place or source video may stand on both sides of the split, which makes a score too good. How well the network does with persons it never saw, this score cannot tell. A groups.tsv beside the clips, or a group column in the list, lets Kinora keep them apart."),
        { Split: var split } when split.StartsWith("random", StringComparison.Ordinal) => new(
            $"The {protocol.GroupKind}s were not kept apart",
            $"The split is random although each clip's {protocol.GroupKind} is known, so that one may stand on both sides: the score may be too good. --split group keeps them apart."),
        _ => null,
    };

    private static Caution? Chosen(Protocol protocol) => protocol.SettingsChosenOn.Contains("that are measured", StringComparison.Ordinal)
        ? new("The measured clips also chose the best epoch", "Of all epochs the one that did best on these very clips was kept, and the score is that epoch's. It is a little too good; the fewer clips, the more so.")
        : null;

    private static Caution? Width(Interval top1) => top1.High - top1.Low > WideInterval
        ? new(
            "Few clips, wide interval",
            $"The interval spans {ScoreWords.OfHundred(top1.High - top1.Low)} percentage points. Two trainings whose scores differ by less than that cannot be told apart by a measurement of this size.")
        : null;

    private static Caution? Thin(RunResults results)
    {
        var thin = results.Classes.Where(score => score.Support < FewClips).ToArray();
        return thin.Length == 0
            ? null
            : new(
                thin.Length == results.Classes.Count ? $"No class has {FewClips} measured clips" : $"{ScoreWords.Count(thin.Length, "class")} with fewer than {FewClips} measured clips",
                $"One clip more or less changes the figures of these classes by a fifth or more; read them as anecdotes: {ScoreWords.Listed([.. thin.Select(score => $"{score.Label} ({score.Support})")])}.");
    }

    private static Caution? Skipped(RunResults results) => results.Skipped.Count == 0
        ? null
        : new(
            $"{ScoreWords.Count(results.Skipped.Count, "file")} could not be used",
            $"They are in no number here: {ScoreWords.Listed([.. results.Skipped.Select(file => $"{file.File} ({file.Reason})")])}.");

    private static Caution? Single(RunResults results) => results.Folds is null
        ? new("One training, one division", "Another seed, or another choice of the clips that are held out, gives another score. The interval tells how far the choice of measured clips may mislead; it knows nothing of the luck of one training. Train with other seeds (--seed) and see how far the scores lie apart.")
        : null;

    // Whether this was the first attempt, only those who trained know.
    private static Caution Attempts { get; } = new(
        "Earlier attempts are not counted",
        "Whoever tries many settings and keeps those that score best on the same clips gets a score that is too good, however the clips were divided. Only clips that were never looked at before tell for certain.");

    private static Caution Beyond(RunResults results) => new(
        "Only what is in the data was measured",
        $"Other cameras, rooms, light and persons than those of \u201c{results.Protocol.Data}\u201d were not. The network knows {results.Labels.Count} labels and no other: whatever else a video shows, it will be called one of them.");

    private static string Sentence(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}.";
}
