using System.Globalization;
using System.Runtime.InteropServices;
using Kinora.Tests;
using Kinora.Video.Flow;
using Kinora.Video.Tests.Scaling;

namespace Kinora.Video.Tests.Flow;

public sealed class FlowPictureTests
{
    [Fact]
    public void The_colours_are_those_of_torchvision()
    {
        // Every direction and speed up to the bound of 20, which is the longest motion here.
        var flow = new FlowField(1, 64, 90);
        for (var i = 0; i < 64 * 90; i++)
        {
            var (speed, angle) = (20.0 * (i / 90) / 63, 2 * Math.PI * (i % 90) / 90);
            (flow.Vectors[2 * i], flow.Vectors[(2 * i) + 1]) = ((float)(speed * Math.Cos(angle)), (float)(speed * Math.Sin(angle)));
        }

        using var folder = Places.Temporary();
        File.WriteAllBytes(folder.File("flow"), MemoryMarshal.AsBytes(flow.Vectors.AsSpan()));
        var theirs = Places.Python(Path.Combine(Places.Repository, "tests/Kinora.Video.Tests/reference/flow_colours.py"), "64", "90", folder.File("flow"));
        // A hair more than the longest motion, so that rounding brings none beyond the bound; theirs does the same.
        var ours = FlowPicture.ColourWheel(flow, 20.0001).Pixels;
        // Theirs computes in 32 bits and cuts fractions off: a level where a value lies at a whole number.
        Assert.Equal(theirs.Length, ours.Length);
        Assert.InRange(theirs.Zip(ours, (one, other) => Math.Abs(one - other)).Max(), 0, 1);
    }

    [Theory]
    [InlineData(0, 0, "255 255 255")]
    [InlineData(10, 0, "255 0 0")]
    [InlineData(5, 0, "255 127 127")]
    [InlineData(20, 0, "191 0 0")]
    [InlineData(float.NaN, 0, "0 0 0")]
    public void Pale_is_slow_and_dark_is_beyond_the_bound(float u, float v, string colour)
    {
        var flow = new FlowField(1, 1, 1);
        (flow.Vectors[0], flow.Vectors[1]) = (u, v);
        Assert.Equal(colour, string.Join(' ', FlowPicture.ColourWheel(flow, 10).Pixels.Select(part => part.ToString(CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void An_arrow_points_from_its_pixel_to_where_that_moves()
    {
        var frames = new Frames(2, 40, 60);
        Array.Fill(frames.Pixels, (byte)90);
        var flow = new FlowField(1, 40, 60);
        // With a step of 40 one arrow stands at (20, 20), and one at x = 60 is outside.
        flow.Vectors[2 * ((20 * 60) + 20)] = 15;
        flow.Vectors[(2 * ((20 * 60) + 20)) + 1] = 10;
        var picture = FlowPicture.Arrows(frames, flow, step: 40, scale: 1);
        Assert.Equal((1, frames.Size), (picture.Count, picture.Size));
        var drawn = (from y in Enumerable.Range(0, 40) from x in Enumerable.Range(0, 60) where picture.Pixels[(3 * ((y * 60) + x)) + 1] != 90 select (X: x, Y: y)).ToList();
        Assert.InRange(drawn.Min(place => place.X), 17, 20);
        Assert.InRange(drawn.Max(place => place.X), 35, 38);
        Assert.InRange(drawn.Min(place => place.Y), 17, 20);
        Assert.InRange(drawn.Max(place => place.Y), 30, 33);
        // Green, and the picture it is drawn from stays as it was.
        Assert.Contains(Enumerable.Range(0, 40 * 60), i => picture.Pixels[(3 * i) + 1] > 200 && picture.Pixels[3 * i] < 120);
        Assert.All(frames.Pixels, part => Assert.Equal(90, part));
    }

    [Fact]
    public void What_stands_still_is_a_dot()
    {
        var frames = new Frames(1, 24, 24);
        var picture = FlowPicture.Arrows(frames, new FlowField(1, 24, 24));
        Assert.Equal(4, Enumerable.Range(0, 24 * 24).Count(i => picture.Pixels[(3 * i) + 1] > 0));
    }

    [Fact]
    public void Frames_and_flow_that_do_not_fit_are_refused()
    {
        var frames = Pictures.Noise(new FrameSize(24, 32), count: 3);
        Assert.Throws<ArgumentException>(() => FlowPicture.Arrows(frames, new FlowField(2, 32, 24)));
        Assert.Throws<ArgumentException>(() => FlowPicture.Arrows(frames, new FlowField(4, 24, 32)));
        Assert.Throws<ArgumentOutOfRangeException>(() => FlowPicture.ColourWheel(new FlowField(1, 2, 2), 0));
    }
}
