namespace Kinora.Data;

/// <summary>How messages write counts and lists.</summary>
internal static class Words
{
    /// <summary>"1 clip", "3 clips".</summary>
    public static string Count(int count, string one, string? many = null) => $"{count} {(count == 1 ? one : many ?? one + "s")}";

    /// <summary>"a, b, c and 4 more".</summary>
    public static string List(IReadOnlyCollection<string> names, int shown = 3)
    {
        var list = string.Join(", ", names.Take(shown));
        return names.Count > shown ? $"{list} and {names.Count - shown} more" : list;
    }
}
