namespace Kinora.Web.Pages.Frame;

/// <summary>Numbers as people read them.</summary>
internal static class Words
{
    /// <summary>A position in a video: "0:03.2", "1:02:03.0".</summary>
    public static string Clock(double seconds)
    {
        var tenths = (long)Math.Round(Math.Max(0, seconds) * 10);
        var rest = $"{tenths / 10 % 60:00}.{tenths % 10}";
        return tenths >= 36_000 ? $"{tenths / 36_000}:{tenths / 600 % 60:00}:{rest}" : $"{tenths / 600}:{rest}";
    }

    /// <summary>A length of time: "0.8 seconds", "12 seconds", "1 minute", "24 hours".</summary>
    public static string Length(TimeSpan time) => time.TotalSeconds switch
    {
        < 0.05 => "a moment",
        < 10 => $"{time.TotalSeconds:0.#} seconds",
        < 60 => $"{time.TotalSeconds:0} seconds",
        < 3600 => Count(time.TotalMinutes, "minute"),
        < 2 * 86400 => Count(time.TotalHours, "hour"),
        _ => Count(time.TotalDays, "day"),
    };

    /// <summary>Bytes: "256 MB".</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1 << 20 => $"{Math.Max(1, bytes >> 10)} KB",
        < 1 << 30 => $"{bytes / (double)(1 << 20):0.#} MB",
        _ => $"{bytes / (double)(1 << 30):0.#} GB",
    };

    /// <summary>A probability in whole percent, where nothing is not rounded to "0".</summary>
    public static string Percent(double share) => share is > 0 and < 0.01 ? "<1\u00a0%" : $"{Math.Round(100 * share):0}\u00a0%";

    /// <summary>A line that names what was found, as a sentence; a file keeps its name as it is.</summary>
    public static string Sentence(string line, string? file = null) =>
        file is not null && line.StartsWith(file, StringComparison.Ordinal) ? $"{line}." : $"{char.ToUpperInvariant(line[0])}{line[1..]}.";

    private static string Count(double number, string unit) => $"{number:0.#} {unit}{(Math.Abs(number - 1) < 0.05 ? "" : "s")}";
}
