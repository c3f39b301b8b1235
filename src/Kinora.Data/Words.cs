using System.Globalization;

namespace Kinora.Data;

/// <summary>How messages write counts and lists.</summary>
internal static class Words
{
    /// <summary>"1 clip", "3 clips".</summary>
    public static string Count(long count, string one, string? many = null) => $"{count} {(count == 1 ? one : many ?? one + "s")}";

    /// <summary>"a, b, c and 4 more"; there may be more of them, <paramref name="count"/>, than have a name.</summary>
    public static string List(IReadOnlyCollection<string> names, int shown = 3, long? count = null)
    {
        var list = string.Join(", ", names.Take(shown));
        var more = (count ?? names.Count) - Math.Min(shown, names.Count);
        return more > 0 ? $"{list} and {more} more" : list;
    }

    /// <summary>"9,537".</summary>
    public static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
