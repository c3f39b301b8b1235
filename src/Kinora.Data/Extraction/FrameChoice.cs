using Kinora.Video.Decoding;

namespace Kinora.Data.Extraction;

/// <summary>Which frames of a video are taken.</summary>
internal static class FrameChoice
{
    /// <summary>Every frame, or every second, third, ...: 0, n, 2n and on.</summary>
    public static int[] Every(int stride, int count) => [.. Enumerable.Range(0, (count + stride - 1) / stride).Select(i => i * stride)];

    /// <summary>For each moment 0, 1/rate, 2/rate and on until the video ends, the frame that appears nearest to it; a rate above the video's repeats frames.</summary>
    public static int[] AtRate(double rate, VideoFile video)
    {
        var index = video.Index;
        return AtRate(rate, [.. Enumerable.Range(0, index.Count).Select(index.Seconds)], video.Info.Duration.TotalSeconds);
    }

    /// <inheritdoc cref="AtRate(double, VideoFile)"/>
    /// <param name="rate">Frames per second.</param>
    /// <param name="times">When each frame appears, in seconds since the first.</param>
    /// <param name="duration">From the first frame to the end of the last, in seconds.</param>
    public static int[] AtRate(double rate, IReadOnlyList<double> times, double duration)
    {
        // Some containers round times to milliseconds, so that a millisecond decides nothing: the earlier frame is taken.
        var same = Math.Min(1e-3, duration / times.Count / 4);
        var chosen = new List<int>();
        var at = 0;
        for (var k = 0; k == 0 || k / rate < duration - same; k++)
        {
            while (at + 1 < times.Count && Math.Abs(times[at + 1] - (k / rate)) < Math.Abs(times[at] - (k / rate)) - same)
            {
                at++;
            }

            chosen.Add(at);
        }

        return [.. chosen];
    }
}
