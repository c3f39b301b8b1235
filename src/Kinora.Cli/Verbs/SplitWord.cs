using Kinora.Cli.Options;
using Kinora.Data;
using Kinora.Data.Splitting;
using Kinora.Training;
using Kinora.Training.Folds;

namespace Kinora.Cli.Verbs;

/// <summary>The words for splits that <c>data audit</c> and <c>data split</c> take: those of <c>train</c>, and k-fold.</summary>
internal static class SplitWord
{
    private const string KFold = "k-fold";
    private const string LeaveOneGroupOut = "leave-one-group-out";

    // People say what the group is.
    private static readonly string[] leaveOneOut = [LeaveOneGroupOut, "leave-one-person-out", "leave-one-recording-out"];

    /// <summary>The words, for messages.</summary>
    public static IReadOnlyList<string> All { get; } = ["auto", "official", "random", "group", KFold, .. leaveOneOut];

    /// <summary>Whether this is one of the words.</summary>
    public static bool Is(string text) => All.Any(word => ValueFormat.Fold(word) == ValueFormat.Fold(text));

    /// <summary>Divides clips as <c>train</c> would with the same settings.</summary>
    /// <returns>The division in words, and what is trained with and measured each time.</returns>
    public static (string Words, IReadOnlyList<Fold> Folds) Divide(DataSet data, string word, Division how)
    {
        if (ValueFormat.Fold(word) == ValueFormat.Fold(KFold))
        {
            return Folds(data, how);
        }

        var kind = leaveOneOut.Any(one => ValueFormat.Fold(one) == ValueFormat.Fold(word))
            ? SplitKind.LeaveOneGroupOut
            : Enum.Parse<SplitKind>(word, ignoreCase: true);
        var plan = FoldPlanner.Plan(data, new TrainingOptions { Split = kind, Validation = how.Validation, Subset = how.Subset, Seed = how.Seed });
        return (plan.Split, [.. plan.Folds.Select(fold => fold.Sides)]);
    }

    private static (string Words, IReadOnlyList<Fold> Folds) Folds(DataSet data, Division how)
    {
        var among = how.Subset > 0 ? Splitter.Subset(data, how.Subset, how.Seed) : null;
        return data.HasGroups
            ? ($"{how.Folds} folds of whole groups ({data.GroupKind}), seed {how.Seed}", Splitter.GroupedFolds(data, how.Folds, how.Seed, among))
            : ($"{how.Folds} stratified folds, seed {how.Seed}", Splitter.Folds(data, how.Folds, how.Seed, among));
    }
}

/// <summary>How clips are divided.</summary>
/// <param name="Folds">Folds of k-fold.</param>
/// <param name="Validation">Fraction that is held out.</param>
/// <param name="Subset">A stratified subset of so many clips; 0 for all.</param>
/// <param name="Seed">Seed of everything random.</param>
internal sealed record Division(int Folds, double Validation, int Subset, int Seed);
