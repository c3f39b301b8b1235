using Kinora.Video;
using Kinora.Video.Decoding;

namespace Kinora.Data.Audit;

/// <summary>
/// Makes the signature of a file. Each frame, scaled to 64 x 64 gray, becomes waves (<see cref="FrameWaves"/>); a moment is
/// the mean of four frames minus the mean of the four before. So a moment depends on eight frames alone and stays the same
/// where others are cut off, as a difference to the clip's mean or median picture would not.
/// </summary>
internal static class SignatureMaker
{
    /// <summary>Frames on either side of a moment.</summary>
    public const int Half = 4;

    // A minute at 25 frames per second.
    private const int MostFrames = 1500;
    private const int FramesAtOnce = 128;

    /// <summary>Reads a clip.</summary>
    /// <param name="path">A video file, or a folder of pictures.</param>
    /// <param name="span">The part of it; null for all of it.</param>
    /// <exception cref="VideoException">It cannot be read.</exception>
    public static MotionSignature Make(string path, VideoSpan? span = null)
    {
        using var file = VideoSource.Open(path, span);
        var frames = new List<float[]>();
        var sum = new double[FrameWaves.Side * FrameWaves.Side];
        for (var first = 0; first < Length(file); first += FramesAtOnce)
        {
            Read(file, first, frames, sum);
        }

        var info = file.Info;
        return Of(frames, sum, new ClipForm(info.Width, info.Height, info.FrameCount, info.Codec, file.Warning));
    }

    // Known for certain only once the frames were read.
    private static int Length(VideoSource file) => Math.Min(file.Info.FrameCount, MostFrames);

    private static void Read(VideoSource file, int first, List<float[]> frames, double[] sum)
    {
        Frames read;
        var promised = file.Info.FrameCount;
        try
        {
            read = file.Read(Numbers(), new FrameSize(FrameWaves.Side, FrameWaves.Side));
        }
        catch (ArgumentOutOfRangeException) when (file.Info.FrameCount < promised)
        {
            // Decoding gives fewer frames than the headers promised.
            if (first >= Length(file))
            {
                return;
            }

            read = file.Read(Numbers(), new FrameSize(FrameWaves.Side, FrameWaves.Side));
        }

        var gray = new float[FrameWaves.Side * FrameWaves.Side];
        for (var t = 0; t < read.Count; t++)
        {
            var rgb = read[t];
            for (var i = 0; i < gray.Length; i++)
            {
                gray[i] = ((77 * rgb[3 * i]) + (150 * rgb[(3 * i) + 1]) + (29 * rgb[(3 * i) + 2])) / 256f;
                sum[i] += gray[i];
            }

            frames.Add(FrameWaves.Of(gray));
        }

        int[] Numbers() => [.. Enumerable.Range(first, Math.Min(FramesAtOnce, Length(file) - first))];
    }

    private static MotionSignature Of(List<float[]> frames, double[] sum, ClipForm form)
    {
        var changes = Changes(frames);
        var (waves, scales) = (new sbyte[changes.Count * FrameWaves.Count], new float[changes.Count]);
        var energy = 0.0;
        for (var t = 0; t < changes.Count; t++)
        {
            energy += changes[t].Sum(value => (double)value * value);
            scales[t] = Pack(changes[t], waves.AsSpan(t * FrameWaves.Count, FrameWaves.Count));
        }

        return new MotionSignature
        {
            Frames = frames.Count,
            Form = form,
            Waves = waves,
            Scales = scales,
            Marks = MotionMark.Of(changes),
            Motion = changes.Count == 0 ? 0 : (float)(Math.Sqrt(energy / changes.Count) / FrameWaves.Side),
            Picture = Shrink(sum, frames.Count),
        };
    }

    private static List<float[]> Changes(List<float[]> frames)
    {
        var changes = new List<float[]>();
        for (var t = 0; t + (2 * Half) <= frames.Count; t++)
        {
            var change = new float[FrameWaves.Count];
            for (var i = 0; i < change.Length; i++)
            {
                var (before, after) = (0f, 0f);
                for (var k = 0; k < Half; k++)
                {
                    before += frames[t + k][i];
                    after += frames[t + Half + k][i];
                }

                change[i] = (after - before) / Half;
            }

            changes.Add(change);
        }

        return changes;
    }

    // Fine waves weigh more; a byte each is enough, for what follows adds hundreds of them over dozens of moments.
    private static float Pack(float[] change, Span<sbyte> packed)
    {
        var weighted = change.Select((value, i) => value * FrameWaves.Weight(i)).ToArray();
        var scale = weighted.Max(Math.Abs) / sbyte.MaxValue;
        for (var i = 0; i < weighted.Length; i++)
        {
            packed[i] = scale > 0 ? (sbyte)MathF.Round(weighted[i] / scale) : (sbyte)0;
        }

        return scale;
    }

    private static byte[] Shrink(double[] sum, int frames)
    {
        const int Side = StillPicture.Side;
        const int Step = FrameWaves.Side / Side;
        var picture = new double[Side * Side];
        for (var i = 0; i < sum.Length; i++)
        {
            picture[(i / FrameWaves.Side / Step * Side) + (i % FrameWaves.Side / Step)] += sum[i] / (Step * Step * frames);
        }

        return Array.ConvertAll(picture, value => (byte)Math.Round(value));
    }
}
