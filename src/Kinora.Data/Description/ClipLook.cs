using Kinora.Video;
using Kinora.Video.Decoding;
using Kinora.Video.Drawing;
using Kinora.Video.Scaling;

namespace Kinora.Data.Description;

/// <summary>How bright a clip is and how much moves in it, from a few frames.</summary>
/// <remarks>
/// <para>
/// Looked at are <see cref="Pairs"/> pairs of consecutive frames, one in the middle of each of as many equal parts of the
/// clip; a pair begins at the part's key frame nearest to that middle where the part has one, since decoding can begin there.
/// Frames are scaled while they are decoded, as <c>ffmpeg -vf scale=W:H:flags=bilinear</c> does, to a long side of
/// <see cref="Side"/> pixels, and made gray as <c>cv2.cvtColor</c> does.
/// </para>
/// <para>
/// Brightness is the mean gray of all these frames; motion is the mean, over pairs and pixels, of the difference of gray
/// between the two frames of a pair, its sign dropped. Both are in units of 0 to 255. Motion counts what changes from frame
/// to frame, so the same movement gives less of it at a higher rate; noise and a moving camera count too.
/// </para>
/// </remarks>
internal sealed record ClipLook(VideoInfo Info, double Brightness, double? Motion, string? Warning)
{
    /// <summary>Pairs of frames that are looked at.</summary>
    internal const int Pairs = 5;

    /// <summary>The long side of a frame, in pixels.</summary>
    internal const int Side = 160;

    /// <summary>Looks at a video.</summary>
    /// <param name="path">A video file, or a folder of pictures.</param>
    /// <param name="span">The part of it; null for all of it.</param>
    /// <exception cref="VideoException">It cannot be read.</exception>
    public static ClipLook At(string path, VideoSpan? span = null)
    {
        int[] firsts = [];
        var strip = FrameStrip.Read(path, Side, video => Numbers(firsts = Firsts(video), video.Info.FrameCount), span);
        var frames = strip.Frames;
        GrayConversion.Apply(frames.Pixels, FrameColour.OpenCvGray);
        var brightness = Enumerable.Range(0, frames.Count).Average(t => Mean(frames[t]));
        double? motion = frames.Count < 2 ? null : firsts.Average(first =>
        {
            var place = strip.Numbers.Index().First(number => number.Item == first).Index;
            return MeanDifference(frames[place], frames[place + 1]);
        });
        return new ClipLook(strip.Info, brightness, motion, strip.Warning);
    }

    /// <summary>The first frame of each pair; in a clip of one frame that one, without a second.</summary>
    internal static int[] Firsts(VideoSource video)
    {
        var count = video.Info.FrameCount;
        var last = Math.Max(0, count - 2);
        return [.. Enumerable.Range(0, Pairs).Select(First).Distinct().Order()];

        int First(int part)
        {
            var (low, high) = ((int)((long)part * count / Pairs), (int)((part + 1L) * count / Pairs));
            var middle = Math.Min((low + high) / 2, last);
            var key = Enumerable.Range(low, high - low).Where(frame => frame <= last && video.IsKeyFrame(frame)).DefaultIfEmpty(-1).MinBy(frame => Math.Abs(frame - middle));
            return key < 0 ? middle : key;
        }
    }

    private static int[] Numbers(int[] firsts, int count) => [.. firsts.SelectMany(first => new[] { first, first + 1 }).Where(number => number < count).Distinct().Order()];

    // Gray pixels stand three times; the mean is the same.
    private static double Mean(ReadOnlySpan<byte> gray)
    {
        var sum = 0L;
        foreach (var value in gray)
        {
            sum += value;
        }

        return (double)sum / gray.Length;
    }

    private static double MeanDifference(ReadOnlySpan<byte> one, ReadOnlySpan<byte> next)
    {
        var sum = 0L;
        for (var i = 0; i < one.Length; i++)
        {
            sum += Math.Abs(one[i] - next[i]);
        }

        return (double)sum / one.Length;
    }
}
