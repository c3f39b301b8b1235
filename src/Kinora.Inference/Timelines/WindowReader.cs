using Kinora.Models;
using Kinora.Video;
using Kinora.Video.Decoding;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Inference.Timelines;

/// <summary>
/// Gives the clips of windows in the order of time. Every frame is decoded once, forward, whatever number of windows show it, and
/// forgotten when none will show it any more: an hour of video needs no more memory than a minute.
/// </summary>
/// <param name="video">The open video.</param>
/// <param name="preprocessing">The network's own.</param>
/// <param name="views">Clips of each window, at least 1.</param>
/// <typeparam name="T">What is kept of a frame: its pixels, or what a network saw in them.</typeparam>
internal abstract class WindowReader<T>(VideoSource video, Preprocessing preprocessing, int views)
{
    // Frames that are asked for at once beyond those that a window needs: enough for the decoder to run.
    private const int FramesAtOnce = 64;

    private readonly IReadOnlyList<FrameGeometry> crops = preprocessing.Geometry.Crops(preprocessing.Crops);
    private readonly Dictionary<int, T[]> kept = [];
    private readonly Queue<int> order = new();
    private readonly Queue<PlannedWindow> planned = new();
    private int frontier;

    /// <summary>Looks at windows.</summary>
    /// <param name="windows">Ordered by their first frames.</param>
    /// <param name="cancellation">Stops before more frames are read.</param>
    /// <returns>Of each window what was kept of its frames, clip by clip (all crops of the first view first), and for each clip which frames are no padding.</returns>
    /// <exception cref="VideoException">The video cannot be read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Decoding shows fewer frames than <see cref="VideoSource.Info"/> promised.</exception>
    public IEnumerable<WindowClips<T>> Read(IReadOnlyList<FrameWindow> windows, CancellationToken cancellation)
    {
        var next = 0;
        foreach (var window in windows)
        {
            while (order.TryPeek(out var oldest) && oldest < window.First)
            {
                kept.Remove(order.Dequeue());
            }

            if (planned.Count == 0)
            {
                planned.Enqueue(Plan(windows[next++]));
            }

            ReadUpTo(planned.Peek().Last + 1);
            var here = planned.Dequeue();
            yield return new WindowClips<T>(
                window,
                [.. from plan in here.Plans from crop in Enumerable.Range(0, crops.Count) select Array.ConvertAll(plan.Frames, frame => kept[frame][crop])],
                [.. here.Plans.SelectMany(plan => Enumerable.Repeat(plan.Mask, crops.Count))],
                here.Plans);
        }

        void ReadUpTo(int end)
        {
            if (end <= frontier)
            {
                return;
            }

            // Later windows say now what they want of these frames, so that the decoder never has to go back.
            cancellation.ThrowIfCancellationRequested();
            end = (int)Math.Max(end, Math.Min(frontier + (long)FramesAtOnce, int.MaxValue));
            while (next < windows.Count && windows[next].First < end)
            {
                planned.Enqueue(Plan(windows[next++]));
            }

            int[] numbers = [.. planned.SelectMany(window => window.Plans).SelectMany(plan => plan.Frames).Where(frame => frame >= frontier && frame < end).Distinct().Order()];
            var pictures = crops.Select(crop => numbers.Length == 0 ? [] : Keep(ClipReader.Read(video, numbers, crop, preprocessing.Filter, preprocessing.Colour))).ToArray();
            foreach (var (place, number) in numbers.Index())
            {
                kept.Add(number, Array.ConvertAll(pictures, crop => crop[place]));
                order.Enqueue(number);
            }

            frontier = end;
        }
    }

    /// <summary>What is kept of each of these frames.</summary>
    protected abstract T[] Keep(Frames frames);

    private PlannedWindow Plan(FrameWindow window)
    {
        // In a video by itself the last frame has none that motion could go to, and shows that of the one before.
        var lastWithFlow = preprocessing.Colour.IsFlow() ? Math.Max(0, window.Count - 2) : (int?)null;
        var plans = new ClipPlan[views];
        for (var view = 0; view < views; view++)
        {
            var plan = preprocessing.Sampler.Sample(window.Count, default, view, views, video.Info.FrameRate);
            plans[view] = plan with { Frames = Array.ConvertAll(plan.Frames, frame => window.First + Math.Min(frame, lastWithFlow ?? frame)) };
        }

        return new PlannedWindow(plans, plans.Max(plan => plan.Frames.Max()));
    }

    private sealed record PlannedWindow(IReadOnlyList<ClipPlan> Plans, int Last);
}

/// <summary>What was kept of a window's frames.</summary>
/// <param name="Window">The window.</param>
/// <param name="Clips">Of each clip, frame by frame; all crops of the first view first.</param>
/// <param name="Masks">Of each clip which frames are no padding.</param>
/// <param name="Plans">The frames of each view, by their numbers in the video.</param>
internal sealed record WindowClips<T>(FrameWindow Window, IReadOnlyList<T[]> Clips, IReadOnlyList<bool[]> Masks, IReadOnlyList<ClipPlan> Plans);

/// <summary>Keeps the pixels.</summary>
internal sealed class PixelWindows(VideoSource video, Preprocessing preprocessing, int views) : WindowReader<ReadOnlyMemory<byte>>(video, preprocessing, views)
{
    protected override ReadOnlyMemory<byte>[] Keep(Frames frames)
    {
        // Each in an array of its own, so that it can be forgotten by itself.
        var kept = new ReadOnlyMemory<byte>[frames.Count];
        for (var t = 0; t < kept.Length; t++)
        {
            kept[t] = frames[t].ToArray();
        }

        return kept;
    }
}

/// <summary>Keeps what a network saw in each frame: a few numbers instead of all its pixels, and looked at once only.</summary>
/// <param name="video">The open video.</param>
/// <param name="preprocessing">The network's own.</param>
/// <param name="views">Clips of each window, at least 1.</param>
/// <param name="encode">What the network sees: T frames become T vectors.</param>
internal sealed class FeatureWindows(VideoSource video, Preprocessing preprocessing, int views, Func<Frames, float[][]> encode) : WindowReader<float[]>(video, preprocessing, views)
{
    protected override float[][] Keep(Frames frames) => encode(frames);
}
