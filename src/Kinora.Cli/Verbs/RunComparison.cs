using Kinora.Results;
using Kinora.Results.Statistics;

namespace Kinora.Cli.Verbs;

/// <summary>An option that is not the same in all runs.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Values">One for each run; null where its recipe does not have it.</param>
internal sealed record DifferingSetting(string Name, IReadOnlyList<string?> Values);

/// <summary>How well one class was told in each run.</summary>
/// <param name="Label">The class.</param>
/// <param name="Scores">One for each run; null where it was not measured or has no such class.</param>
internal sealed record ComparedClass(string Label, IReadOnlyList<ClassScore?> Scores);

/// <summary>Another run against the first.</summary>
/// <param name="Run">The other run.</param>
/// <param name="Clips">The two on the same clips; null where they cannot be paired.</param>
/// <param name="Reason">Why they cannot, in words; null where they can.</param>
internal sealed record ComparedRun(ListedRun Run, PairedComparison? Clips, string? Reason);

/// <summary>Several runs side by side.</summary>
/// <param name="Runs">The runs, in the order in which they were named.</param>
/// <param name="Settings">The options in which they differ.</param>
/// <param name="Others">Each but the first against the first.</param>
/// <param name="Classes">All classes that one of them was measured on.</param>
internal sealed record RunComparison(
    IReadOnlyList<ListedRun> Runs, IReadOnlyList<DifferingSetting> Settings, IReadOnlyList<ComparedRun> Others, IReadOnlyList<ComparedClass> Classes)
{
    // Where a run lies and what it is called is no matter of how it was trained.
    private static readonly string[] Naming = ["name", "runs"];

    /// <summary>Compares runs.</summary>
    /// <exception cref="ResultsException">Scores cannot be read.</exception>
    public static RunComparison Of(IReadOnlyList<ListedRun> runs)
    {
        var settings = runs.SelectMany(run => run.Settings.Keys).Distinct().Except(Naming)
            .Select(key => new DifferingSetting(key, [.. runs.Select(run => run.Settings.GetValueOrDefault(key))]))
            .Where(setting => setting.Values.Distinct().Skip(1).Any());
        var classes = runs.SelectMany(run => run.Results?.Classes ?? []).Select(one => one.Label).Distinct()
            .Select(label => new ComparedClass(label, [.. runs.Select(run => run.Results?.Classes.FirstOrDefault(one => one.Label == label))]));
        return new RunComparison(runs, [.. settings], [.. runs.Skip(1).Select(run => Pair(runs[0], run))], [.. classes]);
    }

    private static ComparedRun Pair(ListedRun first, ListedRun other)
    {
        if (new[] { first, other }.FirstOrDefault(run => !File.Exists(run.Folder.Scores)) is { } unmeasured)
        {
            return new ComparedRun(other, null, $"{unmeasured.Name} has no scores.csv");
        }

        var compared = PairedComparison.Of(Scores.Load(first.Folder.Scores), Scores.Load(other.Folder.Scores), first.Results?.Protocol.GroupKind ?? "group");
        return new ComparedRun(other, compared, compared is null ? $"{first.Name} and {other.Name} did not measure the same clips" : null);
    }
}
