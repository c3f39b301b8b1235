using Kinora.Video.Decoding;

namespace Kinora.Inference.Timelines;

/// <summary>What a network saw along a video.</summary>
/// <param name="File">The video.</param>
/// <param name="Labels">Class names.</param>
/// <param name="FrameRate">Frames per second, on average.</param>
/// <param name="FrameCount">Frames of the video.</param>
/// <param name="Duration">Seconds from the first frame to the end of the last.</param>
/// <param name="Windows">What was looked at, in the order of time; they overlap, and together cover the video.</param>
/// <param name="Segments">What happens, one thing after another, without gaps.</param>
/// <param name="Warning">What is wrong with the video though frames came out of it; null if nothing.</param>
public sealed record Timeline(
    string File,
    IReadOnlyList<string> Labels,
    double FrameRate,
    int FrameCount,
    double Duration,
    IReadOnlyList<TimelineWindow> Windows,
    IReadOnlyList<Segment> Segments,
    string? Warning = null)
{
    /// <summary>The probability of each class at a time: the mean over the windows that show it.</summary>
    /// <param name="seconds">Seconds from the first frame; before it and after the end, that of the first or last moment.</param>
    public float[] At(double seconds)
    {
        var time = Math.Clamp(seconds, 0, Math.BitDecrement(Windows[^1].End));
        var first = FirstThatEndsAfter(time);
        var sum = new double[Labels.Count];
        var count = 0;
        for (var i = first; i < Windows.Count && Windows[i].Start <= time; i++, count++)
        {
            for (var label = 0; label < sum.Length; label++)
            {
                sum[label] += Windows[i].Probabilities[label];
            }
        }

        return Array.ConvertAll(sum, total => (float)(total / count));
    }

    /// <summary>Puts together what was said of windows.</summary>
    internal static Timeline Of(VideoSource video, IReadOnlyList<string> labels, IReadOnlyList<FrameWindow> windows, IReadOnlyList<float[]> probabilities, TimelineOptions options)
    {
        var (info, times, rate) = (video.Info, video.Times, FrameWindow.RateOf(video.Info));
        var duration = info.Duration > TimeSpan.Zero ? info.Duration.TotalSeconds : info.FrameCount / rate;
        var timeline = new Timeline(
            info.Path,
            labels,
            rate,
            info.FrameCount,
            duration,
            [.. windows.Zip(probabilities, (window, said) => new TimelineWindow(window.First, window.Count, At(window.First), At(window.First + window.Count), said))],
            [],
            video.Warning);
        return timeline with { Segments = Segmenter.Segments(timeline, options.Threshold, options.Shortest ?? windows[0].Count / rate) };

        double At(int frame) => frame >= info.FrameCount ? duration : times?[frame] ?? frame / rate;
    }

    // Starts and ends both rise from window to window.
    private int FirstThatEndsAfter(double time)
    {
        var (low, high) = (0, Windows.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Windows[middle].End > time ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
