using System.Globalization;
using System.Text.RegularExpressions;

namespace Kinora.Video.Decoding;

/// <summary>
/// A part of a video. Written after the video's name it names a clip of its own: <c>a.avi#frames=0-94</c> for frames, first and
/// last, from 0; <c>a.avi#t=2,4.5</c> for seconds, as the W3C's media fragments are written
/// (<see href="https://www.w3.org/TR/media-frags/#naming-time"/>).
/// </summary>
public abstract partial record VideoSpan
{
    private protected VideoSpan()
    {
    }

    /// <summary>The frames of the part: the number of the first, from 0, and how many; none where the video ends before.</summary>
    /// <param name="frameCount">Frames of the whole video.</param>
    /// <param name="frameRate">Its frames per second.</param>
    /// <param name="times">Seconds to each frame where they are not evenly spaced, else null.</param>
    public abstract (int First, int Count) In(int frameCount, double frameRate, IReadOnlyList<double>? times);

    /// <summary>The frames of the part, and what it lacks because the video ends before.</summary>
    /// <param name="path">The video, for messages.</param>
    /// <param name="frameCount">Frames of the whole video.</param>
    /// <param name="frameRate">Its frames per second.</param>
    /// <param name="times">Seconds to each frame where they are not evenly spaced, else null.</param>
    /// <exception cref="VideoException">No frame of the video lies in the part.</exception>
    public (int First, int Count, string? Warning) Resolve(string path, int frameCount, double frameRate, IReadOnlyList<double>? times)
    {
        var (first, count) = In(frameCount, frameRate, times);
        if (count == 0)
        {
            throw new VideoException($"{path}: has no part {this}: the video ends after {frameCount} frames{(frameRate > 0 ? $", {frameCount / frameRate:0.##} s" : "")}");
        }

        var missing = this is FrameSpan frames ? frames.Last - frames.First + 1 - count : 0;
        return (first, count, missing > 0 ? $"the last {missing} frames of {this} are missing: the video ends after {frameCount} frames" : null);
    }

    /// <summary>Takes a name with a part apart.</summary>
    /// <param name="name">Such as <c>a.avi#t=2,4.5</c>.</param>
    /// <param name="whole">The name of the video.</param>
    /// <param name="span">The part.</param>
    /// <returns>Whether a part is named.</returns>
    public static bool TrySeparate(string name, out string whole, out VideoSpan? span)
    {
        ArgumentNullException.ThrowIfNull(name);
        (whole, span) = (name, null);
        if (Ending().Match(name) is not { Success: true } match)
        {
            return false;
        }

        span = match.Groups["first"].Success ? OfFrames(match) : OfSeconds(match);
        whole = span is null ? name : name[..match.Index];
        return span is not null;
    }

    private static FrameSpan? OfFrames(Match match) =>
        int.TryParse(match.Groups["first"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
        && int.TryParse(match.Groups["last"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var last) && last >= first
            ? new FrameSpan(first, last)
            : null;

    private static SecondsSpan? OfSeconds(Match match)
    {
        var start = double.Parse(match.Groups["start"].ValueSpan, CultureInfo.InvariantCulture);
        var end = match.Groups["end"].Success ? double.Parse(match.Groups["end"].ValueSpan, CultureInfo.InvariantCulture) : (double?)null;
        return end <= start ? null : new SecondsSpan(start, end);
    }

    [GeneratedRegex(@"#(?:frames=(?<first>[0-9]{1,10})-(?<last>[0-9]{1,10})|t=(?<start>[0-9]{1,9}(?:\.[0-9]{1,17})?)(?:,(?<end>[0-9]{1,9}(?:\.[0-9]{1,17})?))?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Ending();
}

/// <summary>Frames of a video, by number.</summary>
public sealed record FrameSpan : VideoSpan
{
    /// <summary>Frames from one to another.</summary>
    /// <param name="first">The first, from 0.</param>
    /// <param name="last">The last; it belongs to the part.</param>
    /// <exception cref="ArgumentOutOfRangeException">The first is negative, or the last comes before it.</exception>
    public FrameSpan(int first, int last)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfLessThan(last, first);
        (First, Last) = (first, last);
    }

    /// <summary>The first frame, from 0.</summary>
    public int First { get; }

    /// <summary>The last frame; it belongs to the part.</summary>
    public int Last { get; }

    /// <inheritdoc/>
    public override (int First, int Count) In(int frameCount, double frameRate, IReadOnlyList<double>? times) =>
        (First, Math.Max(0, Math.Min(Last, frameCount - 1) - First + 1));

    /// <summary><c>#frames=0-94</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#frames={First}-{Last}");
}

/// <summary>A time of a video: the frames that appear from its start on and before its end. Parts that touch share no frame.</summary>
public sealed record SecondsSpan : VideoSpan
{
    // Times are whole ticks and rates are rounded: a time computed from a frame's own must find that frame.
    private const double Slack = 1e-4;

    /// <summary>From one time to another.</summary>
    /// <param name="start">Seconds after the first frame, from 0.</param>
    /// <param name="end">Seconds after the first frame; null for the end of the video.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time is no number or too large, the start is negative, or the end does not come after it.</exception>
    public SecondsSpan(double start, double? end)
    {
        const double Most = 999_999_999;
        if (!(start is >= 0 and <= Most))
        {
            throw new ArgumentOutOfRangeException(nameof(start), start, $"a part begins at {start} s; expected 0 or more");
        }

        if (!((end ?? Most) > start && (end ?? Most) <= Most))
        {
            throw new ArgumentOutOfRangeException(nameof(end), end, $"a part that begins at {start} s ends at {end} s; expected a later time");
        }

        (Start, End) = (start, end);
    }

    /// <summary>Seconds after the first frame.</summary>
    public double Start { get; }

    /// <summary>Seconds after the first frame; null for the end of the video.</summary>
    public double? End { get; }

    /// <inheritdoc/>
    public override (int First, int Count) In(int frameCount, double frameRate, IReadOnlyList<double>? times)
    {
        var first = At(Start);
        var next = End is { } end ? At(end) : frameCount;
        // Shorter than the time between two frames: the one on show.
        return first >= frameCount ? (frameCount, 0) : next > first ? (first, next - first) : (Math.Max(0, first - 1), 1);

        // The number of the first frame that appears at a time or later.
        int At(double time)
        {
            if (times is null)
            {
                return (int)Math.Clamp(Math.Ceiling((time - Slack) * frameRate), 0, frameCount);
            }

            var (low, high) = (0, frameCount);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = times[middle] < time - Slack ? (middle + 1, high) : (low, middle);
            }

            return low;
        }
    }

    /// <summary><c>#t=2,4.5</c>, or <c>#t=2</c> up to the end of the video.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#t={Text(Start)}{(End is { } end ? "," + Text(end) : "")}");

    // Never with an exponent, which names of parts do not have.
    private static string Text(double seconds) => ((decimal)seconds).ToString("0.#################", CultureInfo.InvariantCulture);
}
