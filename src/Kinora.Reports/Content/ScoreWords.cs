using Kinora.Results;

namespace Kinora.Reports.Content;

/// <summary>The score in words that need no statistics.</summary>
public static class ScoreWords
{
    /// <summary>"Of 100 clips …, about 83 would be named right. Measured on …, so it could be 74 to 92."</summary>
    /// <param name="results">The results.</param>
    /// <param name="groups">Number of different persons or recordings that were measured; 0 where unknown.</param>
    public static string Sentence(RunResults results, int groups)
    {
        var top1 = results.Top1;
        var (low, high) = (OfHundred(top1.Low), OfHundred(top1.High));
        var measured = $"It was measured on {Clips(results.Clips)}{(groups > 0 ? $" of {Count(groups, results.Protocol.GroupKind ?? "group")}" : "")}";
        var range = low == high ? $"{measured}." : $"{measured}, and with so many and no more the true number could be anything from {low} to {high}.";
        return $"Of 100 clips like these that the network has not been trained on, about {OfHundred(top1.Value)} would be named right. {range}";
    }

    /// <summary>What a program that has learnt nothing would get.</summary>
    public static string Baseline(RunResults results)
    {
        var largest = results.Classes.MaxBy(score => score.Support)!;
        return $"For comparison: guessing among {results.Labels.Count} labels gets {OfHundred(1.0 / results.Labels.Count)} of 100 right, always answering \u201c{largest.Label}\u201d {OfHundred((double)largest.Support / results.Clips)}.";
    }

    /// <summary>A rate as a whole number of hundred.</summary>
    public static int OfHundred(double rate) => (int)Math.Round(100 * rate, MidpointRounding.AwayFromZero);

    internal static string Clips(int count) => Count(count, "clip");

    internal static string Count(int count, string singular) => count == 1 ? $"1 {singular}" : $"{count} {Plural(singular)}";

    private static string Plural(string singular) => singular.EndsWith('s') || singular.EndsWith("sh", StringComparison.Ordinal) ? $"{singular}es" : $"{singular}s";
}
