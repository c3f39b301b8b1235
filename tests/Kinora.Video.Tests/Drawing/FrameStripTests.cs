using Kinora.Tests;
using Kinora.Video.Decoding;
using Kinora.Video.Drawing;
using Kinora.Video.Tests.Decoding;
using Kinora.Video.Writing;

namespace Kinora.Video.Tests.Drawing;

public sealed class FrameStripTests(MadeClips clips)
{
    [Fact]
    public void A_strip_has_the_frames_of_its_numbers_scaled_while_they_are_decoded()
    {
        using var folder = Places.Temporary();
        Write(folder.File("a.mp4"), new FrameSize(96, 128), 41);
        var strip = FrameStrip.Read(folder.File("a.mp4"), count: 10, side: 64);
        Assert.Equal([0, 4, 8, 13, 17, 22, 26, 31, 35, 40], strip.Numbers);
        Assert.Equal((new FrameSize(48, 64), 10, 41), (strip.Frames.Size, strip.Frames.Count, strip.Info.FrameCount));
        using var video = VideoFile.Open(folder.File("a.mp4"));
        Assert.Equal(video.Read([.. strip.Numbers], new FrameSize(48, 64)).Pixels, strip.Frames.Pixels);
        Assert.Null(strip.Warning);
    }

    [Fact]
    public void A_video_of_few_frames_gives_these()
    {
        using var folder = Places.Temporary();
        Write(folder.File("a.mp4"), new FrameSize(32, 32), 3);
        var strip = FrameStrip.Read(folder.File("a.mp4"), count: 10, side: 64);
        Assert.Equal([0, 1, 2], strip.Numbers);
        Assert.Equal((new FrameSize(64, 64), 3), (strip.Frames.Size, strip.Frames.Count));
    }

    [Theory]
    [InlineData(144, 180, 128, 160)]
    [InlineData(1920, 1080, 160, 90)]
    [InlineData(2, 4000, 1, 160)]
    public void A_picture_keeps_its_shape(int height, int width, int fittedHeight, int fittedWidth) =>
        Assert.Equal(new FrameSize(fittedHeight, fittedWidth), FrameStrip.Fit(new FrameSize(height, width), 160));

    [Fact]
    public void A_file_that_is_no_video_is_refused_by_name()
    {
        using var folder = Places.Temporary();
        File.WriteAllText(folder.File("a.mp4"), "no video");
        Assert.Contains("a.mp4", Assert.Throws<VideoException>(() => FrameStrip.Read(folder.File("a.mp4"), 10, 64)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("index_first.mp4")]
    [InlineData("plain.avi")]
    public void A_video_that_breaks_gives_the_frames_before_and_a_warning(string name)
    {
        using var folder = Places.Temporary();
        var whole = File.ReadAllBytes(clips[name]);
        File.WriteAllBytes(folder.File(name), whole[..(whole.Length / 2)]);
        var strip = FrameStrip.Read(folder.File(name), 10, 64);
        Assert.NotNull(strip.Warning);
        Assert.InRange(strip.Info.FrameCount, 1, 49);
        Assert.Equal((0, strip.Info.FrameCount - 1), (strip.Numbers[0], strip.Numbers[^1]));
    }

    private static void Write(string path, FrameSize size, int count)
    {
        using var writer = VideoWriter.Create(path, size, new FrameRate(25), preset: "ultrafast");
        for (var t = 0; t < count; t++)
        {
            var frame = new byte[size.Height * size.Width * 3];
            frame.AsSpan(0, (t + 1) * 3 * size.Width * size.Height / count).Fill((byte)(250 - (4 * t)));
            writer.Write(frame);
        }

        writer.Finish();
    }
}
