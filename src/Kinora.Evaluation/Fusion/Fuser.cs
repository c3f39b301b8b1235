using Kinora.Inference.Fusion;
using Kinora.Results;

namespace Kinora.Evaluation.Fusion;

/// <summary>One part of a fusion: a fold, or all.</summary>
/// <param name="Name">What the fold leaves out; empty where there is one part only.</param>
/// <param name="Matched">What the streams say.</param>
/// <param name="Weights">The weights that were used; null where the method takes none.</param>
/// <param name="ChosenOn">Clips that the weights were chosen on; 0 where they were not chosen.</param>
/// <param name="Fused">What they say together.</param>
public sealed record FusedPart(string Name, MatchedScores Matched, IReadOnlyList<double>? Weights, int ChosenOn, Scores Fused);

/// <summary>Several streams fused.</summary>
/// <param name="Streams">Their names.</param>
/// <param name="Method">How.</param>
/// <param name="Parts">The folds, or one part.</param>
/// <param name="WeightsFrom">Where the weights come from, in words, for the protocol.</param>
public sealed record FusedStreams(IReadOnlyList<string> Streams, FusionMethod Method, IReadOnlyList<FusedPart> Parts, string WeightsFrom)
{
    /// <summary>The clips that a stream lacks.</summary>
    public IReadOnlyList<MissingClip> Missing => [.. Parts.SelectMany(part => part.Matched.Missing)];

    /// <summary>What one stream says of the clips that all have, by part.</summary>
    public IReadOnlyList<(string Name, Scores Scores)> Alone(int stream) => [.. Parts.Select(part => (part.Name, part.Matched.Alone(stream)))];

    /// <summary>What all say together, by part.</summary>
    public IReadOnlyList<(string Name, Scores Scores)> Together => [.. Parts.Select(part => (part.Name, part.Fused))];
}

/// <summary>
/// Fuses streams. Weights are chosen on clips that are not measured with them: on those that chose the epochs, or, fold by fold, on
/// the measured clips of the other folds.
/// </summary>
public static class Fuser
{
    /// <summary>Fuses.</summary>
    /// <param name="streams">Two or more.</param>
    /// <param name="method">How.</param>
    /// <param name="weights">A weight per stream for <see cref="FusionMethod.Weighted"/>; null chooses them.</param>
    /// <exception cref="ResultsException">The streams do not fit together, or there are no clips to choose weights on.</exception>
    public static FusedStreams Fuse(IReadOnlyList<FusionStream> streams, FusionMethod method, IReadOnlyList<double>? weights = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(streams.Count, 2);
        string[] names = [.. streams.Select(stream => stream.Name)];
        var folds = streams[0].Parts.Select(part => part.Name).ToArray();
        if (streams.Any(stream => !stream.Parts.Select(part => part.Name).SequenceEqual(folds)))
        {
            streams = [.. streams.Select(stream => stream.Joined())];
        }

        MatchedScores[] parts = [.. Enumerable.Range(0, streams[0].Parts.Count).Select(part => MatchedScores.Of([.. streams.Select(stream => (stream.Name, stream.Parts[part].Measured))]))];
        var (chosen, words) = WeightsOf(streams, parts, method, weights);
        return new FusedStreams(
            names,
            method,
            [.. parts.Select((matched, part) =>
            {
                var (used, clips) = chosen[part];
                return new FusedPart(streams[0].Parts[part].Name, matched, used, clips, matched.Fused(probabilities => FusionRule.Apply(method, probabilities, used)));
            })],
            words);
    }

    // Weights of each part, and where they come from in words.
    private static ((IReadOnlyList<double>? Weights, int Clips)[] Chosen, string Words) WeightsOf(
        IReadOnlyList<FusionStream> streams, MatchedScores[] parts, FusionMethod method, IReadOnlyList<double>? given)
    {
        if (method is FusionMethod.Sum or FusionMethod.Max)
        {
            return (new (IReadOnlyList<double>?, int)[parts.Length], "nothing was chosen");
        }

        if (given is not null)
        {
            var sum = given.Sum();
            IReadOnlyList<double> shares = [.. given.Select(weight => weight / sum)];
            return ([.. parts.Select(_ => ((IReadOnlyList<double>?)shares, 0))], "weights given");
        }

        if (Enumerable.Range(0, parts.Length).All(part => streams.All(stream => stream.Parts[part].Validation is not null)))
        {
            MatchedScores[] validation = [.. Enumerable.Range(0, parts.Length).Select(part => MatchedScores.Of([.. streams.Select(stream => ($"the validation of {stream.Name}", stream.Parts[part].Validation!))]))];
            return (
                [.. validation.Zip(parts, (others, part) => Fit(Others(others.Clips, part)))],
                parts.Length == 1 ? "weights chosen on the clips that chose the epochs" : "weights of each fold chosen on the clips that chose its epochs");
        }

        if (parts.Length == 1)
        {
            throw new ResultsException(
                $"weights cannot be chosen: {string.Join(" and ", streams.Where(stream => stream.Parts[0].Validation is null).Select(stream => stream.Name))} {(streams.Count(stream => stream.Parts[0].Validation is null) > 1 ? "have" : "has")} no scores of clips that are not measured; train with --inner-validation, give --weights, or take --method sum");
        }

        return (
            [.. parts.Select((measured, left) => Fit(Others(parts.Where((_, part) => part != left).SelectMany(part => part.Clips), measured)))],
            "weights of each fold chosen on the measured clips of the other folds");

        // No clip has a say in the weights it is measured with.
        static MatchedClip[] Others(IEnumerable<MatchedClip> clips, MatchedScores measured)
        {
            var names = measured.Clips.Select(clip => clip.Name).ToHashSet(StringComparer.Ordinal);
            return [.. clips.Where(clip => clip.Truth is not null && !names.Contains(clip.Name))];
        }

        (IReadOnlyList<double>?, int) Fit(MatchedClip[] clips) => clips.Length > 0
            ? (method == FusionMethod.Learned ? PoolWeights.Fit(clips) : MixtureWeights.Fit(clips), clips.Length)
            : throw new ResultsException("weights cannot be chosen: the streams have no clips of known label in common but those that are measured; give --weights, or take --method sum");
    }
}
