using Kinora.Inference.Timelines;
using Kinora.Video.Decoding;
using Kinora.Web.Analysing;

namespace Kinora.Web.Tests.Pages;

/// <summary>Says that somebody walks for the first half of a video and waves after it. It can be held in the middle of its work.</summary>
internal sealed class SceneAnalyst(string name = "scene") : IAnalyst, IDisposable
{
    private static readonly string[] labels = ["wave", "walk", "sit down", "clap hands", "jump", "an action whose name is longer than any telephone is wide"];

    private readonly ManualResetEventSlim gate = new(initialState: true);

    public ModelFacts Facts { get; } = new(name, "made_up", labels, 8, 112, 112);

    public void Hold() => gate.Reset();

    public void Release() => gate.Set();

    public Analysis Analyse(VideoSource video, IProgress<(int Done, int Total)> progress, CancellationToken cancellation)
    {
        var info = video.Info;
        progress.Report((1, 4));
        gate.Wait(cancellation);
        progress.Report((4, 4));
        var duration = info.FrameCount / info.FrameRate;
        const int Windows = 8;
        var windows = Enumerable.Range(0, Windows).Select(i => new TimelineWindow(
            i * info.FrameCount / Windows, info.FrameCount / Windows, duration * i / Windows, duration * (i + 1) / Windows, i < Windows / 2 ? [0.04f, 0.86f, 0.04f, 0.03f, 0.02f, 0.01f] : [0.7f, 0.1f, 0.1f, 0.05f, 0.03f, 0.02f]));
        var timeline = new Timeline(info.Path, labels, info.FrameRate, info.FrameCount, duration, [.. windows], [new Segment(0, duration / 2, "walk", 0.86f), new Segment(duration / 2, duration, "wave", 0.7f)]);
        return new Analysis(
            [new("walk", 0.48), new("wave", 0.37), new("sit down", 0.07), new("clap hands", 0.04), new("jump", 0.025), new(labels[^1], 0.015)],
            [.. Enumerable.Range(0, 8).Select(i => i * (info.FrameCount - 1) / 7)],
            timeline,
            Warning: null);
    }

    public void Dispose() => gate.Dispose();
}
