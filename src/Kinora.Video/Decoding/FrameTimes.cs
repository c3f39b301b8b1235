using Kinora.Video.Writing;

namespace Kinora.Video.Decoding;

/// <summary>When each frame of a video appears, in whole ticks and so exactly; the first at 0.</summary>
public sealed class FrameTimes
{
    private readonly IReadOnlyList<long> ticks;

    /// <param name="ticksPerSecond">The unit.</param>
    /// <param name="ticks">The time of each frame; the first is 0, and none lies before the one before it.</param>
    /// <param name="end">When the last frame goes.</param>
    /// <param name="origin">When the first frame appears in the file's own time, which its sound shares.</param>
    /// <exception cref="ArgumentException">There is no frame, or times fall.</exception>
    public FrameTimes(FrameRate ticksPerSecond, IReadOnlyList<long> ticks, long end, long origin = 0)
    {
        ArgumentNullException.ThrowIfNull(ticks);
        ArgumentOutOfRangeException.ThrowIfLessThan(ticksPerSecond.Numerator, 1, nameof(ticksPerSecond));
        ArgumentOutOfRangeException.ThrowIfLessThan(ticksPerSecond.Denominator, 1, nameof(ticksPerSecond));
        if (ticks.Count == 0 || ticks[0] != 0)
        {
            throw new ArgumentException($"the times of frames begin with {(ticks.Count == 0 ? "none" : ticks[0])}; expected 0", nameof(ticks));
        }

        for (var frame = 1; frame <= ticks.Count; frame++)
        {
            var time = frame < ticks.Count ? ticks[frame] : end;
            if (time < ticks[frame - 1])
            {
                throw new ArgumentException($"time {time} follows {ticks[frame - 1]} after frame {frame - 1}; expected times that rise", nameof(ticks));
            }
        }

        (TicksPerSecond, this.ticks, End, Origin) = (ticksPerSecond, ticks, end, origin);
    }

    /// <summary>The unit.</summary>
    public FrameRate TicksPerSecond { get; }

    /// <summary>Number of frames, from 1.</summary>
    public int Count => ticks.Count;

    /// <summary>When the last frame goes.</summary>
    public long End { get; }

    /// <summary>When the first frame appears in the file's own time.</summary>
    public long Origin { get; }

    /// <summary>When a frame appears; <see cref="End"/> for the number after the last.</summary>
    public long this[int frame] => frame == Count ? End : ticks[frame];

    /// <summary>Frames that are equally far apart.</summary>
    /// <param name="rate">Frames per second.</param>
    /// <param name="count">How many.</param>
    public static FrameTimes Steady(FrameRate rate, int count) => new(rate, [.. Enumerable.Range(0, count).Select(frame => (long)frame)], count);

    /// <summary>What the times of a video are when only its rate, or seconds, are known.</summary>
    /// <param name="info">The video.</param>
    /// <param name="seconds">Seconds to each frame; null for equally far apart.</param>
    internal static FrameTimes Of(VideoInfo info, IReadOnlyList<double>? seconds)
    {
        const int Microseconds = 1_000_000;
        if (seconds is null)
        {
            return Steady(FrameRate.Of(Math.Clamp(info.FrameRate > 0 ? info.FrameRate : FrameFolder.AssumedRate, 0.001, 1000)), info.FrameCount);
        }

        long[] rounded = [.. seconds.Select(time => (long)Math.Round(time * Microseconds))];
        return new FrameTimes(new FrameRate(Microseconds), rounded, Math.Max(rounded[^1] + 1, (long)Math.Round(info.Duration.TotalSeconds * Microseconds)));
    }

    /// <summary>Seconds from the first frame to another; to the end of the last for the number after it.</summary>
    public double Seconds(int frame) => (double)this[frame] * TicksPerSecond.Denominator / TicksPerSecond.Numerator;

    /// <summary>The times of some frames in a row, as if they were a video by themselves.</summary>
    internal FrameTimes Part(int first, int count)
    {
        var start = this[first];
        return new FrameTimes(TicksPerSecond, [.. Enumerable.Range(first, count).Select(frame => this[frame] - start)], this[first + count] - start, Origin + start);
    }
}
