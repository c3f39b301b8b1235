namespace Kinora.Results.Statistics;

/// <summary>
/// 95 % intervals of rates. Clips of one person or recording resemble each other, so groups are taken as the independent
/// trials, never their clips:
/// <list type="bullet">
/// <item>30 groups or more: percentile bootstrap, whole groups drawn with replacement.</item>
/// <item>fewer: Student t around the rate over all clips, its error by the jackknife over groups
/// (<see href="https://doi.org/10.1137/1.9781611970319"/>); for groups of one size and a plain share this is the
/// t interval of the groups' means. Percentile bootstrap over so few is too narrow.</item>
/// <item>all groups alike, so that those have no width: Wilson over the groups.</item>
/// <item>groups unknown: Wilson over clips for a share of clips; for other rates each clip is a group. The method says
/// that clips were treated as independent.</item>
/// </list>
/// </summary>
public static class Intervals
{
    internal const int EnoughForBootstrap = 30;
    internal const double UpperTail = 0.975;

    // Differences below this are rounding, not spread.
    internal const double NoWidth = 1e-12;

    /// <summary>A rate over the clips whose truth is known.</summary>
    /// <param name="scores">The scores; clips without a known truth are left out.</param>
    /// <param name="measure">The rate.</param>
    /// <param name="isShareOfClips">Whether the rate is a number of clips divided by all clips, as accuracy is.</param>
    /// <param name="groupKind">What a group is, in the singular: "person".</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    /// <exception cref="ResultsException">No clip has a known truth.</exception>
    public static Interval OverGroups(Scores scores, Measure measure, bool isShareOfClips, string groupKind = "group", int seed = 0)
    {
        var clips = scores.Measurable().Clips;
        var outcomes = scores.Outcomes();
        var value = measure(outcomes);
        if (clips.Any(clip => clip.Group is null))
        {
            const string Caution = "clips treated as independent: groups are unknown";
            var over = Count(clips.Count, "clip");
            return isShareOfClips
                ? FromWilson(value, clips.Count, $"Wilson over {over}; {Caution}")
                : FromGroups(value, [.. outcomes.Select(outcome => new[] { outcome })], measure, over, $"; {Caution}", seed);
        }

        var groups = clips.Zip(outcomes).GroupBy(pair => pair.First.Group, pair => pair.Second).Select(group => group.ToArray()).ToArray();
        if (groups.Length == 1)
        {
            return FromWilson(value, clips.Count, $"Wilson over {Count(clips.Count, "clip")} of one {groupKind}; says nothing of any other {groupKind}");
        }

        return FromGroups(value, groups, measure, Count(groups.Length, groupKind), "", seed);
    }

    /// <summary>The mean of the folds' rates: Student t over folds; Wilson over folds where all are alike.</summary>
    /// <param name="folds">One rate per fold, two at least.</param>
    /// <param name="foldKind">What a fold leaves out, in the singular: "person"; or just "fold".</param>
    public static Interval OverFolds(IReadOnlyList<double> folds, string foldKind = "fold")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds.Count, 2);
        var mean = folds.Average();
        var deviation = Math.Sqrt(folds.Sum(rate => (rate - mean) * (rate - mean)) / (folds.Count - 1));
        var over = foldKind == "fold" ? $"{folds.Count} folds" : $"{folds.Count} folds, each leaving one {foldKind} out";
        return deviation < NoWidth
            ? FromWilson(mean, folds.Count, $"mean of {over}, all alike; Wilson over folds")
            : FromT(mean, deviation / Math.Sqrt(folds.Count), folds.Count, $"mean of {over}; Student t over folds");
    }

    private static Interval FromGroups(double value, Outcome[][] groups, Measure measure, string over, string caution, int seed)
    {
        if (groups.Length >= EnoughForBootstrap)
        {
            var (low, high) = GroupResampling.Bootstrap<Outcome>(groups, measure.Invoke, UpperTail, seed);
            if (high - low >= NoWidth)
            {
                return new Interval(value, low, high, $"percentile bootstrap over {over}, {GroupResampling.Draws} draws, seed {seed}{caution}");
            }
        }
        else if (groups.Length > 1)
        {
            var error = GroupResampling.JackknifeError<Outcome>(groups, measure.Invoke);
            if (error >= NoWidth)
            {
                return FromT(value, error, groups.Length, $"Student t over {over}, jackknife error{caution}");
            }
        }

        return FromWilson(value, groups.Length, $"Wilson over {over}, all alike{caution}");
    }

    private static Interval FromT(double value, double error, int count, string method)
    {
        var half = error * StudentT.Quantile(UpperTail, count - 1);
        return new Interval(value, Math.Max(0, value - half), Math.Min(1, value + half), method);
    }

    private static Interval FromWilson(double value, int count, string method)
    {
        var (low, high) = Wilson.Of(value, count);
        return new Interval(value, low, high, method);
    }

    internal static string Count(int number, string kind) => number == 1 ? $"1 {kind}" : $"{number} {kind}s";
}
