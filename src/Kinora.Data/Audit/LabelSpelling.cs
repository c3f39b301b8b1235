namespace Kinora.Data.Audit;

/// <summary>Classes that may be one class written in two ways.</summary>
internal static class LabelSpelling
{
    // Shorter names may differ by a letter and mean different things: jump and pjump, circle_cw and circle_ccw.
    private const int LongName = 10;

    /// <summary>Pairs of names that differ in case, spaces, hyphens and underscores only, or, where they are long, in one letter.</summary>
    public static IReadOnlyList<(string First, string Second)> Suspects(IReadOnlyList<string> labels)
    {
        string[] folded = [.. labels.Select(label => string.Concat(label.Where(char.IsLetterOrDigit)).ToLowerInvariant())];
        return
        [
            .. from i in Enumerable.Range(0, labels.Count)
               from j in Enumerable.Range(i + 1, labels.Count - i - 1)
               where folded[i].Length > 0 && (folded[i] == folded[j] || OneLetter(folded[i], folded[j]))
               select (labels[i], labels[j]),
        ];
    }

    // One letter changed, left out or doubled; digits number things.
    private static bool OneLetter(string a, string b)
    {
        if (Math.Min(a.Length, b.Length) < LongName || Math.Abs(a.Length - b.Length) > 1)
        {
            return false;
        }

        var start = 0;
        while (start < Math.Min(a.Length, b.Length) && a[start] == b[start])
        {
            start++;
        }

        var end = 0;
        while (end < Math.Min(a.Length, b.Length) - start && a[^(end + 1)] == b[^(end + 1)])
        {
            end++;
        }

        var (restOfA, restOfB) = (a[start..^end], b[start..^end]);
        return restOfA.Length <= 1 && restOfB.Length <= 1 && !(restOfA + restOfB).Any(char.IsDigit);
    }
}
