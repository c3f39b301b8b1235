namespace Kinora.Data.Audit;

/// <summary>How two clips fit at the best offset in time.</summary>
/// <param name="Score">Correlation of the motion, from -1 to 1; 1 for equal clips.</param>
/// <param name="Offset">Moment 0 of the second clip is this moment of the first.</param>
/// <param name="Overlap">Moments that both have.</param>
/// <param name="IsMirrored">Whether the second is mirrored.</param>
internal readonly record struct MotionMatch(double Score, int Offset, int Overlap, bool IsMirrored)
{
    /// <summary>
    /// From this score on two clips are taken for copies. Measured on Weizmann's 70 clips, which are the hardest: one lawn, one
    /// camera, everybody does the same. Of the 2,415 pairs the most alike reach 0.74 (two men wave one arm in step), 0.67 and
    /// 0.66; of 30 copies (x264 at CRF 36, MPEG-4 at quantiser 20, half the size, mirrored, 30 % cut off) the least alike reach
    /// 0.80 (a woman's arm, the only thing that moves, at quantiser 20), 0.87 and 0.89. Elsewhere different clips stay below
    /// 0.24 (UT-Interaction), 0.36 (surveillance), 0.39 (webcam gestures). All of it at once can be missed where little moves.
    /// </summary>
    public const double Copy = 0.78;

    /// <summary>Moments that two clips must share at least, and half of the shorter one's.</summary>
    private const int LeastOverlap = 8;

    /// <summary>Fewest frames of a clip that can be compared.</summary>
    public const int LeastFrames = LeastOverlap + (2 * SignatureMaker.Half) - 1;

    /// <summary>The best of some offsets.</summary>
    /// <param name="first">A clip.</param>
    /// <param name="second">Another.</param>
    /// <param name="offsets">Which moment of the first is moment 0 of the second.</param>
    /// <returns>Null where no offset leaves enough moments.</returns>
    public static MotionMatch? Best(MotionSignature first, MotionSignature second, IEnumerable<int> offsets)
    {
        MotionMatch? best = null;
        foreach (var offset in offsets)
        {
            var from = Math.Max(0, offset);
            var to = Math.Min(first.Count, second.Count + offset);
            if (to - from < Needed(first, second))
            {
                continue;
            }

            var (plain, mirrored) = Scores(first, second, offset, from, to);
            var isMirrored = mirrored > plain;
            if (best is null || Math.Max(plain, mirrored) > best.Value.Score)
            {
                best = new MotionMatch(Math.Max(plain, mirrored), offset, to - from, isMirrored);
            }
        }

        return best;
    }

    /// <summary>The best of all offsets; as many steps as the clips' lengths multiplied.</summary>
    public static MotionMatch? Best(MotionSignature first, MotionSignature second) => Best(first, second, Enumerable.Range(-second.Count, first.Count + second.Count));

    private static int Needed(MotionSignature first, MotionSignature second) => Math.Max(LeastOverlap, (Math.Min(first.Count, second.Count) + 1) / 2);

    private static (double Plain, double Mirrored) Scores(MotionSignature first, MotionSignature second, int offset, int from, int to)
    {
        var (even, odd, ones, others) = (0.0, 0.0, 0.0, 0.0);
        for (var t = from; t < to; t++)
        {
            var a = first[t];
            var b = second[t - offset];
            var (s, r) = ((double)first.Scales[t], (double)second.Scales[t - offset]);
            even += s * r * MotionSignature.Product(a[..FrameWaves.EvenCount], b[..FrameWaves.EvenCount]);
            odd += s * r * MotionSignature.Product(a[FrameWaves.EvenCount..], b[FrameWaves.EvenCount..]);
            ones += first.Energies[t];
            others += second.Energies[t - offset];
        }

        var norm = Math.Sqrt(ones * others);
        return norm > 0 ? ((even + odd) / norm, (even - odd) / norm) : (0, 0);
    }
}
