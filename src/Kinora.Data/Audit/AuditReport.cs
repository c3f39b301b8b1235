using Kinora.Data.Loading;
using Kinora.Data.Splitting;
using Kinora.Results;

namespace Kinora.Data.Audit;

/// <summary>All that an audit found.</summary>
public sealed record AuditReport
{
    /// <summary>Whether a score on the split can be trusted.</summary>
    public required SplitVerdict Verdict { get; init; }

    /// <summary>Clips looked at: all that some fold trains with or measures.</summary>
    public required int Clips { get; init; }

    /// <summary>Groups on both sides, those with the most measured clips first.</summary>
    public required IReadOnlyList<SharedGroup> SharedGroups { get; init; }

    /// <summary>Clips that show the same, those on both sides first.</summary>
    public required IReadOnlyList<FoundCopy> Copies { get; init; }

    /// <summary>Files that cannot be read, with the reason.</summary>
    public required IReadOnlyList<ClipProblem> Broken { get; init; }

    /// <summary>Files that can be read in part only, with the reason.</summary>
    public required IReadOnlyList<ClipProblem> ReadInPart { get; init; }

    /// <summary>Clips with fewer frames than asked for, and how many they have.</summary>
    public required IReadOnlyList<(Sample Sample, int Frames)> TooShort { get; init; }

    /// <summary>Clips too short to be compared with others by their motion.</summary>
    public required IReadOnlyList<Sample> NotCompared { get; init; }

    /// <summary>Names of classes that may mean the same.</summary>
    public required IReadOnlyList<(string First, string Second)> SimilarLabels { get; init; }

    /// <summary>Clips of each class.</summary>
    public required IReadOnlyList<ClassBalance> Classes { get; init; }

    /// <summary>Copies whose labels differ: one of them is wrong.</summary>
    public IEnumerable<FoundCopy> SuspectLabels => Copies.Where(copy => copy.First.Label != copy.Second.Label);

    /// <summary>Clips of the largest class for each of the smallest; not below 1.</summary>
    public double Imbalance => Classes.Count == 0 ? 1 : (double)Classes.Max(one => one.Clips) / Math.Max(1, Classes.Min(one => one.Clips));
}

/// <summary>A group on both sides.</summary>
/// <param name="Group">Its name.</param>
/// <param name="Fold">The fold's name; empty where there is one only.</param>
/// <param name="Training">Its clips that train.</param>
/// <param name="Measured">Its clips that are measured.</param>
public sealed record SharedGroup(string Group, string Fold, int Training, int Measured);

/// <summary>Two clips that show the same.</summary>
/// <param name="First">A clip.</param>
/// <param name="Second">Another.</param>
/// <param name="Score">How alike, from 0 to 1.</param>
/// <param name="How">What the second is to the first, in words.</param>
/// <param name="Across">The fold in which they are on both sides, null where they never are.</param>
public sealed record FoundCopy(Sample First, Sample Second, double Score, string How, Fold? Across);

/// <summary>Clips of one class.</summary>
/// <param name="Label">The class.</param>
/// <param name="Clips">All its clips.</param>
/// <param name="FewestTraining">Those that train, in the fold with the fewest.</param>
/// <param name="FewestMeasured">Those that are measured, in the fold with the fewest.</param>
/// <param name="Measured">Those that are measured, over all folds.</param>
public sealed record ClassBalance(string Label, int Clips, int FewestTraining, int FewestMeasured, int Measured);
