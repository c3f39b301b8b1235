namespace Kinora.Reports.Descriptions;

/// <summary>How the pages about data write words and numbers.</summary>
internal static class DataWords
{
    /// <summary>The words with a capital first.</summary>
    public static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    /// <summary>More than one of it.</summary>
    public static string Plural(string one) => one + "s";

    /// <summary>A duration: "48 s", "3 min 20 s", "25 min", "2 h 5 min".</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 120 => $"{seconds:0.#} s",
        < 600 => $"{(int)(seconds / 60)} min {(int)(seconds % 60)} s",
        < 3600 => $"{(int)(seconds / 60)} min",
        _ => $"{(int)(seconds / 3600)} h {(int)(seconds % 3600 / 60)} min",
    };

    /// <summary>A size: "14.2 MB".</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1_000_000 => $"{bytes / 1e3:0.#} kB",
        < 1_000_000_000 => $"{bytes / 1e6:0.#} MB",
        _ => $"{bytes / 1e9:0.##} GB",
    };
}
