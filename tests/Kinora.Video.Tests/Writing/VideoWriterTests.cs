using System.Text;
using Kinora.Tests;
using Kinora.Video.Decoding;
using Kinora.Video.Tests.Decoding;
using Kinora.Video.Writing;

namespace Kinora.Video.Tests.Writing;

public sealed class VideoWriterTests(MadeClips clips)
{
    [Fact]
    public void A_written_video_is_read_again_with_its_frames_rate_and_pictures()
    {
        using var folder = Places.Temporary();
        var path = folder.File("copy.mp4");
        using var source = VideoFile.Open(clips["bframes.mp4"]);
        var frames = source.ReadAll();
        using (var writer = VideoWriter.Create(path, frames.Size, FrameRate.Of(29.97), crf: 12))
        {
            writer.Write(frames);
            Assert.False(File.Exists(path));
            writer.Finish();
            Assert.Equal(50, writer.Count);
        }

        Assert.Equal(["copy.mp4"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
        using var copy = VideoFile.Open(path);
        Assert.Equal(("h264", 50, frames.Size, false), (copy.Info.Codec, copy.Info.FrameCount, copy.Info.Size, copy.Info.VariableRate));
        Assert.Equal(30000 / 1001.0, copy.Info.FrameRate, 6);
        var again = copy.ReadAll();
        // Colours of single pixels are lost to 4:2:0; on the whole the pictures are the same, and in order.
        for (var t = 0; t < frames.Count; t++)
        {
            Assert.InRange(PeakSignalToNoise(frames[t], again[t]), 24, 99);
            Assert.True(PeakSignalToNoise(frames[t], again[t]) > PeakSignalToNoise(frames[t], again[(t + 25) % 50]) + 3, $"frame {t} looks no more like itself than like another");
        }
    }

    [Fact]
    public void The_file_says_what_players_need()
    {
        using var folder = Places.Temporary();
        var path = folder.File("gray.mp4");
        var frames = new Frames(3, 32, 48);
        frames.Pixels.AsSpan().Fill(128);
        using (var writer = VideoWriter.Create(path, frames.Size, new FrameRate(10)))
        {
            writer.Write(frames);
            writer.Finish();
        }

        var about = Encoding.UTF8.GetString(Places.Run("ffprobe", "-v", "error", "-show_entries", "stream=codec_name,pix_fmt,width,height,avg_frame_rate,color_space,color_range,nb_frames", "-of", "default=nk=1:nw=1", path));
        Assert.Equal(["h264", "48", "32", "yuv420p", "tv", "smpte170m", "10/1", "3"], about.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        var bytes = File.ReadAllBytes(path);
        Assert.True(bytes.AsSpan().IndexOf("moov"u8) < bytes.AsSpan().IndexOf("mdat"u8), "the index does not come first");
        using var file = VideoFile.Open(path);
        Assert.All(file.ReadAll().Pixels, value => Assert.InRange(value, 127, 129));
    }

    [Fact]
    public void Equal_frames_give_equal_files()
    {
        using var folder = Places.Temporary();
        using var source = VideoFile.Open(clips["bframes.mp4"]);
        var frames = source.ReadAll();
        foreach (var name in new[] { "one.mp4", "two.mp4" })
        {
            using var writer = VideoWriter.Create(folder.File(name), frames.Size, new FrameRate(25));
            writer.Write(frames);
            writer.Finish();
        }

        Assert.Equal(File.ReadAllBytes(folder.File("one.mp4")), File.ReadAllBytes(folder.File("two.mp4")));
    }

    [Fact]
    public void A_constant_rate_gives_the_packets_that_ffmpeg_writes()
    {
        using var folder = Places.Temporary();
        using var source = VideoFile.Open(clips["bframes.mp4"]);
        var frames = source.ReadAll();
        using (var writer = VideoWriter.Create(folder.File("ours.mp4"), frames.Size, new FrameRate(30000, 1001), crf: 23, preset: "fast"))
        {
            writer.Write(frames);
            writer.Finish();
        }

        File.WriteAllBytes(folder.File("raw"), frames.Pixels);
        Ffmpeg.Make(
            "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", $"{frames.Width}x{frames.Height}", "-r", "30000/1001", "-i", folder.File("raw"),
            "-vf", "scale=flags=bicubic+accurate_rnd+full_chroma_int,format=yuv420p", "-colorspace", "smpte170m", "-color_range", "tv",
            "-c:v", "libx264", "-crf", "23", "-preset", "fast", "-threads", "1", folder.File("theirs.mp4"));
        Assert.Equal(Packets(folder.File("theirs.mp4")), Packets(folder.File("ours.mp4")));
    }

    [Fact]
    public void A_video_that_is_not_finished_leaves_nothing_and_keeps_the_one_before()
    {
        using var folder = Places.Temporary();
        var path = folder.File("video.mp4");
        File.WriteAllText(path, "before");
        using (var writer = VideoWriter.Create(path, new FrameSize(32, 32), new FrameRate(25)))
        {
            writer.Write(new Frames(5, 32, 32));
        }

        Assert.Equal(["video.mp4"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
        Assert.Equal("before", File.ReadAllText(path));
    }

    [Fact]
    public void Mistakes_are_named()
    {
        using var folder = Places.Temporary();
        var path = folder.File("video.mp4");
        Assert.Equal($"{path}: H.264 needs an even width and height, not 321x241; pad the frames to 322x242", Message(() => VideoWriter.Create(path, new FrameSize(241, 321), new FrameRate(25))));
        Assert.Equal($"{path}: a rate of 0/1 frames per second cannot be written; expected a positive fraction", Message(() => VideoWriter.Create(path, new FrameSize(32, 32), new FrameRate(0))));
        Assert.Equal(
            $"{path}: x264 has no preset 'quick'; expected one of ultrafast, superfast, veryfast, faster, fast, medium, slow, slower, veryslow",
            Message(() => VideoWriter.Create(path, new FrameSize(32, 32), new FrameRate(25), preset: "quick")));
        var nowhere = Path.Combine(folder.Path, "nowhere", "video.mp4");
        Assert.Equal($"{nowhere}: cannot be written, since the folder {Path.GetDirectoryName(nowhere)} does not exist", Message(() => VideoWriter.Create(nowhere, new FrameSize(32, 32), new FrameRate(25))));

        using (var writer = VideoWriter.Create(path, new FrameSize(32, 32), new FrameRate(25)))
        {
            Assert.Equal($"{path}: frames of 48x32 do not fit a video of 32x32", Message(() => writer.Write(new Frames(1, 32, 48))));
            Assert.Equal($"{path}: a frame of 10 bytes does not fit a video of 32x32, whose frames have 3072", Message(() => writer.Write(new byte[10])));
            Assert.Equal($"{path}: a video needs at least one frame", Message(writer.Finish));
        }

        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData(25, 25, 1)]
    [InlineData(29.97, 30000, 1001)]
    [InlineData(23.976, 24000, 1001)]
    [InlineData(59.94, 60000, 1001)]
    [InlineData(12.5, 12500, 1000)]
    [InlineData(3.333, 3333, 1000)]
    public void Rates_become_the_fractions_that_cameras_use(double rate, int numerator, int denominator) =>
        Assert.Equal(new FrameRate(numerator, denominator), FrameRate.Of(rate));

    // Times, sizes and digests.
    private static string Packets(string path) => Encoding.UTF8.GetString(Places.Run("ffmpeg", "-v", "error", "-i", path, "-c", "copy", "-f", "framemd5", "-"));

    private static string Message(Action mistake) => Assert.Throws<VideoException>(mistake).Message;

    private static double PeakSignalToNoise(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }

        return 10 * Math.Log10(255.0 * 255 / Math.Max(sum / a.Length, 1e-9));
    }
}
