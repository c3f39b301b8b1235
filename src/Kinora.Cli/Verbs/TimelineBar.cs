using System.Globalization;
using System.Text;
using Kinora.Cli.Shell;
using Kinora.Inference.Timelines;
using Kinora.Video.Drawing;
using Spectre.Console;

namespace Kinora.Cli.Verbs;

/// <summary>A timeline on the terminal: a bar as wide as it, with a letter and a colour for each action, and a line for each segment.</summary>
internal static class TimelineBar
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const char Nothing = '.';

    public static void Write(Timeline timeline, Terminal terminal)
    {
        string[] shown = [.. timeline.Segments.Select(segment => segment.Label).OfType<string>().Distinct(StringComparer.Ordinal)];
        var bar = new StringBuilder();
        for (var column = 0; column < terminal.Width; column++)
        {
            var time = (column + 0.5) * timeline.Duration / terminal.Width;
            bar.Append(Marked(timeline.Segments.First(segment => time < segment.End || segment == timeline.Segments[^1]).Label, shown));
        }

        terminal.Page.MarkupLine(bar.ToString());
        var clock = Clock(timeline.Duration, timeline.Duration);
        foreach (var segment in timeline.Segments)
        {
            var (start, end) = (Clock(segment.Start, timeline.Duration).PadLeft(clock.Length), Clock(segment.End, timeline.Duration).PadLeft(clock.Length));
            var confidence = segment.Confidence.ToString("P0", CultureInfo.InvariantCulture);
            terminal.Page.MarkupLine($"{start} - {end}  {Marked(segment.Label, shown)} {(segment.Label is { } label ? Markup.Escape(label) : "nothing that is probable enough")}  {confidence}");
        }
    }

    private static string Marked(string? label, string[] shown)
    {
        if (label is null)
        {
            return $"{Nothing}";
        }

        var place = Array.IndexOf(shown, label);
        var colour = LabelColours.Of(place);
        return $"[black on rgb({colour.Red},{colour.Green},{colour.Blue})]{Letters[place % Letters.Length]}[/]";
    }

    private static string Clock(double seconds, double longest)
    {
        var tenths = (long)Math.Round(seconds * 10);
        var minutes = longest >= 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{tenths / 36_000}:{tenths / 600 % 60:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{tenths / 600}");
        return string.Create(CultureInfo.InvariantCulture, $"{minutes}:{tenths / 10 % 60:00}.{tenths % 10}");
    }
}
