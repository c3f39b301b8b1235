using Kinora.Tests;
using Kinora.Video.Decoding;
using Kinora.Video.Drawing;

namespace Kinora.Video.Tests.Decoding;

/// <summary>Parts of videos.</summary>
public sealed class VideoSpanTests(MadeClips clips)
{
    [Theory]
    [InlineData("#frames=0-94")]
    [InlineData("#frames=95-95")]
    [InlineData("#t=2")]
    [InlineData("#t=0,10")]
    [InlineData("#t=2.5,4.125")]
    public void A_part_is_written_after_the_name_and_read_from_there(string part)
    {
        Assert.True(VideoSpan.TrySeparate($"a#1/b.avi{part}", out var whole, out var span));
        Assert.Equal(("a#1/b.avi", part), (whole, span!.ToString()));
    }

    [Theory]
    [InlineData("a.avi")]
    [InlineData("#20_Rhythm_clap.avi")]
    [InlineData("a.avi#t=")]
    [InlineData("a.avi#t=-1,2")]
    [InlineData("a.avi#t=4,2")]
    [InlineData("a.avi#t=2,2")]
    [InlineData("a.avi#frames=9-8")]
    [InlineData("a.avi#frames=3")]
    [InlineData("a.avi#frames=0-99999999999")]
    public void Anything_else_is_a_name(string name)
    {
        Assert.False(VideoSpan.TrySeparate(name, out var whole, out var span));
        Assert.Equal((name, null), (whole, span));
    }

    [Theory]
    [InlineData(0.0, 1.0, 0, 25)]
    [InlineData(1.0, 2.0, 25, 25)]
    [InlineData(1.01, 1.05, 26, 1)]      // frame 26 appears at 1.04 s
    [InlineData(1.01, 1.02, 25, 1)]      // none appears: the one on show
    [InlineData(1.9, 99.0, 48, 2)]       // to the end
    [InlineData(2.1, 3.0, 50, 0)]        // after the end
    public void Seconds_become_the_frames_that_appear_from_the_start_on_and_before_the_end(double start, double end, int first, int count)
    {
        Assert.Equal((first, count), new SecondsSpan(start, end).In(50, 25, null));
        // The same by the frames' own times, which are whole microseconds here.
        double[] times = [.. Enumerable.Range(0, 50).Select(n => Math.Round(n / 25.0, 6))];
        Assert.Equal((first, count), new SecondsSpan(start, end).In(50, 25, times));
    }

    [Fact]
    public void Every_frame_of_a_television_rate_lies_in_one_of_the_seconds_that_touch()
    {
        const double Rate = 30000.0 / 1001;
        var places = Enumerable.Range(0, 10).Select(second => new SecondsSpan(second, second + 1).In(300, Rate, null)).ToList();
        Assert.Equal(Enumerable.Range(0, 300).Take(places.Sum(place => place.Count)), places.SelectMany(place => Enumerable.Range(place.First, place.Count)));
        Assert.Equal(300, places.Sum(place => place.Count));
    }

    [Theory]
    [InlineData("bframes.mp4")]
    [InlineData("open_gop.mp4")]
    [InlineData("bframes.avi")]
    public void A_part_shows_its_own_frames_and_counts_from_nought(string name)
    {
        using var video = VideoFile.Open(clips[name]);
        var whole = video.ReadAll();
        using var part = VideoSource.Open(clips[name], new FrameSpan(13, 40));
        Assert.Equal((28, 1.12), (part.Info.FrameCount, part.Info.Duration.TotalSeconds));
        var all = part.ReadAll();
        Assert.Equal(28, all.Count);
        Assert.All(Enumerable.Range(0, 28), t => Assert.True(whole[13 + t].SequenceEqual(all[t]), $"frame {t}"));
        Assert.Equal(Ffmpeg.Digests(video.Read([40, 13, 20], new(24, 32))), Ffmpeg.Digests(part.Read([27, 0, 7], new(24, 32))));
        Assert.Throws<ArgumentOutOfRangeException>(() => part.Read([28]));
        Assert.Throws<ArgumentOutOfRangeException>(() => part.Read([-1]));

        // By name, as a clip of a data set is called, it is the same.
        using var named = VideoSource.Open(clips[name] + "#frames=13-40");
        Assert.Equal(all.Pixels, named.ReadAll().Pixels);
        var strip = FrameStrip.Read(clips[name], 3, 32, new FrameSpan(13, 40));
        Assert.Equal([0, 13, 27], strip.Numbers);
        Assert.Equal(Ffmpeg.Digests(video.Read([13, 26, 40], strip.Frames.Size)), Ffmpeg.Digests(strip.Frames));
    }

    [Fact]
    public void Where_the_rate_varies_seconds_are_those_of_the_frames_themselves()
    {
        using var video = VideoFile.Open(clips["variable.mp4"]);
        using var part = VideoSource.Open(clips["variable.mp4"], new SecondsSpan(0.15, 1.9));
        var inside = Enumerable.Range(0, video.Index.Count).Where(n => video.Index.Seconds(n) is >= 0.15 and < 1.9).ToArray();
        Assert.Equal(inside.Length, part.Info.FrameCount);
        Assert.NotEqual((int)Math.Round((1.9 - 0.15) * video.Info.FrameRate), inside.Length);
        Assert.Equal(Ffmpeg.Digests(video.Read(inside)), Ffmpeg.Digests(part.ReadAll()));
        Assert.Equal(inside.Select(n => video.Index.Seconds(n) - video.Index.Seconds(inside[0])), part.Times!);
    }

    [Fact]
    public void A_part_that_passes_the_end_is_shorter_and_says_so_and_one_behind_it_is_refused()
    {
        using (var part = VideoSource.Open(clips["bframes.mp4"], new FrameSpan(45, 54)))
        {
            Assert.Equal((5, "the last 5 frames of #frames=45-54 are missing: the video ends after 50 frames"), (part.Info.FrameCount, part.Warning));
        }

        using (var part = VideoSource.Open(clips["bframes.mp4"], new SecondsSpan(1.8, 10)))
        {
            Assert.Equal((5, null), (part.Info.FrameCount, part.Warning));
        }

        using var none = VideoSource.Open(clips["bframes.mp4"], new SecondsSpan(7, 9));
        Assert.Equal($"{clips["bframes.mp4"]}: has no part #t=7,9: the video ends after 50 frames, 2 s", Assert.Throws<VideoException>(() => none.Info).Message);
        Assert.Equal("x.avi#t=1,2: no such file", Assert.Throws<VideoException>(() => VideoSource.Open("x.avi#t=1,2")).Message);
    }

    [Fact]
    public void A_part_of_a_folder_of_pictures_is_one_too()
    {
        using var folder = Places.Temporary();
        Ffmpeg.Make("-i", clips["bframes.mp4"], "-fps_mode", "passthrough", "-pix_fmt", "rgb24", folder.File("img_%05d.png"));
        using var video = VideoSource.Open(clips["bframes.mp4"], new SecondsSpan(0.5, 1));
        using var pictures = VideoSource.Open(folder.Path, new SecondsSpan(0.5, 1));
        Assert.Equal(video.ReadAll().Pixels, pictures.ReadAll().Pixels);
    }
}
