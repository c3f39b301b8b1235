namespace Kinora.Results.Statistics;

/// <summary>Two models on the same clips.</summary>
/// <param name="Clips">Clips that both were measured on.</param>
/// <param name="OnlyFirst">Clips that only the first had right.</param>
/// <param name="OnlySecond">Clips that only the second had right.</param>
/// <param name="McNemar">Probability of such a difference where both are equally good, with the clips taken as independent: <see cref="Statistics.McNemar"/>.</param>
/// <param name="Top1">How much larger the second's share of right clips is; over groups where these are known, as <see cref="Intervals"/>.</param>
public sealed record PairedComparison(int Clips, int OnlyFirst, int OnlySecond, double McNemar, Difference Top1)
{
    /// <summary>Compares; null where the two did not measure the same clips with the same truth.</summary>
    /// <param name="first">The scores to compare with.</param>
    /// <param name="second">The other scores, in any order.</param>
    /// <param name="groupKind">What a group is, in the singular: "person".</param>
    /// <param name="seed">Seed of the bootstrap, used from 30 groups up.</param>
    /// <exception cref="ResultsException">No clip has a known truth.</exception>
    public static PairedComparison? Of(Scores first, Scores second, string groupKind = "group", int seed = 0)
    {
        var (one, other) = (first.Measurable().Clips, second.Measurable().Clips);
        var byName = other.GroupBy(clip => clip.Name, StringComparer.Ordinal).ToDictionary(clips => clips.Key, clips => clips.First(), StringComparer.Ordinal);
        if (one.Count != other.Count || one.Any(clip => !byName.TryGetValue(clip.Name, out var same) || first.Labels[clip.Truth!.Value] != second.Labels[same.Truth!.Value]))
        {
            return null;
        }

        // What the second has more of each clip: -1, 0 or 1.
        var gains = one.Select(clip => (clip.Group, Gain: Right(byName[clip.Name]) - Right(clip))).ToArray();
        var (onlyFirst, onlySecond) = (gains.Count(clip => clip.Gain < 0), gains.Count(clip => clip.Gain > 0));
        return new PairedComparison(gains.Length, onlyFirst, onlySecond, Statistics.McNemar.Probability(onlyFirst, onlySecond), Over(gains, groupKind, seed));

        static int Right(ClipScore clip) => clip.Predicted == clip.Truth ? 1 : 0;
    }

    private static Difference Over((string? Group, int Gain)[] gains, string groupKind, int seed)
    {
        var areKnown = gains.All(clip => clip.Group is not null) && gains.Select(clip => clip.Group).Distinct().Skip(1).Any();
        int[][] groups = areKnown
            ? [.. gains.GroupBy(clip => clip.Group, clip => clip.Gain).Select(group => group.ToArray())]
            : [.. gains.Select(clip => new[] { clip.Gain })];
        var over = areKnown ? Intervals.Count(groups.Length, groupKind) : $"{Intervals.Count(groups.Length, "clip")}, treated as independent";
        var value = Mean([.. gains.Select(clip => clip.Gain)]);
        if (groups.Length >= Intervals.EnoughForBootstrap)
        {
            var (low, high) = GroupResampling.Bootstrap<int>(groups, Mean, Intervals.UpperTail, seed);
            if (high - low >= Intervals.NoWidth)
            {
                return new Difference(value, low, high, $"paired percentile bootstrap over {over}, {GroupResampling.Draws} draws, seed {seed}");
            }
        }
        else if (groups.Length > 1 && GroupResampling.JackknifeError<int>(groups, Mean) is >= Intervals.NoWidth and var error)
        {
            return Difference.FromT(value, error, groups.Length, $"paired Student t over {over}, jackknife error");
        }

        return Difference.AllAlike(value, groups.Length, over);
    }

    private static double Mean(ReadOnlySpan<int> gains)
    {
        var sum = 0;
        foreach (var gain in gains)
        {
            sum += gain;
        }

        return (double)sum / gains.Length;
    }
}
