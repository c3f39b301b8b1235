using System.Globalization;
using Kinora.Video;
using Kinora.Video.Decoding;
using Kinora.Video.Drawing;
using Kinora.Video.Scaling;

namespace Kinora.Inference.Timelines;

/// <summary>
/// A timeline as a picture: frames of the video, the segments below them, and for the most probable classes a row in which a
/// moment is the brighter the more probable the class is then.
/// </summary>
public static class TimelinePicture
{
    private const int Width = 1280;
    private const int Margin = 20;
    private const int Names = 170;
    private const int Left = Margin + Names;
    private const int Plot = Width - Left - Margin;
    private const int Thumbnails = 10;
    private const int Gap = 3;
    private const int Row = 22;
    private const int Bar = 34;
    private const int MostRows = 12;

    private static readonly Colour Ground = new(24, 26, 31);
    private static readonly Colour Dark = new(40, 43, 50);
    private static readonly Colour Bright = new(240, 242, 245);
    private static readonly Colour Muted = new(160, 167, 178);
    private static readonly Colour Black = new(0, 0, 0);

    private static readonly TextStyle Heading = new(13, IsBold: true);
    private static readonly TextStyle Line = new(9);

    /// <summary>Draws it.</summary>
    /// <param name="timeline">What was seen.</param>
    /// <param name="video">In what: a few frames of it are read.</param>
    /// <exception cref="VideoException">The video cannot be read any more, or OpenCV is missing.</exception>
    public static Canvas Draw(Timeline timeline, VideoSource video)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        ArgumentNullException.ThrowIfNull(video);
        var frames = FramesOf(timeline, video);
        var rows = RowsOf(timeline);
        var (strip, bar) = (Margin + 34, Margin + 34 + frames.Height + 8);
        var first = bar + Bar + 34;
        var canvas = new Canvas(new FrameSize(first + (rows.Count * (Row + 2)) + Margin, Width), Ground);
        canvas.Write(Path.GetFileName(timeline.File), Margin + 14, Margin, Heading, Bright);
        var facts = string.Create(CultureInfo.InvariantCulture, $"{Clock(timeline.Duration)}, {timeline.Windows.Count} windows, {timeline.Segments.Count} segments");
        canvas.Write(facts, Margin + 14, Width - Margin - Canvas.Measure(facts, Line).Width, Line, Muted);
        foreach (var place in Enumerable.Range(0, frames.Count))
        {
            canvas.Place(frames[place], frames.Size, strip, Left + (place * Plot / Thumbnails) + ((CellWidth - frames.Width) / 2));
        }

        DrawSegments(canvas, timeline, bar);
        DrawAxis(canvas, timeline.Duration, bar + Bar);
        foreach (var (place, label) in rows.Index())
        {
            DrawRow(canvas, timeline, label, first + (place * (Row + 2)));
        }

        return canvas;
    }

    private static int CellWidth => (Plot / Thumbnails) - Gap;

    // One from the middle of each tenth.
    private static Frames FramesOf(Timeline timeline, VideoSource video)
    {
        int[] numbers = [.. Enumerable.Range(0, Thumbnails).Select(i => (int)((((2L * i) + 1) * timeline.FrameCount) / (2 * Thumbnails)))];
        var size = video.Info.Size;
        var scale = Math.Min((double)CellWidth / size.Width, 1.5 * CellWidth / size.Height);
        return video.Read(numbers, new FrameSize(Math.Max(1, (int)(size.Height * scale)), Math.Max(1, (int)(size.Width * scale))));
    }

    // Those of the segments, then whatever else is probable at some time.
    private static IReadOnlyList<int> RowsOf(Timeline timeline)
    {
        var highest = new float[timeline.Labels.Count];
        foreach (var window in timeline.Windows)
        {
            for (var label = 0; label < highest.Length; label++)
            {
                highest[label] = Math.Max(highest[label], window.Probabilities[label]);
            }
        }

        var seconds = timeline.Segments.Where(segment => segment.Label is not null).ToLookup(segment => segment.Label!, segment => segment.End - segment.Start, StringComparer.Ordinal);
        return [.. Enumerable.Range(0, highest.Length).OrderByDescending(label => seconds[timeline.Labels[label]].Sum()).ThenByDescending(label => highest[label]).Take(MostRows)];
    }

    private static void DrawSegments(Canvas canvas, Timeline timeline, int top)
    {
        foreach (var segment in timeline.Segments)
        {
            var (from, to) = (X(segment.Start, timeline.Duration), X(segment.End, timeline.Duration));
            var part = new FrameRegion(top, from, new FrameSize(Bar, Math.Max(1, to - from - 1)));
            canvas.Fill(part, segment.Label is { } label ? ColourOf(timeline, label) : Dark);
            if (segment.Label is { } text && Canvas.Measure(text, Line) is var (width, above, _) && width + 8 <= part.Size.Width)
            {
                canvas.Write(text, top + ((Bar + above) / 2), from + ((part.Size.Width - width) / 2), Line, Black);
            }
        }
    }

    private static void DrawAxis(Canvas canvas, double duration, int top)
    {
        const int Parts = 5;
        for (var i = 0; i <= Parts; i++)
        {
            var time = duration * i / Parts;
            var (x, text) = (X(time, duration), Clock(time));
            canvas.Fill(new FrameRegion(top, Math.Min(x, Left + Plot - 1), new FrameSize(6, 1)), Muted);
            var width = Canvas.Measure(text, Line).Width;
            canvas.Write(text, top + 20, Math.Clamp(x - (width / 2), Left, Left + Plot - width), Line, Muted);
        }
    }

    private static void DrawRow(Canvas canvas, Timeline timeline, int label, int top)
    {
        canvas.Fill(new FrameRegion(top, Left, new FrameSize(Row, Plot)), Dark);
        canvas.Write(Shortened(timeline.Labels[label]), top + 15, Margin, Line, Bright);
        for (var x = 0; x < Plot; x++)
        {
            canvas.Fill(new FrameRegion(top, Left + x, new FrameSize(Row, 1)), ColourOf(timeline, timeline.Labels[label]), timeline.At((x + 0.5) * timeline.Duration / Plot)[label]);
        }
    }

    private static string Shortened(string name)
    {
        var text = PlainText.Of(name);
        while (Canvas.Measure(text, Line).Width > Names - 10)
        {
            text = text.Length > 4 ? text[..^4] + "..." : ".";
        }

        return text;
    }

    private static Colour ColourOf(Timeline timeline, string label) => LabelColours.Of(timeline.Labels.Index().First(one => one.Item == label).Index);

    private static int X(double seconds, double duration) => Left + (int)Math.Round(Math.Clamp(seconds / duration, 0, 1) * Plot);

    private static string Clock(double seconds)
    {
        var whole = (long)Math.Round(seconds);
        return string.Create(CultureInfo.InvariantCulture, $"{(whole >= 3600 ? $"{whole / 3600}:{whole / 60 % 60:00}" : $"{whole / 60}")}:{whole % 60:00}");
    }
}
