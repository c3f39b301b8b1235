using Kinora.Results;

namespace Kinora.Evaluation.Fusion;

/// <summary>A clip of which every stream said something.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Group">Its group; null where unknown.</param>
/// <param name="Truth">The number of its true label; null where unknown.</param>
/// <param name="Streams">Of each stream the probability of each label.</param>
public sealed record MatchedClip(string Name, string? Group, int? Truth, float[][] Streams);

/// <summary>A clip that some streams know nothing of.</summary>
/// <param name="Clip">Its name.</param>
/// <param name="AbsentFrom">The streams.</param>
public sealed record MissingClip(string Clip, IReadOnlyList<string> AbsentFrom);

/// <summary>The scores of several streams for the same clips, matched by the clips' names; labels in the first stream's order.</summary>
public sealed class MatchedScores
{
    private MatchedScores(IReadOnlyList<string> labels, IReadOnlyList<MatchedClip> clips, IReadOnlyList<MissingClip> missing) =>
        (Labels, Clips, Missing) = (labels, clips, missing);

    /// <summary>The labels.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The clips that every stream has, in the first stream's order.</summary>
    public IReadOnlyList<MatchedClip> Clips { get; }

    /// <summary>The clips that a stream lacks; they are in no number.</summary>
    public IReadOnlyList<MissingClip> Missing { get; }

    /// <summary>Matches scores.</summary>
    /// <param name="streams">Names and scores, one at least.</param>
    /// <exception cref="ResultsException">Labels or truths differ, a clip stands twice, or the streams have no clip in common.</exception>
    public static MatchedScores Of(IReadOnlyList<(string Name, Scores Scores)> streams)
    {
        var first = streams[0];
        var columns = streams.Select(stream => Columns(first, stream)).ToArray();
        var clips = streams.Select(ByName).ToArray();
        var (matched, missing) = (new List<MatchedClip>(), new List<MissingClip>());
        foreach (var name in streams.SelectMany(stream => stream.Scores.Clips).Select(clip => clip.Name).Distinct(StringComparer.Ordinal))
        {
            string[] absent = [.. streams.Index().Where(stream => !clips[stream.Index].ContainsKey(name)).Select(stream => stream.Item.Name)];
            if (absent.Length > 0)
            {
                missing.Add(new MissingClip(name, absent));
                continue;
            }

            var said = clips.Select(stream => stream[name]).ToArray();
            float[][] probabilities = [.. said.Select((clip, stream) => Array.ConvertAll(columns[stream], column => clip.Probabilities[column]))];
            matched.Add(new MatchedClip(name, said[0].Group, TruthOf(name), probabilities));

            int? TruthOf(string clip)
            {
                string[] truths = [.. said.Zip(streams, (one, stream) => one.Truth is { } truth ? stream.Scores.Labels[truth] : null).OfType<string>().Distinct(StringComparer.Ordinal)];
                return truths.Length > 1
                    ? throw new ResultsException($"{clip} is {string.Join(" in one stream and ", truths)} in another: the streams were not measured on the same data")
                    : truths.Length == 0 ? null : first.Scores.Labels.ToList().IndexOf(truths[0]);
            }
        }

        return matched.Count > 0
            ? new MatchedScores(first.Scores.Labels, matched, missing)
            : throw new ResultsException($"{string.Join(" and ", streams.Select(stream => stream.Name))} have no clip in common: the first names clips such as {first.Scores.Clips.FirstOrDefault()?.Name}, the last such as {streams[^1].Scores.Clips.FirstOrDefault()?.Name}");
    }

    /// <summary>What one stream says of these clips.</summary>
    public Scores Alone(int stream) => Fused(probabilities => probabilities[stream]);

    /// <summary>What all say together.</summary>
    /// <param name="fuse">Makes one probability per label of those of each stream.</param>
    public Scores Fused(Func<float[][], float[]> fuse) =>
        new(Labels, [.. Clips.Select(clip => new ClipScore(clip.Name, clip.Group, clip.Truth, fuse(clip.Streams)))]);

    // Where each label of the first stream stands in another.
    private static int[] Columns((string Name, Scores Scores) first, (string Name, Scores Scores) other)
    {
        var places = other.Scores.Labels.Index().ToDictionary(label => label.Item, label => label.Index, StringComparer.Ordinal);
        var (mine, theirs) = (first.Scores.Labels.Where(label => !places.ContainsKey(label)).ToList(), other.Scores.Labels.Except(first.Scores.Labels, StringComparer.Ordinal).ToList());
        return mine.Count + theirs.Count == 0
            ? [.. first.Scores.Labels.Select(label => places[label])]
            : throw new ResultsException($"{first.Name} and {other.Name} tell other classes apart: {string.Join(", ", mine.Select(label => $"{label} (the first only)").Concat(theirs.Select(label => $"{label} (the second only)")).Take(6))}");
    }

    private static Dictionary<string, ClipScore> ByName((string Name, Scores Scores) stream)
    {
        var clips = new Dictionary<string, ClipScore>(StringComparer.Ordinal);
        foreach (var clip in stream.Scores.Clips)
        {
            if (!clips.TryAdd(clip.Name, clip))
            {
                throw new ResultsException($"{stream.Name} has two scores for {clip.Name}; expected one");
            }
        }

        return clips;
    }
}
