using Kinora.Results;
using Kinora.Results.Statistics;

namespace Kinora.Evaluation.Fusion;

/// <summary>Clips on which the fused streams and one of them alone disagree about the truth.</summary>
/// <param name="Right">Wrong alone, right fused.</param>
/// <param name="Wrong">Right alone, wrong fused.</param>
/// <param name="Difference">Fused minus alone, as a share of the clips measured; may be negative.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Method">How the interval was made, and over what.</param>
public sealed record TurnedClips(int Right, int Wrong, double Difference, double Low, double High, string Method)
{
    private const double UpperTail = 0.975;

    /// <summary>
    /// Compares clip by clip. Groups are the independent trials where all are known, two at least, else clips are: Student t around
    /// the difference, its error by the jackknife. Where no trial differs from another that has no width, and the end of Wilson's interval
    /// for none of so many trials stands on both sides.
    /// </summary>
    /// <param name="alone">One stream.</param>
    /// <param name="fused">All, for the same clips in the same order.</param>
    /// <param name="groupKind">What a group is, in the singular.</param>
    public static TurnedClips Of(IReadOnlyList<ClipScore> alone, IReadOnlyList<ClipScore> fused, string groupKind)
    {
        var clips = alone.Zip(fused).Where(pair => pair.First.Truth is not null)
            .Select(pair => (pair.First.Group, Change: (pair.Second.Predicted == pair.Second.Truth ? 1 : 0) - (pair.First.Predicted == pair.First.Truth ? 1 : 0))).ToArray();
        var (right, wrong) = (clips.Count(clip => clip.Change > 0), clips.Count(clip => clip.Change < 0));
        var difference = (right - wrong) / (double)clips.Length;
        var isGrouped = clips.All(clip => clip.Group is not null) && clips.DistinctBy(clip => clip.Group).Skip(1).Any();
        var trials = isGrouped
            ? clips.GroupBy(clip => clip.Group).Select(group => (Sum: group.Sum(clip => clip.Change), Count: group.Count())).ToArray()
            : [.. clips.Select(clip => (Sum: clip.Change, Count: 1))];
        var over = isGrouped ? $"{trials.Length} {groupKind}s" : $"{trials.Length} clips, treated as independent";
        var without = trials.Select(trial => clips.Length == trial.Count ? 0 : (right - wrong - trial.Sum) / (double)(clips.Length - trial.Count)).ToArray();
        var mean = without.Average();
        var error = Math.Sqrt(without.Sum(value => (value - mean) * (value - mean)) * (trials.Length - 1) / trials.Length);
        var (half, method) = error > 1e-12
            ? (error * StudentT.Quantile(UpperTail, trials.Length - 1), $"paired, Student t over {over}, jackknife error")
            : (Wilson.Of(0, trials.Length).High, $"paired, Wilson over {over}, all alike");
        return new TurnedClips(right, wrong, difference, Math.Max(-1, difference - half), Math.Min(1, difference + half), method);
    }
}
