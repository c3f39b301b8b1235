using Kinora.Data.Splitting;
using Kinora.Results;

namespace Kinora.Training.Folds;

/// <summary>One training: which clips teach, which choose the epoch, which are measured. Numbers are those of the data set's samples.</summary>
/// <param name="Name">What is left out ("daria"); empty where there is one fold only.</param>
/// <param name="Train">Those that train.</param>
/// <param name="Selection">Those that choose the best epoch; empty where the last epoch is taken.</param>
/// <param name="Test">Those that the score is measured on.</param>
public sealed record TrainingFold(string Name, IReadOnlyList<int> Train, IReadOnlyList<int> Selection, IReadOnlyList<int> Test)
{
    /// <summary>All clips that the training sees against those measured. Where the measured clips chose the epoch, they are not among those it sees.</summary>
    public Fold Sides => new(Name, [.. Train.Concat(Selection).Except(Test).Order()], [.. Test.Order()]);
}

/// <summary>Everything that is trained and measured in a run, with the words that say how honest the score is.</summary>
/// <param name="Folds">One, or one for each group left out.</param>
/// <param name="Split">How the clips were divided, in words, for the protocol.</param>
/// <param name="SettingsChosenOn">Which data chose the epoch, in words, for the protocol.</param>
/// <param name="Audit">Whether a score on it can be trusted, as far as groups and equal files tell.</param>
public sealed record FoldPlan(IReadOnlyList<TrainingFold> Folds, string Split, string SettingsChosenOn, SplitVerdict Audit)
{
    /// <summary>What the score cannot tell; null where nothing is known against it.</summary>
    public string? Caution => Audit.Caution;
}
