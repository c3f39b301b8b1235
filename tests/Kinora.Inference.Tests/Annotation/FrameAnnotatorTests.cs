using Kinora.Inference.Annotation;
using Kinora.Inference.Timelines;
using Kinora.Video;
using Kinora.Video.Drawing;

namespace Kinora.Inference.Tests.Annotation;

public sealed class FrameAnnotatorTests
{
    private const byte Gray = 128;
    private static readonly FrameSize Size = new(480, 640);
    private static readonly Timeline Made = MadeTimelines.Of(8, 200);

    [Fact]
    public void The_plate_has_the_colour_of_the_label_on_show()
    {
        Assert.Equal(LabelColours.Of(0), PlateColour(Drawn(Made, Size, 0)));
        Assert.Equal(LabelColours.Of(0), PlateColour(Drawn(Made, Size, 3.99)));
        Assert.Equal(LabelColours.Of(1), PlateColour(Drawn(Made, Size, 4)));
        Assert.Equal(LabelColours.None, PlateColour(Drawn(Made, Size, 7)));
        // After the end, that of the last moment.
        Assert.Equal(LabelColours.None, PlateColour(Drawn(Made, Size, 80)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.25)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void The_bar_is_as_long_as_the_label_is_probable(double probability)
    {
        var full = BarLength(Drawn(MadeTimelines.Always(0, 1), Size, 1));
        Assert.InRange(full, 100, 400);
        Assert.Equal(probability * full, BarLength(Drawn(MadeTimelines.Always(0, probability), Size, 1)), 1.5);
    }

    [Fact]
    public void The_bar_and_the_percent_tell_the_present_moment_not_the_mean()
    {
        var timeline = MadeTimelines.Always(0, 0.5) with
        {
            Windows = [new TimelineWindow(0, 50, 0, 2, [0.9f, 0.05f, 0.05f]), new TimelineWindow(50, 50, 2, 4, [0.1f, 0.45f, 0.45f])],
        };
        var (before, after) = (Drawn(timeline, Size, 1), Drawn(timeline, Size, 3));
        Assert.Equal(9.0, (double)BarLength(before) / BarLength(after), 0.5);
        // Between the name and the right edge of the plate there are other digits.
        Assert.False(before.Pixels[..(3 * Size.Width * 40)].SequenceEqual(after.Pixels[..(3 * Size.Width * 40)]), "the same percent");
    }

    [Fact]
    public void The_bottom_edge_shows_every_segment_in_its_colour()
    {
        var canvas = Drawn(Made, Size, 0);
        var row = Size.Height - 1;
        Assert.Equal(LabelColours.Of(0), canvas[row, 160]);
        Assert.Equal(LabelColours.Of(0), canvas[row, 318]);
        Assert.Equal(LabelColours.Of(1), canvas[row, 322]);
        Assert.Equal(LabelColours.Of(1), canvas[row, 478]);
        Assert.Equal(LabelColours.None, canvas[row, 482]);
        Assert.Equal(LabelColours.None, canvas[row, 639]);
    }

    [Fact]
    public void The_marker_stands_at_the_present_time()
    {
        for (var time = 0.5; time < 8; time += 0.5)
        {
            var canvas = Drawn(Made, Size, time);
            var white = Enumerable.Range(0, Size.Width).Where(x => canvas[Size.Height - 2, x] == new Colour(255, 255, 255)).ToArray();
            Assert.InRange(white.Average(), (time / 8 * 640) - 2, (time / 8 * 640) + 2);
        }

        Assert.Contains(Enumerable.Range(0, 8), x => Drawn(Made, Size, 0)[Size.Height - 2, x] == new Colour(255, 255, 255));
        Assert.Contains(Enumerable.Range(632, 8), x => Drawn(Made, Size, 8)[Size.Height - 2, x] == new Colour(255, 255, 255));
    }

    [Theory]
    [InlineData(48, 64)]
    [InlineData(64, 48)]
    [InlineData(120, 160)]
    [InlineData(240, 320)]
    [InlineData(1080, 1920)]
    [InlineData(1920, 1080)]
    public void At_every_size_most_of_the_picture_stays_and_text_is_there(int height, int width)
    {
        var size = new FrameSize(height, width);
        for (var label = 0; label < MadeTimelines.Labels.Length; label++)
        {
            var canvas = Drawn(MadeTimelines.Always(label, 0.7), size, 2);
            var changed = Changed(canvas).ToArray();
            Assert.InRange((double)changed.Length / (height * width), 0.01, 0.42);
            // The middle is never covered.
            Assert.DoesNotContain(changed, pixel => pixel.Y > 0.4 * height && pixel.Y < 0.88 * height);
            Assert.Contains(changed, pixel => canvas[pixel.Y, pixel.X] is { Red: > 200, Green: > 200, Blue: > 200 } && pixel.Y < height / 2);
            // A long name is cut, and what is written stays on the plate.
            Assert.DoesNotContain(changed, pixel => pixel.Y < height / 2 && size.Width >= 96 && pixel.X >= width - 1);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(16, 16)]
    [InlineData(30, 200)]
    [InlineData(200, 30)]
    public void Where_there_is_no_room_parts_are_left_out(int height, int width)
    {
        var canvas = Drawn(Made, new FrameSize(height, width), 2);
        Assert.DoesNotContain(Changed(canvas), pixel => pixel.Y < height / 2);
    }

    [Fact]
    public void A_percent_that_has_no_room_is_left_out_before_the_name()
    {
        var size = new FrameSize(48, 64);
        // All that could differ is the number.
        Assert.Equal(Drawn(MadeTimelines.Always(0, 0.9), size, 2).Pixels, Drawn(MadeTimelines.Always(0, 0.4), size, 2).Pixels);
    }

    [Fact]
    public void Any_picture_below_leaves_text_readable()
    {
        foreach (byte below in new byte[] { 0, 255 })
        {
            var canvas = new Canvas(Size, new Colour(below, below, below));
            new FrameAnnotator(MadeTimelines.Always(0, 0.7), Size).Draw(canvas, 1);
            var plate = Enumerable.Range(14, 20).SelectMany(y => Enumerable.Range(24, 60).Select(x => (int)canvas[y, x].Green)).ToArray();
            Assert.True(plate.Max() - plate.Min() > 140, $"on {below}: from {plate.Min()} to {plate.Max()}");
        }
    }

    [Fact]
    public void Timelines_that_fit_nothing_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new FrameAnnotator(Made with { Segments = [] }, Size));
        Assert.Contains("'flying'", Assert.Throws<ArgumentException>(() => new FrameAnnotator(Made with { Segments = [new Segment(0, 8, "flying", 1)] }, Size)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Four_hundred_labels_have_colours_of_their_own()
    {
        var colours = Enumerable.Range(0, 400).Select(LabelColours.Of).ToArray();
        Assert.True(colours.Distinct().Count() >= 390, $"{colours.Distinct().Count()} colours");
        // Neighbours, as the labels of one video often are, differ much.
        Assert.All(colours.Zip(colours.Skip(1)), pair =>
            Assert.True(Math.Abs(pair.First.Red - pair.Second.Red) + Math.Abs(pair.First.Green - pair.Second.Green) + Math.Abs(pair.First.Blue - pair.Second.Blue) > 80));
    }

    private static Canvas Drawn(Timeline timeline, FrameSize size, double seconds)
    {
        var canvas = new Canvas(size, new Colour(Gray, Gray, Gray));
        new FrameAnnotator(timeline, size).Draw(canvas, seconds);
        return canvas;
    }

    private static IEnumerable<(int Y, int X)> Changed(Canvas canvas) =>
        from y in Enumerable.Range(0, canvas.Size.Height) from x in Enumerable.Range(0, canvas.Size.Width) where canvas[y, x] != new Colour(Gray, Gray, Gray) select (y, x);

    // Of the strip at its left edge.
    private static Colour PlateColour(Canvas canvas)
    {
        var (y, x) = Changed(canvas).First();
        return canvas[y + 4, x];
    }

    // The longest run of the label's colour in a row of the upper half, without the strip at the edge.
    private static int BarLength(Canvas canvas)
    {
        var (_, left) = Changed(canvas).First();
        return Enumerable.Range(0, Size.Height / 2).Max(y => Enumerable.Range(left + 6, 500).TakeWhile(x => x < Size.Width).Count(x => canvas[y, x] == LabelColours.Of(0)));
    }
}
