namespace Kinora.Data.Splitting;

/// <summary>What a model is trained with, and what chooses its best epoch: numbers of samples in ascending order, none in both.</summary>
/// <param name="Train">Numbers of the samples to train with.</param>
/// <param name="Validation">Numbers of the samples that are held out.</param>
public sealed record Split(IReadOnlyList<int> Train, IReadOnlyList<int> Validation);

/// <summary>
/// One round of a measurement: what is left out for the test, and what may be used to train and to choose settings. What
/// chooses the best epoch comes out of <see cref="Train"/> (<see cref="Splitter.Inner"/>), never out of <see cref="Test"/>.
/// </summary>
/// <param name="Name">The group that is left out, or "fold 3".</param>
/// <param name="Train">Numbers of the samples that may be used, ascending.</param>
/// <param name="Test">Numbers of the samples left out, ascending.</param>
public sealed record Fold(string Name, IReadOnlyList<int> Train, IReadOnlyList<int> Test);
