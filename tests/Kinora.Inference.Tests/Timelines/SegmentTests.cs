using System.Text;
using Kinora.Inference.Timelines;
using Kinora.Tests;

namespace Kinora.Inference.Tests.Timelines;

/// <summary>Segments and what is written of them.</summary>
public sealed class SegmentTests
{
    private static readonly string[] Labels = ["walk", "run <fast> & far"];

    [Fact]
    public void Overlapping_windows_are_averaged_at_every_moment()
    {
        var timeline = Timeline([(0, 2, 0.9f), (1, 3, 0.5f), (2, 4, 0.1f)]);
        Assert.Equal(0.9f, timeline.At(-1)[0], 1e-6f);
        Assert.Equal(0.9f, timeline.At(0.5)[0], 1e-6f);
        Assert.Equal(0.7f, timeline.At(1.5)[0], 1e-6f);
        Assert.Equal(0.3f, timeline.At(2.5)[0], 1e-6f);
        Assert.Equal(0.1f, timeline.At(99)[0], 1e-6f);
    }

    [Theory]
    [InlineData(0, 0, "walk 0-1, run <fast> & far 1-3, walk 3-4, run <fast> & far 4-6")]
    // The second of walking in the middle goes to what surrounds it, and what surrounds it becomes one.
    [InlineData(1.5, 0, "run <fast> & far 0-6")]
    [InlineData(0, 0.7, "walk 0-1, run <fast> & far 1-3, - 3-4, run <fast> & far 4-6")]
    public void Segments_follow_the_most_probable_class(double shortest, double threshold, string expected)
    {
        var timeline = Timeline([(0, 1, 0.9f), (1, 2, 0.2f), (2, 3, 0.2f), (3, 4, 0.6f), (4, 6, 0.1f)], shortest, threshold);
        Assert.Equal(expected, string.Join(", ", timeline.Segments.Select(segment => $"{segment.Label ?? "-"} {segment.Start}-{segment.End}")));
    }

    [Fact]
    public void Confidence_is_the_mean_over_time()
    {
        var timeline = Timeline([(0, 1, 0.9f), (1, 4, 0.7f)]);
        Assert.Equal(((0.9f * 1) + (0.7f * 3)) / 4, Assert.Single(timeline.Segments).Confidence, 1e-6f);
    }

    [Fact]
    public void Subtitles_are_read_by_FFmpeg_as_they_are_meant()
    {
        using var folder = Places.Temporary();
        var timeline = Timeline([(0, 1, 0.9f), (1, 3, 0.2f), (3, 3661.5, 0.9f)]);
        File.WriteAllText(folder.File("a.srt"), TimelineText.Srt(timeline));
        File.WriteAllText(folder.File("a.vtt"), TimelineText.WebVtt(timeline));
        const string Expected = "00:00.000 --> 00:01.000\nwalk 90 %\n\n00:01.000 --> 00:03.000\nrun <fast> & far 80 %\n\n00:03.000 --> 01:01:01.500\nwalk 90 %\n";
        // SubRip has tags but no way to write what looks like one.
        Assert.Equal("WEBVTT\n\n" + Expected.Replace("<fast>", "‹fast›", StringComparison.Ordinal), Encoding.UTF8.GetString(Places.Run("ffmpeg", "-loglevel", "error", "-i", folder.File("a.srt"), "-f", "webvtt", "-")));
        Assert.Equal("WEBVTT\n\n" + Expected, Encoding.UTF8.GetString(Places.Run("ffmpeg", "-loglevel", "error", "-i", folder.File("a.vtt"), "-f", "webvtt", "-")));
    }

    [Fact]
    public void Tables_and_json_are_read_by_Python_as_they_are_meant()
    {
        using var folder = Places.Temporary();
        var timeline = Timeline([(0, 1, 0.9f), (1, 3, 0.2f), (3, 4.5, 0.6f)], threshold: 0.7);
        File.WriteAllText(folder.File("a.csv"), TimelineText.Csv(timeline));
        File.WriteAllText(folder.File("a.json"), TimelineText.Json(timeline));
        const string Script = """
            import csv, json, sys
            for row in csv.DictReader(open(sys.argv[1])): print(*row.values(), sep='|')
            read = json.load(open(sys.argv[2]))
            print(*read)
            for s in read['segments']: print(s['start'], s['end'], s.get('label'), round(s['confidence'], 3), sep='|')
            print(read['windows'][1])
            """;
        Assert.Equal(
            """
            0|1|walk|0.9
            1|3|run <fast> & far|0.8
            3|4.5||0.6
            file labels frame_rate frame_count duration windows segments
            0|1|walk|0.9
            1|3|run <fast> & far|0.8
            3|4.5|None|0.6
            {'first_frame': 10, 'frame_count': 20, 'start': 1, 'end': 3, 'probabilities': [0.2, 0.8]}

            """,
            Encoding.UTF8.GetString(Places.Run("/usr/bin/python3", "-c", Script, folder.File("a.csv"), folder.File("a.json"))));
    }

    private static Timeline Timeline((double Start, double End, float Walk)[] windows, double shortest = 0, double threshold = 0)
    {
        var timeline = new Timeline(
            "a.mp4", Labels, 10, (int)(windows[^1].End * 10), windows[^1].End,
            [.. windows.Select(window => new TimelineWindow((int)(window.Start * 10), (int)((window.End - window.Start) * 10), window.Start, window.End, [window.Walk, 1 - window.Walk]))],
            []);
        return timeline with { Segments = Segmenter.Segments(timeline, threshold, shortest) };
    }
}
