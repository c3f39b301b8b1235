using Kinora.Results;

namespace Kinora.Reports.Content;

/// <summary>The score in words that need no statistics.</summary>
public static class ScoreWords
{
    /// <summary>"Of 100 clips …, about 83 would be named right. It was measured on …, and the true number may lie anywhere from 74 to 92."</summary>
    /// <param name="results">The results.</param>
    /// <param name="groups">Number of different persons or recordings that were measured; 0 where unknown.</param>
    public static string Sentence(RunResults results, int groups)
    {
        var top1 = results.Top1;
        var (low, high) = (OfHundred(top1.Low), OfHundred(top1.High));
        var measured = $"It was measured on {Clips(results.Clips)}{(groups > 0 ? $" of {Count(groups, results.Protocol.GroupKind ?? "group")}" : "")}";
        var range = low == high ? $"{measured}." : $"{measured}, and the true number may lie anywhere from {low} to {high}.";
        return $"Of 100 clips like these that the network has not been trained on, about {OfHundred(top1.Value)} would be named right. {range}";
    }

    /// <summary>What a program that has learnt nothing would get.</summary>
    public static string Baseline(RunResults results)
    {
        var largest = results.Classes.MaxBy(score => score.Support)!;
        return $"For comparison: guessing among {results.Labels.Count} labels gets {OfHundred(1.0 / results.Labels.Count)} of 100 right, always answering \u201c{largest.Label}\u201d {OfHundred((double)largest.Support / results.Clips)}.";
    }

    /// <summary>What the network was taught, and which labels it knows best and worst; one sentence each.</summary>
    public static IReadOnlyList<string> Learnt(RunResults results, string? network)
    {
        var measured = results.Classes.Where(score => score.Support > 0).ToArray();
        var perfect = measured.Where(score => score.Recall == 1).Select(score => Quoted(score.Label)).ToArray();
        var lowest = measured.Min(score => score.Recall);
        var worst = measured.Where(score => score.Recall == lowest).Select(score => $"{Quoted(score.Label)} ({(int)Math.Round(score.Recall * score.Support)} of {score.Support})").ToArray();
        var learnt = $"The network{(network is null ? "" : $" {network}")} was taught to tell {Count(results.Labels.Count, "action")} apart: {Listed([.. results.Labels.Select(Quoted)])}.";
        var best = perfect.Length switch
        {
            0 => "Of no action were all measured clips named right.",
            _ when perfect.Length == measured.Length => "Every measured clip was named right.",
            _ => $"All measured clips of {Listed(perfect)} were named right.",
        };
        return worst.Length == measured.Length ? [learnt, best] : [learnt, best, $"It does worst on {Listed(worst)}; in brackets the clips named right."];
    }

    /// <summary>A rate in percent with one decimal: "82.9 %".</summary>
    public static string Percent(double rate) => $"{100 * rate:F1}\u00a0%";

    /// <summary>A rate as a whole number of hundred.</summary>
    public static int OfHundred(double rate) => (int)Math.Round(100 * rate, MidpointRounding.AwayFromZero);

    internal static string Clips(int count) => Count(count, "clip");

    internal static string Count(int count, string singular) => count == 1 ? $"1 {singular}" : $"{count} {Plural(singular)}";

    /// <summary>A duration that people can picture: "41 s", "22 min", "3 h 5 min".</summary>
    internal static string Duration(double seconds) => seconds switch
    {
        < 100 => $"{Math.Max(1, Math.Round(seconds)):F0} s",
        < 5940 => $"{Math.Round(seconds / 60):F0} min",
        _ => $"{(int)((seconds + 30) / 3600)} h {(int)((seconds + 30) % 3600 / 60)} min",
    };

    internal static string Quoted(string name) => $"\u201c{name}\u201d";

    /// <summary>"a, b and c"; of more than a dozen the first ones and how many more.</summary>
    internal static string Listed(IReadOnlyList<string> names)
    {
        const int Longest = 12;
        return names.Count switch
        {
            1 => names[0],
            > Longest => $"{string.Join(", ", names.Take(Longest))} and {names.Count - Longest} more",
            _ => $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}",
        };
    }

    private static string Plural(string singular) => singular.EndsWith('s') || singular.EndsWith("sh", StringComparison.Ordinal) ? $"{singular}es" : $"{singular}s";
}
