using System.Numerics;

namespace Kinora.Data.Audit;

/// <summary>
/// How the pictures of a clip change from moment to moment: what a copy keeps when it is encoded anew, scaled or cut. The
/// background, which many clips may share, does not change and so is not in it.
/// </summary>
internal sealed class MotionSignature
{
    /// <summary>Below this change, in gray levels (root mean square), a clip has no motion to compare: what is left is noise of the codec.</summary>
    public const float Stillness = 0.15f;

    /// <summary>Frames read; longer clips are known by their first ones.</summary>
    public required int Frames { get; init; }

    /// <summary>What the file is like, for words about copies.</summary>
    public required ClipForm Form { get; init; }

    /// <summary>The changes, (T, <see cref="FrameWaves.Count"/>), each moment's in units of its own <see cref="Scales"/>.</summary>
    public required sbyte[] Waves { get; init; }

    /// <summary>The unit of each moment, T.</summary>
    public required float[] Scales { get; init; }

    /// <summary>Signs of each moment's slowest waves as bits, and whether it moves much: see <see cref="MotionMark"/>.</summary>
    public required int[] Marks { get; init; }

    /// <summary>Root mean square of the change, in gray levels.</summary>
    public required float Motion { get; init; }

    /// <summary>The mean picture, 16 x 16 gray, to compare clips without motion by.</summary>
    public required byte[] Picture { get; init; }

    /// <summary>Moments, T: fewer than frames, for a change takes several.</summary>
    public int Count => Scales.Length;

    /// <summary>Whether there is motion to compare.</summary>
    public bool Moves => Motion >= Stillness;

    /// <summary>The sum of squares of each moment's waves, T.</summary>
    public double[] Energies => field ??= [.. Scales.Select((scale, t) => (double)scale * scale * Product(this[t], this[t]))];

    /// <summary>The waves of one moment.</summary>
    public ReadOnlySpan<sbyte> this[int t] => Waves.AsSpan(t * FrameWaves.Count, FrameWaves.Count);

    /// <summary>The sum of the products of waves; whole numbers, so the same in any order and on every machine.</summary>
    public static int Product(ReadOnlySpan<sbyte> a, ReadOnlySpan<sbyte> b)
    {
        var sums = Vector<int>.Zero;
        var i = 0;
        for (; i <= a.Length - Vector<sbyte>.Count; i += Vector<sbyte>.Count)
        {
            Vector.Widen(new Vector<sbyte>(a[i..]), out var a1, out var a2);
            Vector.Widen(new Vector<sbyte>(b[i..]), out var b1, out var b2);
            Vector.Widen(a1 * b1, out var p1, out var p2);
            Vector.Widen(a2 * b2, out var p3, out var p4);
            sums += p1 + p2 + p3 + p4;
        }

        var sum = Vector.Sum(sums);
        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}

/// <summary>What a file is like.</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="FrameCount">All its frames.</param>
/// <param name="Codec">FFmpeg's name of the codec.</param>
/// <param name="Warning">What is wrong with a file that can be read in part; null where all is well.</param>
internal sealed record ClipForm(int Width, int Height, int FrameCount, string Codec, string? Warning);
