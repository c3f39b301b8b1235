using System.Globalization;
using System.Text;
using Kinora.Tests;
using Kinora.Video.Decoding;
using Kinora.Video.Tests.Decoding;
using Kinora.Video.Writing;

namespace Kinora.Video.Tests.Writing;

/// <summary>A video that is written like another has its frame times, its pixels' shape and its size; ffprobe judges.</summary>
public sealed class KeptTimesTests(MadeClips clips)
{
    private static readonly EncoderOptions Fast = new() { Preset = "veryfast" };

    [Theory]
    [InlineData("variable.mp4")]
    [InlineData("bframes.mp4")]
    [InlineData("open_gop.mkv")]
    [InlineData("open_gop.ts")]
    [InlineData("late_start.mp4")]
    [InlineData("edit_list.mp4")]
    [InlineData("plain.avi")]
    [InlineData("mpeg2.mpg")]
    [InlineData("palette.gif")]
    [InlineData("altref.webm")]
    public void Frame_times_are_those_of_the_source_to_a_tick(string name)
    {
        using var folder = Places.Temporary();
        var path = folder.File("copy.mp4");
        var expected = Copy(clips[name], path);

        var times = Times(path);
        Assert.Equal(expected.Count, times.Count);
        // Of ffprobe's six digits the last is rounded; a tick of the sources is 11 microseconds at least.
        Assert.All(times, (time, frame) => Assert.Equal(expected.Seconds(frame), time, 1.5e-6));
        Assert.Equal(expected.Seconds(expected.Count), double.Parse(Probe(path, "stream=duration", "v")[0], CultureInfo.InvariantCulture), 1e-3);
    }

    [Fact]
    public void The_times_of_a_source_are_what_ffprobe_says()
    {
        using var file = VideoFile.Open(clips["variable.mp4"]);
        var told = Times(clips["variable.mp4"]);
        Assert.Equal(told.Count, file.ExactTimes.Count);
        Assert.All(told, (time, frame) => Assert.Equal(time - told[0], file.ExactTimes.Seconds(frame), 1.5e-6));
        // Not at one rate.
        Assert.True(told.Zip(told.Skip(1), (one, next) => Math.Round(next - one, 4)).Distinct().Count() > 1);
    }

    [Fact]
    public void Frames_of_one_time_come_one_after_the_other()
    {
        using var folder = Places.Temporary();
        var path = folder.File("twins.mp4");
        using (var writer = VideoWriter.Create(path, new FrameSize(32, 32), new FrameTimes(new FrameRate(25), [0, 1, 1, 1, 4], 5), Fast))
        {
            writer.Write(new Frames(5, 32, 32));
            Assert.Throws<InvalidOperationException>(() => writer.Write(new Frames(1, 32, 32)));
            writer.Finish();
        }

        const double Tick = 1 / 12800.0;
        Assert.Equal([0, 0.04, 0.04 + Tick, 0.04 + (2 * Tick), 0.16], Times(path).Select(time => Math.Round(time, 6)), (a, b) => Math.Abs(a - b) < 1.5e-6);
    }

    [Fact]
    public void Times_that_are_none_are_refused()
    {
        Assert.Contains("expected 0", Assert.Throws<ArgumentException>(() => new FrameTimes(new FrameRate(25), [1, 2], 3)).Message, StringComparison.Ordinal);
        Assert.Contains("time 1 follows 2 after frame 1", Assert.Throws<ArgumentException>(() => new FrameTimes(new FrameRate(25), [0, 2, 1], 3)).Message, StringComparison.Ordinal);
        Assert.Contains("time 1 follows 2 after frame 1", Assert.Throws<ArgumentException>(() => new FrameTimes(new FrameRate(25), [0, 2], 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tick_finer_than_files_can_hold_is_rounded_to_a_microsecond()
    {
        using var folder = Places.Temporary();
        var path = folder.File("fine.mp4");
        using (var writer = VideoWriter.Create(path, new FrameSize(32, 32), new FrameTimes(new FrameRate(1_000_000_000), [0, 33_333_333, 10_000_000_400], 10_033_000_000), Fast))
        {
            writer.Write(new Frames(3, 32, 32));
            writer.Finish();
        }

        Assert.Equal([0, 0.033333, 10], Times(path));
    }

    [Fact]
    public void A_part_has_the_times_of_its_frames()
    {
        using var folder = Places.Temporary();
        using var whole = VideoSource.Open(clips["variable.mp4"]);
        using var part = VideoSource.Open(clips["variable.mp4"], new FrameSpan(10, 30));
        var (all, some) = (whole.ExactTimes, part.ExactTimes);
        Assert.Equal(21, some.Count);
        Assert.All(Enumerable.Range(0, 22), frame => Assert.Equal(all[10 + frame] - all[10], some[frame]));
        Assert.Equal(all.Origin + all[10], some.Origin);
    }

    [Fact]
    public void Pictures_in_a_folder_come_at_the_rate_taken_for_granted()
    {
        using var folder = Places.Temporary();
        Ffmpeg.Make("-i", clips["bframes.mp4"], "-frames:v", "6", folder.File("frame_%03d.png"));
        var path = folder.File("copy.mp4");
        using (var source = VideoSource.Open(folder.Path))
        {
            using var writer = VideoWriter.CreateLike(path, source, Fast);
            writer.Write(source.ReadAll());
            writer.Finish();
            Assert.Null(writer.SoundWarning);
        }

        Assert.Equal([0, 0.04, 0.08, 0.12, 0.16, 0.2], Times(path));
        Assert.Equal(["video"], Probe(path, "stream=codec_type"));
    }

    [Fact]
    public void The_shape_of_pixels_is_kept_and_stands_upright()
    {
        using var folder = Places.Temporary();
        Copy(clips["wide_pixels.mp4"], folder.File("wide.mp4"));
        Assert.Equal(["12:11"], Probe(folder.File("wide.mp4"), "stream=sample_aspect_ratio"));

        Ffmpeg.Make("-i", clips["wide_pixels.mp4"], "-c", "copy", "-metadata:s:v", "rotate=90", folder.File("turned.mp4"));
        Copy(folder.File("turned.mp4"), folder.File("upright.mp4"));
        Assert.Equal(["96", "128", "11:12"], Probe(folder.File("upright.mp4"), "stream=width,height,sample_aspect_ratio"));
        Assert.Empty(Probe(folder.File("upright.mp4"), "stream_side_data=rotation"));

        Copy(clips["bframes.mp4"], folder.File("square.mp4"));
        Assert.DoesNotContain(Probe(folder.File("square.mp4"), "stream=sample_aspect_ratio"), shape => shape is not ("1:1" or "N/A"));
    }

    [Fact]
    public void An_odd_side_gets_a_row_or_column_that_repeats_the_edge()
    {
        using var folder = Places.Temporary();
        var path = folder.File("even.mp4");
        using var source = VideoSource.Open(clips["odd_420.mkv"]);
        Assert.Equal(new FrameSize(75, 101), source.Info.Size);
        var frames = source.ReadAll();
        for (var t = 0; t < frames.Count; t++)
        {
            // Columns and rows at the edge that no codec can take for their neighbours.
            for (var y = 0; y < 75; y++)
            {
                frames[t].Slice(3 * ((y * 101) + 100), 3).Fill(250);
            }

            frames[t][(3 * 74 * 101)..].Fill(250);
        }

        using (var writer = VideoWriter.CreateLike(path, source, Fast with { Crf = 1 }))
        {
            writer.Write(frames);
            writer.Finish();
        }

        using var copy = VideoFile.Open(path);
        Assert.Equal(new FrameSize(76, 102), copy.Info.Size);
        var first = copy.Read([0]);
        Assert.All(Enumerable.Range(0, 76), y => Assert.InRange(first[0][3 * ((y * 102) + 101)], 235, 255));
        Assert.All(Enumerable.Range(0, 102), x => Assert.InRange(first[0][3 * ((75 * 102) + x)], 235, 255));
    }

    internal static FrameTimes Copy(string from, string to)
    {
        using var source = VideoSource.Open(from);
        using var writer = VideoWriter.CreateLike(to, source, Fast);
        writer.Write(source.ReadAll());
        writer.Finish();
        return source.ExactTimes;
    }

    private static List<double> Times(string path) => [.. Probe(path, "frame=pts_time", "v:0").Select(time => double.Parse(time, CultureInfo.InvariantCulture))];

    internal static string[] Probe(string path, string entries, string? stream = null)
    {
        string[] chosen = stream is null ? [] : ["-select_streams", stream];
        return Encoding.UTF8.GetString(Places.Run("ffprobe", ["-v", "error", .. chosen, "-show_entries", entries, "-of", "default=nk=1:nw=1", path]))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
