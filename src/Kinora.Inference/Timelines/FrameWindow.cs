using Kinora.Video.Decoding;
using Kinora.Video.Sampling;

namespace Kinora.Inference.Timelines;

/// <summary>Consecutive frames of a video that are looked at as if they were a video by themselves.</summary>
/// <param name="First">Number of the first, from 0.</param>
/// <param name="Count">How many, from 1.</param>
public readonly record struct FrameWindow(int First, int Count)
{
    // Where a clip is spread over whatever the network is given, nothing says how long an action lasts.
    private const double SecondsOfSpreadClip = 2;

    /// <summary>The windows of a video: one after another, the last one ending with it.</summary>
    /// <param name="info">The video.</param>
    /// <param name="options">Length and step.</param>
    /// <param name="samplers">How the networks choose their frames; the one whose clip lasts longest gives the length that is not given.</param>
    public static IReadOnlyList<FrameWindow> Of(VideoInfo info, TimelineOptions options, IEnumerable<ClipSampler> samplers)
    {
        var rate = RateOf(info);
        var length = Math.Clamp(options.Window is { } window ? Frames(window, rate) : samplers.Max(sampler => FramesOf(sampler, rate)), 1, info.FrameCount);
        var step = options.Step is { } given ? Frames(given, rate) : Math.Max(1, length / 2);
        var last = info.FrameCount - length;
        var windows = new List<FrameWindow>();
        for (var first = 0L; first < last; first += step)
        {
            windows.Add(new FrameWindow((int)first, length));
        }

        windows.Add(new FrameWindow(last, length));
        return windows;
    }

    /// <summary>Frames per second; where a video does not say, what is taken for granted of pictures.</summary>
    internal static double RateOf(VideoInfo info) => info.FrameRate > 0 ? info.FrameRate : FrameFolder.AssumedRate;

    // Frames of a window in which a network's clip fits as it was trained.
    private static int FramesOf(ClipSampler sampler, double rate)
    {
        var perStep = sampler.FrameRate > 0 ? rate / sampler.FrameRate : 1;
        var clip = sampler.Kind is SamplingKind.FirstN or SamplingKind.RandomStride or SamplingKind.CentredStride
            ? (((sampler.Length - 1L) * sampler.Stride) + 1) * perStep
            : Math.Max(sampler.Length * perStep, SecondsOfSpreadClip * rate);
        return (int)Math.Min(Math.Ceiling(clip), int.MaxValue);
    }

    private static int Frames(double seconds, double rate) => (int)Math.Clamp(Math.Round(seconds * rate), 1, int.MaxValue);
}
