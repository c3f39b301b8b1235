using System.Text;
using Kinora.Inference.Annotation;
using Kinora.Tests;
using Kinora.Video;
using Kinora.Video.Decoding;
using Kinora.Video.Writing;

namespace Kinora.Inference.Tests.Annotation;

public sealed class AnnotatedVideoTests
{
    private static readonly EncoderOptions Fast = new() { Preset = "veryfast" };

    [Fact]
    public void Every_frame_is_there_at_its_time_with_its_sound_and_what_is_drawn()
    {
        using var folder = Places.Temporary();
        var path = folder.File("a.mp4");
        // A rate that varies, and more frames than are read at once.
        Make("-f", "lavfi", "-i", "testsrc2=size=320x240:rate=30:duration=4", "-f", "lavfi", "-i", "sine=duration=4", "-vf", "select='not(mod(n\\,3))+gt(n\\,50)'", "-fps_mode", "vfr", "-c:v", "libx264", "-preset", "veryfast", "-c:a", "aac", path);
        var made = folder.File("made.mp4");
        using var source = VideoSource.Open(path);
        var info = source.Info;
        Assert.True(info.VariableRate);
        var told = new List<(int Done, int Total)>();
        var written = AnnotatedVideo.Write(source, MadeTimelines.Of(info.Duration.TotalSeconds, info.FrameCount), made, Fast, new Listener(told.Add));

        Assert.Equal(new WrittenVideo(made, info.FrameCount, null), written);
        Assert.Equal(Enumerable.Range(1, info.FrameCount).Select(done => (done, info.FrameCount)), told);
        using var copy = VideoFile.Open(made);
        Assert.Equal((info.FrameCount, info.Size), (copy.Info.FrameCount, copy.Info.Size));
        Assert.All(Enumerable.Range(0, info.FrameCount), frame => Assert.Equal(source.ExactTimes.Seconds(frame), copy.ExactTimes.Seconds(frame), 1e-9));
        Assert.Equal(Sound(path), Sound(made));

        // The picture is that of the source but for what is drawn: the plate above, the timeline below.
        var (old, now) = (source.ReadAll(), copy.ReadAll());
        for (var t = 0; t < old.Count; t++)
        {
            Assert.InRange(Difference(old[t], now[t], 100, 220), 0, 12);
            Assert.InRange(Difference(old[t], now[t], 6, 20), 6, 255);
            Assert.InRange(Difference(old[t], now[t], 236, 240), 12, 255);
        }

        Assert.Equal(["a.mp4", "made.mp4"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void One_that_is_stopped_leaves_nothing_and_keeps_the_file_before()
    {
        using var folder = Places.Temporary();
        var path = folder.File("a.avi");
        Make("-f", "lavfi", "-i", "testsrc2=size=64x48:rate=25:duration=4", "-c:v", "mpeg4", path);
        var made = folder.File("made.mp4");
        File.WriteAllText(made, "before");
        using var source = VideoSource.Open(path);
        using var stop = new CancellationTokenSource();
        var progress = new Listener(value =>
        {
            if (value.Done == 40)
            {
                stop.Cancel();
            }
        });
        Assert.Throws<OperationCanceledException>(() => AnnotatedVideo.Write(source, MadeTimelines.Of(4, 100), made, Fast, progress, stop.Token));
        Assert.Equal("before", File.ReadAllText(made));
        Assert.Equal(["a.avi", "made.mp4"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void One_that_fails_leaves_nothing()
    {
        using var folder = Places.Temporary();
        Make("-f", "lavfi", "-i", "testsrc2=size=64x48:rate=25:duration=1", folder.File("frame_%03d.png"));
        File.WriteAllText(folder.File("frame_020.png"), "no picture");
        using var source = VideoSource.Open(folder.Path);
        var problem = Assert.Throws<VideoException>(() => AnnotatedVideo.Write(source, MadeTimelines.Of(1, 25), folder.File("made.mp4"), Fast));
        Assert.Contains("frame_020.png", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(folder.Path), name => !name.EndsWith(".png", StringComparison.Ordinal));
    }

    [Fact]
    public void A_part_of_a_video_and_a_folder_of_pictures_become_videos()
    {
        using var folder = Places.Temporary();
        var path = folder.File("a.mkv");
        Make("-f", "lavfi", "-i", "testsrc2=size=128x96:rate=25:duration=4", "-f", "lavfi", "-i", "sine=duration=4", "-vf", "scale=101:75", "-c:v", "ffv1", "-c:a", "pcm_s16le", path);
        using (var part = VideoSource.Open($"{path}#t=1,3"))
        {
            Assert.Equal(50, AnnotatedVideo.Write(part, MadeTimelines.Of(2, 50), folder.File("part.mp4"), Fast).FrameCount);
        }

        Assert.Equal(["h264", "102", "76", "2.000000", "aac", "2.000000"], Probe(folder.File("part.mp4"), "stream=codec_name,width,height,duration"));

        var pictures = Directory.CreateDirectory(folder.File("pictures")).FullName;
        Make("-i", path, "-frames:v", "10", Path.Combine(pictures, "img_%05d.jpg"));
        using (var source = VideoSource.Open(pictures))
        {
            Assert.Equal(10, AnnotatedVideo.Write(source, MadeTimelines.Of(0.4, 10), folder.File("pictures.mp4"), Fast).FrameCount);
        }

        Assert.Equal(["h264", "102", "76", "0.400000"], Probe(folder.File("pictures.mp4"), "stream=codec_name,width,height,duration"));
    }

    [Fact]
    public void A_video_with_fewer_frames_than_it_says_is_written_as_far_as_it_goes()
    {
        using var folder = Places.Temporary();
        var path = folder.File("a.mp4");
        Make("-f", "lavfi", "-i", "testsrc2=size=128x96:rate=25:duration=4", "-c:v", "libx264", "-preset", "veryfast", "-movflags", "faststart", path);
        var bytes = File.ReadAllBytes(path);
        Array.Clear(bytes, bytes.Length / 2, 2000);
        File.WriteAllBytes(path, bytes);
        int frames;
        using (var check = VideoFile.Open(path))
        {
            frames = check.ReadAll().Count;
        }

        using var source = VideoSource.Open(path);
        var written = AnnotatedVideo.Write(source, MadeTimelines.Of(4, 100), folder.File("made.mp4"), Fast);
        Assert.Equal(frames, written.FrameCount);
        Assert.NotNull(written.Warning);
        using var copy = VideoFile.Open(folder.File("made.mp4"));
        Assert.Equal(frames, copy.Info.FrameCount);
    }

    [Fact]
    public void Real_videos_keep_their_frames_and_their_length()
    {
        using var folder = Places.Temporary();
        foreach (var name in new[] { "odd/rotation_90_metadata.mp4", "odd/tc_nasa_13013_vfr.mp4", "odd/mpeg1_ps.mpg", "odd/h264_444_odd_321x241.mp4", "odd/unordered_pts_4frames.mov", "odd/corrupted_nal.mp4", "unlabelled_real/ucf101_like_archery.avi" })
        {
            using var source = VideoSource.Open(Places.RealData(name.Split('/')));
            var made = folder.File("made.mp4");
            var duration = source.Info.Duration.TotalSeconds;
            var written = AnnotatedVideo.Write(source, MadeTimelines.Of(duration, source.Info.FrameCount), made, new EncoderOptions { Preset = "ultrafast" });
            using var copy = VideoFile.Open(made);
            Assert.Equal((name, source.Info.FrameCount, 0), (name, copy.Info.FrameCount, copy.Info.Rotation));
            Assert.Equal(written.FrameCount, copy.Info.FrameCount);
            Assert.Equal(source.ExactTimes.Seconds(source.Info.FrameCount - 1), copy.ExactTimes.Seconds(copy.Info.FrameCount - 1), 1e-4);
        }
    }

    private static void Make(params string[] arguments) => Places.Run("ffmpeg", ["-nostdin", "-loglevel", "error", "-y", .. arguments]);

    private static string Sound(string path) => Encoding.UTF8.GetString(Places.Run("ffmpeg", "-v", "error", "-i", path, "-map", "0:a", "-c", "copy", "-f", "md5", "-"));

    private static string[] Probe(string path, string entries) => Encoding.UTF8.GetString(Places.Run("ffprobe", "-v", "error", "-show_entries", entries, "-of", "default=nk=1:nw=1", path))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // Mean of the bytes' differences in rows from one to before another of 240, the left half.
    private static double Difference(ReadOnlySpan<byte> old, ReadOnlySpan<byte> now, int from, int to)
    {
        const int Width = 320;
        double sum = 0;
        for (var y = from; y < to; y++)
        {
            for (var x = 0; x < 100 * 3; x++)
            {
                sum += Math.Abs(old[(y * Width * 3) + x] - now[(y * Width * 3) + x]);
            }
        }

        return sum / ((to - from) * 300);
    }

    private sealed class Listener(Action<(int Done, int Total)> heard) : IProgress<(int Done, int Total)>
    {
        public void Report((int Done, int Total) value) => heard(value);
    }
}
