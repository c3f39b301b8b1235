using Kinora.Inference.Timelines;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Video;
using Kinora.Video.Decoding;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Inference.Tests.Timelines;

/// <summary>What is said along a video is what is said of its parts.</summary>
public sealed class TimelineTests : IDisposable
{
    private readonly TemporaryFolder folder = new("timeline");
    private readonly long liveBefore = TensorScope.LiveTensors;

    public TimelineTests() => Networks.SaveVideo(Video, frames: 133, new FrameSize(48, 48));

    private string Video => folder.File("long.mp4");

    public void Dispose()
    {
        Assert.Equal(liveBefore, TensorScope.LiveTensors);
        folder.Dispose();
    }

    [Theory]
    [InlineData(SamplingKind.CentredStride, 1, 1, 0)]
    [InlineData(SamplingKind.RandomStride, 3, 1, 0)]
    [InlineData(SamplingKind.Uniform, 1, 1, 0)]
    [InlineData(SamplingKind.CentredSegments, 2, 1, 0)]
    [InlineData(SamplingKind.CentredStride, 2, 3, 0)]
    [InlineData(SamplingKind.FirstN, 1, 1, 12.5)]
    public void A_window_says_to_the_bit_what_predict_says_of_the_same_frames(SamplingKind kind, int views, int crops, double rate)
    {
        var preprocessing = Networks.Preprocessing with
        {
            Sampler = new ClipSampler(kind, Length: 8, Stride: 2) { FrameRate = rate },
            Geometry = crops > 1 ? FrameGeometry.Parse("exact 36x40 crop 32x32") : Networks.Preprocessing.Geometry,
            Views = views,
            Crops = crops,
        };
        Networks.SaveVideoNetwork(folder.File("m.kinora"), preprocessing);
        using var recognizer = Recognizer.Load(folder.File("m.kinora"));
        var timeline = recognizer.Timeline(Video, new TimelineOptions { Step = 0.2 });
        Assert.True(timeline.Windows.Count > 10);
        Assert.All(timeline.Windows, window => Assert.Equal(recognizer.Predict(Part(window)).Probabilities, window.Probabilities));
        Assert.NotEqual(timeline.Windows[0].Probabilities, timeline.Windows[5].Probabilities);
    }

    [Theory]
    [InlineData(FrameColour.FlowFarneback)]
    [InlineData(FrameColour.FlowDis)]
    [InlineData(FrameColour.OpenCvGray)]
    public void So_it_does_for_motion_and_gray(FrameColour colour)
    {
        Networks.SaveVideoNetwork(folder.File("m.kinora"), Networks.Preprocessing with { Colour = colour, Mean = [0.5f, 0.5f, 0.5f], Std = [0.226f, 0.226f, 0.226f] });
        using var recognizer = Recognizer.Load(folder.File("m.kinora"));
        var timeline = recognizer.Timeline(Video);
        Assert.All(timeline.Windows, window => Assert.Equal(recognizer.Predict(Part(window)).Probabilities, window.Probabilities));
    }

    [Fact]
    public void What_is_seen_once_in_a_frame_serves_every_window_to_1e_5()
    {
        Networks.SaveFrameNetwork(folder.File("m.kinora"), Networks.Preprocessing with { Views = 2 });
        using var recognizer = Recognizer.Load(folder.File("m.kinora"));
        foreach (var batch in (int[])[1, 7])
        {
            var timeline = recognizer.Timeline(Video, new TimelineOptions { Step = 0.12, BatchSize = batch });
            foreach (var window in timeline.Windows)
            {
                var alone = recognizer.Predict(Part(window));
                Assert.All(alone.Probabilities.Zip(window.Probabilities), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
                Assert.Equal(alone.Label, Networks.Labels[window.Probabilities.Index().MaxBy(one => one.Item).Index]);
            }
        }
    }

    [Fact]
    public void Batches_of_windows_agree_with_single_ones_to_1e_5()
    {
        Networks.SaveVideoNetwork(folder.File("m.kinora"), Networks.Preprocessing);
        using var recognizer = Recognizer.Load(folder.File("m.kinora"));
        var single = recognizer.Timeline(Video);
        var batched = recognizer.Timeline(Video, new TimelineOptions { BatchSize = 4 });
        foreach (var (one, other) in single.Windows.Zip(batched.Windows))
        {
            Assert.All(one.Probabilities.Zip(other.Probabilities), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
    }

    [Fact]
    public void Windows_cover_the_video_and_segments_have_no_gaps()
    {
        Networks.SaveVideoNetwork(folder.File("m.kinora"), Networks.Preprocessing);
        using var recognizer = Recognizer.Load(folder.File("m.kinora"));
        var steps = new List<(int Done, int Total)>();
        var timeline = recognizer.Timeline(Video, new TimelineOptions { Shortest = 0 }, new Heard(steps));

        Assert.Equal((133, 25, 133 / 25.0), (timeline.FrameCount, timeline.FrameRate, Math.Round(timeline.Duration, 6)));
        // The clip spans 15 frames; half of it is 7.
        Assert.All(timeline.Windows.SkipLast(1).Index(), window => Assert.Equal((7 * window.Index, 15), (window.Item.FirstFrame, window.Item.FrameCount)));
        Assert.Equal(133 - 15, timeline.Windows[^1].FirstFrame);
        Assert.Equal(timeline.Duration, timeline.Windows[^1].End);
        Assert.Equal(0, timeline.Segments[0].Start);
        Assert.Equal(timeline.Duration, timeline.Segments[^1].End);
        Assert.All(timeline.Segments.Zip(timeline.Segments.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
        Assert.Equal(Enumerable.Range(1, timeline.Windows.Count).Select(done => (done, timeline.Windows.Count)), steps);
    }

    [Fact]
    public void A_video_shorter_than_a_window_is_one_window()
    {
        Networks.SaveVideo(folder.File("short.mp4"), frames: 5, new FrameSize(48, 48));
        Networks.SaveVideoNetwork(folder.File("m.kinora"), Networks.Preprocessing);
        using var recognizer = Recognizer.Load(folder.File("m.kinora"));
        var timeline = recognizer.Timeline(folder.File("short.mp4"));
        var window = Assert.Single(timeline.Windows);
        Assert.Equal((0, 5), (window.FirstFrame, window.FrameCount));
        Assert.Equal(recognizer.Predict(folder.File("short.mp4")).Probabilities, window.Probabilities);
        Assert.Single(timeline.Segments);
    }

    [Fact]
    public void Every_frame_is_decoded_once_and_forward_however_windows_overlap()
    {
        Networks.SaveVideoNetwork(folder.File("m.kinora"), Networks.Preprocessing with { Views = 2 });
        using var recognizer = Recognizer.Load(folder.File("m.kinora"));
        using var video = new WatchedVideo(VideoSource.Open(Video));
        recognizer.Timeline(video, new TimelineOptions { Window = 1, Step = 0.04 });
        Assert.Equal(video.Asked.Distinct().Order(), video.Asked);
        Assert.Equal(133, video.Asked.Count);
    }

    [Fact]
    public void Where_headers_promise_more_frames_than_there_are_the_video_ends_where_it_ends()
    {
        Networks.SaveVideoNetwork(folder.File("m.kinora"), Networks.Preprocessing);
        using var recognizer = Recognizer.Load(folder.File("m.kinora"));
        using var promised = new WatchedVideo(VideoSource.Open(Video)) { Promised = 200 };
        var timeline = recognizer.Timeline(promised);
        Assert.Equal(recognizer.Timeline(Video).Windows.Select(window => (window.FirstFrame, string.Join(' ', window.Probabilities))), timeline.Windows.Select(window => (window.FirstFrame, string.Join(' ', window.Probabilities))));
        using var again = new WatchedVideo(VideoSource.Open(Video)) { Promised = 300 };
        Assert.Equal(recognizer.Predict(Video).Probabilities, recognizer.Predict(again).Probabilities);
    }

    [Fact]
    public void It_stops_when_asked_and_refuses_nonsense()
    {
        Networks.SaveVideoNetwork(folder.File("m.kinora"), Networks.Preprocessing);
        using var recognizer = Recognizer.Load(folder.File("m.kinora"));
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => recognizer.Timeline(Video, null, new Heard([], stop), stop.Token));
        Assert.Throws<ArgumentOutOfRangeException>(() => recognizer.Timeline(Video, new TimelineOptions { Window = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => recognizer.Timeline(Video, new TimelineOptions { Step = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => recognizer.Timeline(Video, new TimelineOptions { Threshold = 2 }));
    }

    private string Part(TimelineWindow window) => $"{Video}#frames={window.FirstFrame}-{window.FirstFrame + window.FrameCount - 1}";

    private sealed class Heard(List<(int Done, int Total)> steps, CancellationTokenSource? stop = null) : IProgress<(int Done, int Total)>
    {
        public void Report((int Done, int Total) value)
        {
            steps.Add(value);
            stop?.Cancel();
        }
    }

    /// <summary>Notes what is asked for; may promise more frames than there are until they are asked for.</summary>
    private sealed class WatchedVideo(VideoSource video) : VideoSource
    {
        public List<int> Asked { get; } = [];

        public int? Promised { get; set; }

        public override VideoInfo Info => video.Info with { FrameCount = Promised ?? video.Info.FrameCount };

        public override string? Warning => video.Warning;

        public override IReadOnlyList<double>? Times => video.Times;

        public override bool IsKeyFrame(int frame) => video.IsKeyFrame(frame);

        public override Frames Read(ReadOnlySpan<int> frameNumbers, FrameSize? size = null)
        {
            Asked.AddRange(frameNumbers);
            foreach (var number in frameNumbers)
            {
                Promised = number >= video.Info.FrameCount ? null : Promised;
            }

            return video.Read(frameNumbers, size);
        }

        public override void Dispose() => video.Dispose();
    }
}
