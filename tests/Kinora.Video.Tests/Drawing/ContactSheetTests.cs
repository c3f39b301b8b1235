using Kinora.Video.Decoding;
using Kinora.Video.Drawing;

namespace Kinora.Video.Tests.Drawing;

public sealed class ContactSheetTests
{
    private const int Side = 160;
    private const int Columns = 10;

    // Where the sheet begins its first row of frames: margin, heading, gap, title.
    private const int FirstRow = 16 + 26 + 14 + 26;
    private const int Left = 16;
    private const int Step = Side + 4;

    private static readonly Colour Cell = new(10, 11, 13);

    [Fact]
    public void A_sheet_is_as_wide_as_its_cells_and_as_high_as_its_rows()
    {
        var sheet = new ContactSheet(Columns, Side);
        SheetRow[] rows = [Row("a", new FrameSize(90, 160)), Row("b", new FrameSize(160, 90)), Row("c", new FrameSize(4, 160))];
        var expected = new FrameSize((2 * 16) + 26 + (3 * (14 + 26)) + 90 + 160 + 20, (2 * 16) + (10 * 160) + (9 * 4));
        Assert.Equal(expected, sheet.SizeOf(rows));
        Assert.Equal(expected, sheet.Draw("all", rows).Size);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(128)]
    [InlineData(255)]
    public void Numbers_stand_out_from_any_picture(byte gray)
    {
        var canvas = Draw(Row("a", new FrameSize(90, 160), gray));
        for (var t = 0; t < Columns; t++)
        {
            var text = (t * 7).ToString();
            var (width, above, _) = Canvas.Measure(text, new TextStyle(8, IsBold: true));
            var corner = Within(canvas, FirstRow, Left + (t * Step), above + 8, width + 8);
            Assert.Contains(corner, pixel => pixel.Red > 215);
            // The plate around it is dark, and the picture begins where it ends.
            Assert.All(Within(canvas, FirstRow, Left + (t * Step), 2, width + 8), pixel => Assert.InRange(pixel.Red, 0, 90));
            Assert.Equal(new Colour(gray, gray, gray), canvas[FirstRow + above + 8 + 1, Left + (t * Step)]);
        }
    }

    [Fact]
    public void Other_numbers_give_other_pixels_in_their_corner_only()
    {
        var row = Row("a", new FrameSize(90, 160));
        var one = Draw(row);
        var other = Draw(row with { Numbers = [.. row.Numbers.Select((number, t) => t == 3 ? 22 : number)] });
        var changed = Changed(one, other);
        Assert.NotEmpty(changed);
        Assert.All(changed, pixel => Assert.True(
            pixel.Y >= FirstRow && pixel.Y < FirstRow + 20 && pixel.X >= Left + (3 * Step) && pixel.X < Left + (3 * Step) + 40, $"{pixel}"));
    }

    [Fact]
    public void Title_and_name_are_in_the_line_above_their_row()
    {
        var row = Row("walk", new FrameSize(90, 160));
        foreach (var other in new[] { row with { Title = "run" }, row with { Name = "other.avi" } })
        {
            var changed = Changed(Draw(row), Draw(other));
            Assert.NotEmpty(changed);
            Assert.All(changed, pixel => Assert.InRange(pixel.Y, FirstRow - 26, FirstRow - 1));
        }
    }

    [Fact]
    public void A_title_that_is_too_long_stays_clear_of_the_facts_at_the_right()
    {
        var row = Row(new string('W', 400), new FrameSize(90, 160)) with { Name = new string('m', 400) };
        var canvas = Draw(row);
        var facts = Canvas.Measure("160x90, 64 frames, 2.6 s", new TextStyle(9)).Width;
        var background = canvas[0, 0];
        var gap = Within(canvas, FirstRow - 26, canvas.Size.Width - 16 - facts - 10, 26, 8);
        Assert.All(gap, pixel => Assert.Equal(background, pixel));
    }

    [Fact]
    public void An_upright_picture_stands_in_the_middle_of_its_cell()
    {
        var canvas = Draw(Row("a", new FrameSize(160, 90), gray: 200));
        var y = FirstRow + 80;
        Assert.Equal(Cell, canvas[y, Left + 34]);
        Assert.Equal(new Colour(200, 200, 200), canvas[y, Left + 35]);
        Assert.Equal(new Colour(200, 200, 200), canvas[y, Left + 124]);
        Assert.Equal(Cell, canvas[y, Left + 125]);
    }

    [Fact]
    public void A_short_video_leaves_its_last_cells_empty()
    {
        var canvas = Draw(Row("a", new FrameSize(90, 160), gray: 200, count: 3));
        Assert.Equal(new Colour(200, 200, 200), canvas[FirstRow + 45, Left + (2 * Step) + 80]);
        for (var t = 3; t < Columns; t++)
        {
            Assert.All(Within(canvas, FirstRow, Left + (t * Step), 90, Side), pixel => Assert.Equal(Cell, pixel));
        }
    }

    [Fact]
    public void A_long_title_goes_on_in_lines_below_and_moves_the_rows_down()
    {
        var row = Row("a", new FrameSize(90, 160), gray: 200);
        var sheet = new ContactSheet(Columns, Side);
        var (one, three) = (sheet.Draw("all", [row]), sheet.Draw(string.Join(' ', Enumerable.Repeat("resized-crop", 40)), [row]));
        var more = three.Size.Height - one.Size.Height;
        Assert.True(more > 0 && more % 17 == 0, $"{more} rows more");
        Assert.Equal(new Colour(200, 200, 200), three[FirstRow + more + 45, Left + 80]);
        Assert.Contains(Within(three, 16 + more, Left, 26, 200), pixel => pixel.Red > 150);
    }

    [Fact]
    public void More_frames_than_columns_go_on_below()
    {
        var sheet = new ContactSheet(4, Side);
        var row = Row("a", new FrameSize(90, 160), gray: 200, count: 10);
        var canvas = sheet.Draw("all", [row]);
        Assert.Equal((2 * 16) + 26 + 14 + 26 + (3 * 90) + (2 * 4), canvas.Size.Height);
        Assert.Equal(new Colour(200, 200, 200), canvas[FirstRow + (2 * 94) + 45, Left + Step + 80]);
        Assert.Equal(Cell, canvas[FirstRow + (2 * 94) + 45, Left + (2 * Step) + 80]);
    }

    [Fact]
    public void Padding_is_dimmed_and_framed_and_other_frames_are_not()
    {
        var row = Row("a", new FrameSize(90, 160), gray: 200);
        var marked = row with { Mask = [.. Enumerable.Range(0, Columns).Select(t => t < 8)] };
        var (plain, canvas) = (Draw(row), Draw(marked));
        Assert.All(Changed(plain, canvas), pixel => Assert.True(pixel.Y >= FirstRow && pixel.X >= Left + (8 * Step), $"{pixel}"));
        for (var t = 8; t < Columns; t++)
        {
            Assert.Equal(new Colour(213, 94, 0), canvas[FirstRow + 89, Left + (t * Step) + 80]);
            Assert.Equal(new Colour(80, 80, 80), canvas[FirstRow + 70, Left + (t * Step) + 80]);
            Assert.Contains(Within(canvas, FirstRow + 35, Left + (t * Step) + 40, 20, 80), pixel => pixel.Red > 200);
        }
    }

    private static Canvas Draw(SheetRow row) => new ContactSheet(Columns, Side).Draw("all", [row]);

    private static SheetRow Row(string title, FrameSize size, byte gray = 128, int count = Columns)
    {
        var frames = new Frames(count, size.Height, size.Width);
        Array.Fill(frames.Pixels, gray);
        var info = new VideoInfo($"{title}.mp4", "h264", size.Width, size.Height, 0, 25, TimeSpan.FromSeconds(64 / 25.0), 64, false);
        return SheetRow.Of(title, $"{title}/1.mp4", new FrameStrip(info, frames, [.. Enumerable.Range(0, count).Select(t => t * 7)], null));
    }

    private static List<Colour> Within(Canvas canvas, int top, int left, int height, int width) =>
        [.. from y in Enumerable.Range(top, height) from x in Enumerable.Range(left, width) select canvas[y, x]];

    private static List<(int Y, int X)> Changed(Canvas one, Canvas other)
    {
        Assert.Equal(one.Size, other.Size);
        return [.. from y in Enumerable.Range(0, one.Size.Height) from x in Enumerable.Range(0, one.Size.Width) where one[y, x] != other[y, x] select (y, x)];
    }
}
