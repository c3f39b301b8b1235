namespace Kinora.Video.Scaling;

/// <summary>
/// The weights with which Pillow makes a line of pixels from a longer or shorter one, in 22-bit fixed point: a triangle,
/// one pixel wide to each side when enlarging, and as much wider as the line shrinks. The same double arithmetic in the same
/// order as Pillow's <c>precompute_coeffs</c> and <c>normalize_coeffs_8bpc</c> (src/libImaging/Resample.c), so the same bits.
/// </summary>
internal sealed class PillowWeights
{
    /// <summary>Bits after the point: what 32 leave beside a byte and two bits of room.</summary>
    public const int Bits = 32 - 8 - 2;

    /// <summary>What a sum starts with, so that it rounds to nearest.</summary>
    public const int Half = 1 << (Bits - 1);

    private readonly int[] weights;
    private readonly int[] counts;
    private readonly int most;

    public PillowWeights(int source, int target)
    {
        var scale = (double)source / target;
        var reach = Math.Max(scale, 1.0);
        most = ((int)Math.Ceiling(reach) * 2) + 1;
        First = new int[target];
        counts = new int[target];
        weights = new int[target * most];
        var exact = new double[most];
        for (var x = 0; x < target; x++)
        {
            var centre = (x + 0.5) * scale;
            var first = Math.Max(0, (int)(centre - reach + 0.5));
            var count = Math.Min(source, (int)(centre + reach + 0.5)) - first;
            var total = 0.0;
            for (var i = 0; i < count; i++)
            {
                exact[i] = Triangle((i + first - centre + 0.5) * (1.0 / reach));
                total += exact[i];
            }

            for (var i = 0; i < count; i++)
            {
                var share = total != 0.0 ? exact[i] / total : exact[i];
                weights[(x * most) + i] = (int)(0.5 + (share * (1 << Bits)));
            }

            First[x] = first;
            counts[x] = count;
        }
    }

    /// <summary>The first source pixel of every target pixel.</summary>
    public int[] First { get; }

    /// <summary>The weights of target pixel <paramref name="x"/>, for the source pixels from <see cref="First"/> on.</summary>
    public ReadOnlySpan<int> Of(int x) => weights.AsSpan(x * most, counts[x]);

    private static double Triangle(double x) => Math.Max(0.0, 1.0 - Math.Abs(x));
}
