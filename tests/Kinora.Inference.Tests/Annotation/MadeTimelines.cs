using Kinora.Inference.Timelines;

namespace Kinora.Inference.Tests.Annotation;

/// <summary>Timelines that no network had to look for.</summary>
internal static class MadeTimelines
{
    public static readonly string[] Labels = ["walking", "jumping", "a long name of an action that few frames have room for"];

    /// <summary>The first label with 80 % up to half of the video, then the second with 60 %; the last quarter has none.</summary>
    public static Timeline Of(double duration, int frames) => new(
        "made",
        Labels,
        frames / duration,
        frames,
        duration,
        [new TimelineWindow(0, frames / 2, 0, duration / 2, [0.8f, 0.15f, 0.05f]), new TimelineWindow(frames / 2, frames - (frames / 2), duration / 2, duration, [0.3f, 0.6f, 0.1f])],
        [new Segment(0, duration / 2, Labels[0], 0.8f), new Segment(duration / 2, 0.75 * duration, Labels[1], 0.6f), new Segment(0.75 * duration, duration, null, 0.6f)]);

    /// <summary>One label all the time.</summary>
    public static Timeline Always(int label, double probability) => new(
        "made",
        Labels,
        25,
        100,
        4,
        [new TimelineWindow(0, 100, 0, 4, [.. Labels.Select((_, i) => i == label ? (float)probability : (float)(1 - probability) / 2)])],
        [new Segment(0, 4, Labels[label], (float)probability)]);
}
