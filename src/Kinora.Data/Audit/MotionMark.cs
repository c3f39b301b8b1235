namespace Kinora.Data.Audit;

/// <summary>
/// The signs of a moment's 24 slowest waves, one bit each, the slowest lowest; bit 24 says that the moment moves enough for
/// them to mean something. Copies agree in most signs, which makes them findable without comparing all clips with all.
/// </summary>
internal static class MotionMark
{
    private const int Signs = 24;
    private const int Active = 1 << Signs;
    private const int WordBits = 16;

    private static readonly int mirror = MirrorMask();

    /// <summary>Words in a mark: overlapping runs of signs, so that one doubtful sign does not spoil all.</summary>
    public const int Words = 3;

    /// <summary>Marks of all moments.</summary>
    /// <param name="changes">Waves of each moment.</param>
    public static int[] Of(IReadOnlyList<float[]> changes)
    {
        var energies = changes.Select(Energy).ToArray();
        var enough = energies.Length == 0 ? 0 : 0.25 * energies.Average();
        return [.. changes.Select((change, t) => Mark(change) | (energies[t] > enough ? Active : 0))];
    }

    /// <summary>Whether the moment's signs mean something.</summary>
    public static bool IsActive(int mark) => (mark & Active) != 0;

    /// <summary>The mark of the mirrored moment.</summary>
    public static int Mirrored(int mark) => mark ^ mirror;

    /// <summary>One of the words of a mark, from 0 to 65535.</summary>
    public static int Word(int mark, int word) => (mark >> (4 * word)) & ((1 << WordBits) - 1);

    private static double Energy(float[] change) => FrameWaves.BySpeed.Take(Signs).Sum(wave => (double)change[wave] * change[wave]);

    private static int Mark(float[] change)
    {
        var mark = 0;
        for (var bit = 0; bit < Signs; bit++)
        {
            mark |= change[FrameWaves.BySpeed[bit]] > 0 ? 1 << bit : 0;
        }

        return mark;
    }

    private static int MirrorMask()
    {
        var mask = 0;
        for (var bit = 0; bit < Signs; bit++)
        {
            mask |= FrameWaves.IsOdd(FrameWaves.BySpeed[bit]) ? 1 << bit : 0;
        }

        return mask;
    }
}
