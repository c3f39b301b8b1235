using Kinora.Tests;
using Kinora.Video.Drawing;
using Kinora.Video.Scaling;
using Kinora.Video.Writing;

namespace Kinora.Video.Tests.Drawing;

public sealed class CanvasTests
{
    private static readonly Colour Gray = new(100, 100, 100);
    private static readonly Colour Red = new(200, 0, 0);

    [Fact]
    public void A_fill_mixes_by_its_opacity_and_is_cut_at_the_edges()
    {
        var canvas = new Canvas(new FrameSize(4, 6), Gray);
        canvas.Fill(new FrameRegion(-1, 4, new FrameSize(3, 9)), Red, opacity: 0.5);
        Assert.Equal(
            Pixels(4, 6, (y, x) => y < 2 && x >= 4 ? new Colour(150, 50, 50) : Gray),
            Pixels(4, 6, (y, x) => canvas[y, x]));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(-1, -2)]
    [InlineData(3, 5)]
    [InlineData(-5, 0)]
    [InlineData(0, 9)]
    public void A_picture_is_placed_and_cut_at_the_edges(int top, int left)
    {
        var size = new FrameSize(3, 4);
        var picture = new Frames(1, size.Height, size.Width);
        for (var i = 0; i < picture.Pixels.Length; i++)
        {
            picture.Pixels[i] = (byte)i;
        }

        var canvas = new Canvas(new FrameSize(4, 6), Gray);
        canvas.Place(picture[0], size, top, left);

        Assert.Equal(
            Pixels(4, 6, (y, x) =>
            {
                var at = 3 * (((y - top) * size.Width) + x - left);
                var isInside = y >= top && y < top + size.Height && x >= left && x < left + size.Width;
                return isInside ? new Colour((byte)at, (byte)(at + 1), (byte)(at + 2)) : Gray;
            }),
            Pixels(4, 6, (y, x) => canvas[y, x]));
    }

    [Theory]
    [InlineData(8, false)]
    [InlineData(13, true)]
    public void Text_fills_the_room_that_was_measured_and_no_more(int height, bool isBold)
    {
        var style = new TextStyle(height, isBold);
        var (width, above, below) = Canvas.Measure("Ag0", style);
        var canvas = new Canvas(new FrameSize(60, 120), Gray);
        canvas.Write("Ag0", baseline: 30, left: 20, style, Red);
        var drawn = from y in Enumerable.Range(0, 60) from x in Enumerable.Range(0, 120) where canvas[y, x] != Gray select (y, x);
        Assert.InRange(drawn.Min(pixel => pixel.x), 18, 24);
        Assert.InRange(drawn.Max(pixel => pixel.x), 20 + width - 5, 20 + width + 2);
        Assert.InRange(drawn.Min(pixel => pixel.y), 30 - above - 2, 30 - above + 4);
        Assert.InRange(drawn.Max(pixel => pixel.y), 31, 30 + below + 2);
        // A capital is as high as the style says.
        Assert.InRange(above, height, height + 3);
    }

    [Fact]
    public void Text_that_reaches_over_the_edge_is_cut()
    {
        var canvas = new Canvas(new FrameSize(10, 10), Gray);
        canvas.Write("a long line", baseline: 12, left: -5, new TextStyle(9), Red);
        Assert.Contains(Pixels(10, 10, (y, x) => canvas[y, x]), pixel => pixel != Gray);
    }

    [Theory]
    [InlineData("walk/a b_1.avi", "walk/a b_1.avi")]
    [InlineData("Tür", "Tur")]
    [InlineData("Tu\u0308r", "Tur")]
    [InlineData("跳 🙂\t\u007f", "? ???")]
    [InlineData("ÀÿØ×", "AyOx")]
    public void Text_becomes_printable_ascii(string text, string plain) => Assert.Equal(plain, PlainText.Of(text));

    [Fact]
    public void Other_characters_leave_a_mark_in_the_picture()
    {
        var canvas = new Canvas(new FrameSize(20, 40), Gray);
        canvas.Write("跳", baseline: 15, left: 5, new TextStyle(9), Red);
        Assert.Contains(Pixels(20, 40, (y, x) => canvas[y, x]), pixel => pixel != Gray);
    }

    [Fact]
    public void A_saved_picture_has_the_same_pixels()
    {
        using var folder = Places.Temporary();
        var canvas = new Canvas(new FrameSize(20, 40), Gray);
        canvas.Write("7", baseline: 15, left: 5, new TextStyle(9), Red);
        canvas.Save(folder.File("a.png"));
        Assert.Equal(canvas.Pixels, ImageFile.Load(folder.File("a.png")).Pixels);
    }

    private static Colour[] Pixels(int height, int width, Func<int, int, Colour> at) =>
        [.. from y in Enumerable.Range(0, height) from x in Enumerable.Range(0, width) select at(y, x)];
}
