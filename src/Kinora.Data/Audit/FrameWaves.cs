using System.Numerics;

namespace Kinora.Data.Audit;

/// <summary>
/// The waves of a small gray picture: its two-dimensional cosine transform, low frequencies only. Waves of odd horizontal
/// frequency change their sign where the picture is mirrored, the others stay as they are.
/// </summary>
internal static class FrameWaves
{
    /// <summary>Height and width of the picture.</summary>
    public const int Side = 64;

    // Frequencies v and u with v² + u² below the square of this, the mean of the picture left out.
    private const int Radius = 32;

    private static readonly (int V, int U)[] waves = Order();
    private static readonly float[] cosines = Cosines();

    /// <summary>How many waves a picture has here.</summary>
    public static int Count => waves.Length;

    /// <summary>How many waves have an even horizontal frequency; they come first, then the odd ones, each by frequency.</summary>
    public static int EvenCount { get; } = waves.Count(wave => wave.U % 2 == 0);

    /// <summary>The places of the waves in order of frequency, the slowest first.</summary>
    public static IReadOnlyList<int> BySpeed { get; } = [.. Enumerable.Range(0, waves.Length).OrderBy(i => Speed(waves[i])).ThenBy(i => waves[i])];

    /// <summary>Whether a wave changes its sign in the mirror.</summary>
    public static bool IsOdd(int wave) => wave >= EvenCount;

    /// <summary>What fine waves weigh more than coarse ones: people who walk alike differ in the fine ones.</summary>
    public static float Weight(int wave) => (float)Math.Pow(Speed(waves[wave]), 0.75);

    /// <summary>Transforms a picture, (Side, Side), into its waves, orthonormal: the sum of squares of all is that of the pixels.</summary>
    public static float[] Of(ReadOnlySpan<float> picture)
    {
        // Rows first: (Side, Side) times (Side, Radius), then columns; both add multiples of a row, which vectors do.
        var rows = new float[Side * Radius];
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                AddTo(rows.AsSpan(y * Radius, Radius), picture[(y * Side) + x], cosines.AsSpan(x * Radius, Radius));
            }
        }

        var all = new float[Radius * Radius];
        for (var y = 0; y < Side; y++)
        {
            for (var v = 0; v < Radius; v++)
            {
                AddTo(all.AsSpan(v * Radius, Radius), cosines[(y * Radius) + v], rows.AsSpan(y * Radius, Radius));
            }
        }

        return Array.ConvertAll(waves, wave => all[(wave.V * Radius) + wave.U]);
    }

    private static int Speed((int V, int U) wave) => (wave.V * wave.V) + (wave.U * wave.U);

    private static (int V, int U)[] Order() =>
    [
        .. from v in Enumerable.Range(0, Radius)
           from u in Enumerable.Range(0, Radius)
           let wave = (v, u)
           where Speed(wave) is > 0 and < Radius * Radius
           orderby u % 2, Speed(wave), v
           select wave,
    ];

    // (Side, Radius): cos(pi (x + 1/2) u / Side), scaled to be orthonormal.
    private static float[] Cosines()
    {
        var table = new float[Side * Radius];
        for (var x = 0; x < Side; x++)
        {
            for (var u = 0; u < Radius; u++)
            {
                table[(x * Radius) + u] = (float)(Math.Sqrt((u == 0 ? 1.0 : 2.0) / Side) * Math.Cos(Math.PI * (x + 0.5) * u / Side));
            }
        }

        return table;
    }

    private static void AddTo(Span<float> sum, float factor, ReadOnlySpan<float> values)
    {
        for (var i = 0; i < Radius; i += Vector<float>.Count)
        {
            (new Vector<float>(sum[i..]) + (factor * new Vector<float>(values[i..]))).CopyTo(sum[i..]);
        }
    }
}
