using Kinora.Tests;
using Kinora.Video.Augmentation;
using Kinora.Video.Decoding;
using Kinora.Video.Flow;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Video.Tests.Flow;

/// <summary>Flow that is read as frames is the flow that is written to files, whichever frames are asked for.</summary>
public sealed class FlowFramesTests
{
    private const int Count = 14;

    private static readonly FrameSize Size = new(48, 64);
    private static readonly int[] Shuffled = [7, 0, 13, 7, 3, 12, 13, 1];

    private static string Clip(TemporaryFolder folder, int frames = Count)
    {
        var path = folder.File($"clip{frames}.mp4");
        Places.Run("ffmpeg", "-v", "error", "-f", "lavfi", "-i", $"testsrc2=size={Size.Width}x{Size.Height}:rate=25,scroll=h=0.04:v=0.03", "-frames:v", $"{frames}", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-bf", "2", path);
        return path;
    }

    public static TheoryData<FrameColour> Colours => [FrameColour.FlowFarneback, FrameColour.FlowTvL1, FrameColour.FlowDis];

    [Theory]
    [MemberData(nameof(Colours))]
    public void The_bytes_are_those_of_the_flow_images_and_the_last_frame_has_the_field_before_it(FrameColour colour)
    {
        using var folder = Places.Temporary();
        using var file = VideoFile.Open(Clip(folder));
        var flow = OpticalFlow.Between(file.ReadAll(), colour.Flow()!.Value);

        var read = ClipReader.Read(file, Shuffled, new Squash(Size), ScaleFilter.OpenCvArea, colour);

        var (u, v) = (new byte[Size.Height * Size.Width], new byte[Size.Height * Size.Width]);
        foreach (var (place, number) in Shuffled.Index())
        {
            FlowImages.Split(flow[Math.Min(number, Count - 2)], FlowImages.DefaultBound, u, v);
            Assert.Equal(u, Channel(read, place, 0));
            Assert.Equal(v, Channel(read, place, 1));
            Assert.All(Channel(read, place, 2), level => Assert.Equal(FlowFrames.Still, level));
        }

        Assert.True(read.Pixels.Distinct().Count() > 5, "nothing moves");
    }

    [Theory]
    [InlineData("squash 20x30")]
    [InlineData("short-side 32 crop 24x28")]
    [InlineData("centre-square 16x16")]
    public void Flow_is_found_at_full_size_and_scaled_then(string geometry)
    {
        using var folder = Places.Temporary();
        using var file = VideoFile.Open(Clip(folder));
        var way = FrameGeometry.Parse(geometry);
        var full = ClipReader.Read(file, Shuffled, new Squash(Size), ScaleFilter.PillowBilinear, FrameColour.FlowDis);

        var read = ClipReader.Read(file, Shuffled, way, ScaleFilter.PillowBilinear, FrameColour.FlowDis);

        Assert.Equal(FrameScaler.Scale(full, way, ScaleFilter.PillowBilinear).Pixels, read.Pixels);
        var mirrored = ClipReader.Read(file, Shuffled, way with { Mirrored = true }, ScaleFilter.PillowBilinear, FrameColour.FlowDis);
        var before = FrameScaler.Scale(full, way with { Mirrored = true }, ScaleFilter.PillowBilinear);
        Assert.Equal(FlowFrames.Mirror(before).Pixels, mirrored.Pixels);
    }

    /// <summary>Only the level of no motion stands for vectors on both sides of 0, and only by half a level.</summary>
    [Fact]
    public void The_mirrored_flow_is_the_flow_of_the_mirrored_field()
    {
        using var folder = Places.Temporary();
        using var file = VideoFile.Open(Clip(folder));
        var field = OpticalFlow.Between(file.ReadAll(), FlowKind.Farneback);
        for (var y = 0; y < 8; y++)
        {
            field[0].Slice(y * Size.Width * 2, 16).Clear();
        }

        var (painted, expected) = (Paint(field), Paint(field.Mirrored()));
        var mirrored = new HorizontalFlip(1).ForFlow().Apply(painted, new ClipDraw(1, 0, "clip"));

        Assert.Equal(FlowFrames.Mirror(painted).Pixels, mirrored.Pixels);
        var unmirrored = FrameScaler.Mirror(painted);
        for (var t = 0; t < field.Count; t++)
        {
            Assert.Equal(Channel(expected, t, 1), Channel(mirrored, t, 1));
            var was = Channel(unmirrored, t, 0);
            foreach (var (i, (want, got)) in Channel(expected, t, 0).Zip(Channel(mirrored, t, 0)).Index())
            {
                Assert.InRange(got - want, 0, was[i] == FlowFrames.Still ? 1 : 0);
            }
        }

        // What stands still stands still, to the byte.
        for (var y = 0; y < 8; y++)
        {
            Assert.All(Channel(mirrored, 0, 0).AsSpan((y * Size.Width) + Size.Width - 8, 8).ToArray(), level => Assert.Equal(FlowFrames.Still, level));
        }
    }

    [Fact]
    public void In_a_video_of_one_frame_nothing_moves_and_a_frame_that_is_not_there_is_refused()
    {
        using var folder = Places.Temporary();
        using var one = VideoFile.Open(Clip(folder, frames: 1));
        Assert.All(ClipReader.Read(one, [0, 0], new Squash(new(16, 16)), ScaleFilter.OpenCvArea, FrameColour.FlowFarneback).Pixels, level => Assert.Equal(FlowFrames.Still, level));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClipReader.Read(one, [1], new Squash(new(16, 16)), ScaleFilter.OpenCvArea, FrameColour.FlowFarneback));

        using var file = VideoFile.Open(Clip(folder));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClipReader.Read(file, [2, Count], new Squash(new(16, 16)), ScaleFilter.OpenCvArea, FrameColour.FlowFarneback));
        Assert.Contains("FFmpegBilinear", Assert.Throws<VideoException>(() => ClipReader.Read(file, [2], new Squash(new(16, 16)), ScaleFilter.FFmpegBilinear, FrameColour.FlowFarneback)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_vectors_come_back_to_half_a_level()
    {
        using var folder = Places.Temporary();
        using var file = VideoFile.Open(Clip(folder));
        var field = OpticalFlow.Between(file.ReadAll(), FlowKind.Dis);
        var read = FlowFrames.ToField(Paint(field));
        Assert.All(field.Vectors.Zip(read.Vectors), pair => Assert.Equal(Math.Clamp(pair.First, -20f, 20f), pair.Second, 0.5 * 40 / 255 * 2.01));
    }

    [Fact]
    public void Colours_are_left_out_of_the_augmentations_of_flow_and_what_turns_pictures_is_refused()
    {
        var all = Augmentations.Parse("flip 0.5, crop 8x8, colour brightness 0.2 contrast 0.2, gray 0.5, erase 1 area 0.1..0.2 ratio 1..1");
        Assert.Equal("flip 0.5, crop 8x8, erase 1 area 0.1..0.2 ratio 1..1", all.ForFlow().ToString());
        Assert.Equal("crop 8x8, erase 1 area 0.1..0.2 ratio 1..1", all.ForFlow().WithoutFlip().ToString());
        Assert.Contains("vectors of optical flow", Assert.Throws<ArgumentException>(() => Augmentations.Parse("randaugment ops 2 magnitude 9").ForFlow()).Message, StringComparison.Ordinal);

        var still = new Frames(1, 32, 32);
        still.Pixels.AsSpan().Fill(FlowFrames.Still);
        Assert.Equal(still.Pixels, Augmentations.Parse("erase 1 area 0.1..0.2 ratio 1..1, flip 1").ForFlow().Apply(still, new ClipDraw(1, 0, "clip")).Pixels);
    }

    private static Frames Paint(FlowField field)
    {
        var painted = new Frames(field.Count, field.Height, field.Width);
        for (var t = 0; t < field.Count; t++)
        {
            FlowFrames.Paint(field[t], painted[t]);
        }

        return painted;
    }

    private static byte[] Channel(Frames frames, int t, int channel) => [.. frames[t].ToArray().Where((_, i) => i % 3 == channel)];
}
