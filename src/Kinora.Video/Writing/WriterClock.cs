using Kinora.Video.Decoding;

namespace Kinora.Video.Writing;

/// <summary>The times that frames get in a file that is written, in ticks of its own.</summary>
internal sealed class WriterClock
{
    // A tick as fine as the MP4 writer makes it, so that two frames of one time can be told apart; and not too fine for its numbers.
    private const int Finest = 10_000_000;
    private const int Coarsest = 10_000;
    private const int Microseconds = 1_000_000;

    private readonly FrameTimes? times;
    private readonly Int128 numerator = 1;
    private readonly Int128 denominator = 1;
    private int next;
    private long nextTime;

    /// <summary>Frames that are equally far apart.</summary>
    public WriterClock(FrameRate rate) => TicksPerSecond = rate;

    /// <summary>Frames with times of their own.</summary>
    public WriterClock(FrameTimes times)
    {
        this.times = times;
        var (source, target) = (times.TicksPerSecond.Numerator, times.TicksPerSecond.Numerator);
        while (target < Coarsest)
        {
            target *= 2;
        }

        target = target > Finest ? Microseconds : target;
        TicksPerSecond = new FrameRate(target);
        (numerator, denominator) = ((Int128)times.TicksPerSecond.Denominator * target, source);
    }

    /// <summary>Ticks of the file in each second.</summary>
    public FrameRate TicksPerSecond { get; }

    /// <summary>When the next frame appears and how long it stays. A frame of the same time as the one before comes one tick later.</summary>
    /// <exception cref="InvalidOperationException">There are no times for so many frames.</exception>
    public (long Time, long Duration) Next()
    {
        if (times is null)
        {
            return (next++, 1);
        }

        if (next == times.Count)
        {
            throw new InvalidOperationException($"frame {next} of a video whose times are known for {times.Count} frames");
        }

        var time = Math.Max(nextTime, Scaled(times[next]));
        nextTime = time + 1;
        next++;
        return (time, Math.Max(1, Scaled(times[next]) - time));
    }

    private long Scaled(long ticks) => (long)(((ticks * numerator) + (denominator / 2)) / denominator);
}
