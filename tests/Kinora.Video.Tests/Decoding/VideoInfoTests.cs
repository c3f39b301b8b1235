using System.Globalization;
using Kinora.Video.Decoding;

namespace Kinora.Video.Tests.Decoding;

/// <summary>What is told of a file, and frames by time.</summary>
public sealed class VideoInfoTests(MadeClips clips)
{
    [Theory]
    [InlineData("bframes.mp4", "h264", 128, 96, 0, 25, 2, 50, false)]
    [InlineData("rotate_90.mp4", "h264", 96, 128, 270, 25, 2, 50, false)]
    [InlineData("rotate_180.mp4", "h264", 128, 96, 180, 25, 2, 50, false)]
    [InlineData("rotate_270.mp4", "h264", 96, 128, 90, 25, 2, 50, false)]
    [InlineData("edit_list.mp4", "h264", 128, 96, 0, 25, 1.28, 32, false)]
    [InlineData("late_start.mp4", "h264", 128, 96, 0, 25, 2, 50, false)]
    [InlineData("packed.avi", "mpeg4", 128, 96, 0, 25, 1.92, 48, false)]
    [InlineData("altref_vp9.webm", "vp9", 128, 96, 0, 25, 2, 50, false)]
    [InlineData("film.mkv", "av1", 128, 96, 0, 25, 1, 25, false)]
    [InlineData("palette.gif", "gif", 101, 75, 0, 10, 1, 10, false)]
    [InlineData("mpeg2.mpg", "mpeg2video", 128, 96, 0, 25, 2, 50, false)]
    public void Info_is_what_the_clip_was_made_with(string name, string codec, int width, int height, int rotation, double rate, double seconds, int frames, bool variable)
    {
        using var file = VideoFile.Open(clips[name]);
        var info = file.Info;
        Assert.Equal((clips[name], codec, width, height, rotation, frames, variable), (info.Path, info.Codec, info.Width, info.Height, info.Rotation, info.FrameCount, info.VariableRate));
        Assert.Equal(rate, info.FrameRate, 3);
        Assert.Equal(seconds, info.Duration.TotalSeconds, 3);
        Assert.Null(file.Warning);
        Assert.False(info.Mirrored);
    }

    [Fact]
    public void Times_are_those_that_ffprobe_shows()
    {
        foreach (var name in new[] { "variable.mp4", "edit_list.mp4", "late_start.mp4", "open_gop.mkv", "open_gop.ts", "palette.gif" })
        {
            using var file = VideoFile.Open(clips[name]);
            var text = System.Text.Encoding.UTF8.GetString(Kinora.Tests.Places.Run(
                "ffprobe", "-v", "quiet", "-select_streams", "v", "-show_entries", "frame=best_effort_timestamp_time", "-of", "csv=p=0", clips[name]));
            var times = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line.Trim(','), CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(times.Count, file.Index.Count);
            for (var n = 0; n < times.Count; n++)
            {
                Assert.True(Math.Abs(times[n] - times[0] - file.Index.Seconds(n)) < 1e-5, $"{name}: frame {n} at {file.Index.Seconds(n)}, ffprobe says {times[n] - times[0]}");
            }
        }
    }

    [Fact]
    public void A_rate_that_varies_is_told_and_frames_are_found_by_time()
    {
        using var file = VideoFile.Open(clips["variable.mp4"]);
        Assert.True(file.Info.VariableRate);
        for (var n = 0; n < file.Index.Count; n++)
        {
            Assert.Equal(n, file.Index.At(file.Index.Seconds(n)));
        }

        // Every third of the first frames is there: 0.1 s apart.
        Assert.Equal(2, file.Index.At(0.25));
        Assert.Equal(Ffmpeg.Digests(file.Read([2, 0, file.Index.Count - 1])), Ffmpeg.Digests(file.ReadAt([0.25, 0.0999, file.Info.Duration.TotalSeconds])));
    }

    [Fact]
    public void The_shape_of_pixels_is_told_and_not_applied()
    {
        using var file = VideoFile.Open(clips["wide_pixels.mp4"]);
        Assert.Equal(12.0 / 11, file.Info.PixelAspect, 6);
        Assert.Equal(new FrameSize(96, 128), file.Info.Size);
    }

    [Fact]
    public void Key_frames_are_marked()
    {
        using var file = VideoFile.Open(clips["bframes.mp4"]);
        Assert.Equal([0, 12, 24, 36, 48], Enumerable.Range(0, file.Index.Count).Where(file.Index.IsKeyFrame));
    }

    /// <summary>All eight ways a picture can be turned and mirrored, by the display matrix of the file.</summary>
    [Theory]
    [InlineData(1, 0, 0, 1, 0, false)]
    [InlineData(0, 1, -1, 0, 90, false)]
    [InlineData(-1, 0, 0, -1, 180, false)]
    [InlineData(0, -1, 1, 0, 270, false)]
    [InlineData(-1, 0, 0, 1, 180, true)]
    [InlineData(1, 0, 0, -1, 0, true)]
    [InlineData(0, 1, 1, 0, 90, true)]
    [InlineData(0, -1, -1, 0, 270, true)]
    public void Turned_and_mirrored_pictures_stand_as_ffmpeg_puts_them(int a, int b, int c, int d, int rotation, bool mirrored)
    {
        using var folder = Kinora.Tests.Places.Temporary();
        var path = folder.File("turned.mp4");
        var bytes = File.ReadAllBytes(clips["bframes.mp4"]);
        // In the track header box: 36 bytes, of which four say how to turn, 16.16 fixed point.
        var matrix = bytes.AsSpan().IndexOf("tkhd"u8) + 44;
        foreach (var (at, value) in new[] { (0, a), (4, b), (12, c), (16, d) })
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(matrix + at), value << 16);
        }

        File.WriteAllBytes(path, bytes);
        using var file = VideoFile.Open(path);
        Assert.Equal((rotation, mirrored), (file.Info.Rotation, file.Info.Mirrored));
        Assert.Equal(Ffmpeg.Digests(path, file.Info.Size), Ffmpeg.Digests(file.ReadAll()));
    }
}
