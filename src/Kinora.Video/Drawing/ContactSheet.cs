using Kinora.Video.Scaling;

namespace Kinora.Video.Drawing;

/// <summary>
/// Many videos in one picture: a row for each, with a line of text and its frames below, each with its number in a corner; a row of
/// more frames than there are columns goes on below. A cell is as wide as the long side of a frame and as high as the frames of
/// its row; upright frames stand in its middle. Padding is dimmed, framed and called so.
/// </summary>
/// <param name="columns">Frames side by side.</param>
/// <param name="side">The long side of a frame, in pixels.</param>
public sealed class ContactSheet(int columns, int side)
{
    private const int Margin = 16;
    private const int Gap = 4;
    private const int TitleRoom = 26;
    private const int TitleBaseline = 17;
    private const int LineRoom = 17;
    private const int RowGap = 14;
    private const int LowestCell = 20;
    private const int Border = 3;

    private static readonly Colour Background = new(24, 26, 31);
    private static readonly Colour Cell = new(10, 11, 13);
    private static readonly Colour Bright = new(240, 242, 245);
    private static readonly Colour Muted = new(160, 167, 178);
    private static readonly Colour Black = new(0, 0, 0);
    private static readonly Colour Warning = new(213, 94, 0);

    private static readonly TextStyle Heading = new(13, IsBold: true);
    private static readonly TextStyle Line = new(9);
    private static readonly TextStyle Number = new(8, IsBold: true);

    /// <summary>The size of a sheet whose title fits into one line.</summary>
    /// <param name="rows">Its rows.</param>
    public FrameSize SizeOf(IReadOnlyList<SheetRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new FrameSize(
            (2 * Margin) + TitleRoom + rows.Sum(row => RowGap + TitleRoom + FramesHeight(row)),
            (2 * Margin) + (columns * (side + Gap)) - Gap);
    }

    /// <summary>Draws a sheet.</summary>
    /// <param name="title">What is above all rows, in as many lines as it needs; the sheet is higher by all but the first.</param>
    /// <param name="rows">The rows, from the top.</param>
    /// <exception cref="VideoException">OpenCV is missing.</exception>
    public Canvas Draw(string title, IReadOnlyList<SheetRow> rows)
    {
        var size = SizeOf(rows);
        var lines = Wrapped(title, Line, size.Width - (2 * Margin));
        var more = LineRoom * (lines.Count - 1);
        var canvas = new Canvas(size with { Height = size.Height + more }, Background);
        foreach (var (place, line) in lines.Index())
        {
            canvas.Write(line, Margin + TitleBaseline + (LineRoom * place), Margin, Line, Muted);
        }

        var top = Margin + TitleRoom + more;
        foreach (var row in rows)
        {
            top += RowGap;
            DrawTitle(canvas, row, top + TitleBaseline);
            top += TitleRoom;
            DrawFrames(canvas, row, top);
            top += FramesHeight(row);
        }

        return canvas;
    }

    private static int CellHeight(SheetRow row) => Math.Max(LowestCell, row.Frames.Height);

    /// <summary>A text in as many lines as it needs, broken between words.</summary>
    private static List<string> Wrapped(string text, TextStyle style, int room)
    {
        var lines = new List<string> { "" };
        foreach (var word in text.Split(' '))
        {
            var longer = lines[^1].Length == 0 ? word : $"{lines[^1]} {word}";
            if (lines[^1].Length == 0 || Canvas.Measure(longer, style).Width <= room)
            {
                lines[^1] = longer;
            }
            else
            {
                lines.Add(word);
            }
        }

        return [.. lines.Select(line => Shortened(line, style, room))];
    }

    /// <summary>As much of a text as fits, with dots for the rest.</summary>
    private static string Shortened(string text, TextStyle style, int room)
    {
        text = PlainText.Of(text);
        if (Canvas.Measure(text, style).Width <= room)
        {
            return text;
        }

        var length = text.Length;
        while (length > 0 && Canvas.Measure(text[..length] + "...", style).Width > room)
        {
            length--;
        }

        return text[..length] + "...";
    }

    private static void DrawTitle(Canvas canvas, SheetRow row, int baseline)
    {
        const int Between = 12;
        var facts = Shortened(row.Facts, Line, (canvas.Size.Width - (2 * Margin)) / 2);
        var factsLeft = canvas.Size.Width - Margin - Canvas.Measure(facts, Line).Width;
        canvas.Write(facts, baseline, factsLeft, Line, Muted);

        var title = Shortened(row.Title, Heading, (factsLeft - Margin - Between) / 2);
        canvas.Write(title, baseline, Margin, Heading, Bright);
        var nameLeft = title.Length == 0 ? Margin : Margin + Canvas.Measure(title, Heading).Width + Between;
        canvas.Write(Shortened(row.Name, Line, factsLeft - Between - nameLeft), baseline, nameLeft, Line, Muted);
    }

    private static void DrawPadding(Canvas canvas, FrameRegion cell)
    {
        canvas.Fill(cell, Black, opacity: 0.6);
        var (height, width) = (cell.Size.Height, cell.Size.Width);
        canvas.Fill(cell with { Size = new FrameSize(Border, width) }, Warning);
        canvas.Fill(new FrameRegion(cell.Top + height - Border, cell.Left, new FrameSize(Border, width)), Warning);
        canvas.Fill(cell with { Size = new FrameSize(height, Border) }, Warning);
        canvas.Fill(new FrameRegion(cell.Top, cell.Left + width - Border, new FrameSize(height, Border)), Warning);
        var (textWidth, above, _) = Canvas.Measure("padding", Line);
        canvas.Write("padding", cell.Top + ((height + above) / 2), cell.Left + ((width - textWidth) / 2), Line, Bright);
    }

    private int LinesOf(SheetRow row) => Math.Max(1, (row.Frames.Count + columns - 1) / columns);

    private int FramesHeight(SheetRow row) => (LinesOf(row) * (CellHeight(row) + Gap)) - Gap;

    private void DrawFrames(Canvas canvas, SheetRow row, int top)
    {
        var frames = row.Frames;
        var height = CellHeight(row);
        for (var t = 0; t < LinesOf(row) * columns; t++)
        {
            var cell = new FrameRegion(top + (t / columns * (height + Gap)), Margin + (t % columns * (side + Gap)), new FrameSize(height, side));
            canvas.Fill(cell, Cell);
            if (t < frames.Count)
            {
                canvas.Place(frames[t], frames.Size, cell.Top + ((height - frames.Height) / 2), cell.Left + ((side - frames.Width) / 2));
                if (row.IsPadding(t))
                {
                    DrawPadding(canvas, cell);
                }

                DrawNumber(canvas, row.Numbers[t], cell.Top, cell.Left);
            }
        }
    }

    // White on a dark plate: readable on any picture.
    private static void DrawNumber(Canvas canvas, int number, int top, int left)
    {
        var text = number.ToString();
        var (width, above, _) = Canvas.Measure(text, Number);
        canvas.Fill(new FrameRegion(top, left, new FrameSize(above + 8, width + 8)), Black, opacity: 0.65);
        canvas.Write(text, top + above + 4, left + 4, Number, Bright);
    }
}
