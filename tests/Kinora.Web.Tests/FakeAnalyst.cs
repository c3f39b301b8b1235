using Kinora.Inference.Timelines;
using Kinora.Video.Decoding;
using Kinora.Web.Analysing;

namespace Kinora.Web.Tests;

/// <summary>Calls every video by its width, after what the test wants done first.</summary>
internal sealed class FakeAnalyst(string name = "fake", Action<VideoSource, IProgress<(int Done, int Total)>, CancellationToken>? first = null) : IAnalyst
{
    private int calls;

    public int Calls => calls;

    public ModelFacts Facts { get; } = new(name, "none", ["other"], 8, 112, 112);

    public Analysis Analyse(VideoSource video, IProgress<(int Done, int Total)> progress, CancellationToken cancellation)
    {
        Interlocked.Increment(ref calls);
        first?.Invoke(video, progress, cancellation);
        progress.Report((1, 2));
        var label = $"wide {video.Info.Width}";
        var duration = video.Info.Duration.TotalSeconds;
        var timeline = new Timeline(video.Info.Path, [label, "other"], 25, video.Info.FrameCount, duration, [new TimelineWindow(0, video.Info.FrameCount, 0, duration, [0.75f, 0.25f])], [new Segment(0, duration, label, 0.75f)]);
        return new Analysis([new(label, 0.75), new("other", 0.25)], [0, 8, 16], timeline, $"{video.Info.Path}: nothing is wrong");
    }

    /// <summary>Goes on until it is asked to stop.</summary>
    public static FakeAnalyst Endless() => new(first: (_, _, cancellation) =>
    {
        cancellation.WaitHandle.WaitOne();
        cancellation.ThrowIfCancellationRequested();
    });
}
