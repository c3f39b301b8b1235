using System.Text;

namespace Kinora.Video.Sampling;

/// <summary>
/// The random numbers of one clip: a pure function of the seed, the epoch and the clip's key, the same on every machine,
/// in every thread and in every release.
/// </summary>
/// <remarks>
/// <para>
/// A draw holds one 64-bit number and never changes: number <c>i</c> is asked for by its place, as from a table, so two parts
/// of a program that ask for number 0 get the same one. A part that needs numbers of its own takes a <see cref="Fork"/>,
/// named by what they are for; what one part draws then never shifts what another gets.
/// </para>
/// <para>
/// The table is SplitMix64 (Steele, Lea, Flood 2014, <see href="https://doi.org/10.1145/2660193.2660195"/>), entered at any
/// place; keys are hashed by FNV-1a over their UTF-8 bytes. Not for secrets.
/// </para>
/// </remarks>
public readonly record struct ClipDraw
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private readonly ulong state;

    /// <summary>The numbers of one clip in one epoch.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="key">What names the clip wherever it lies: its path below the data set's root.</param>
    public ClipDraw(long seed, int epoch, string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        state = Mix(Mix(Mix((ulong)seed + Step) + (ulong)epoch) ^ Hash(key));
    }

    private ClipDraw(ulong state) => this.state = state;

    /// <summary>Other numbers of the same clip, for one named purpose.</summary>
    public ClipDraw Fork(string purpose) => new(Mix(state ^ Hash(purpose)));

    /// <summary>Number <paramref name="index"/> of the table: 64 random bits.</summary>
    public ulong Bits(int index) => Mix(state + (Step * ((ulong)(uint)index + 1)));

    /// <summary>Number <paramref name="index"/> as a fraction in [0, 1), of 53 bits.</summary>
    public double Fraction(int index) => (Bits(index) >> 11) * (1.0 / (1L << 53));

    /// <summary>Number <paramref name="index"/> in [<paramref name="low"/>, <paramref name="high"/>), or <paramref name="low"/> where both are equal.</summary>
    public double Between(int index, double low, double high) => low + ((high - low) * Fraction(index));

    /// <summary>Number <paramref name="index"/> as a whole number in [0, <paramref name="bound"/>); no value is likelier than another by more than 2^-33.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not positive.</exception>
    public int Below(int index, int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        return (int)Math.BigMul(Bits(index), (ulong)bound, out _);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private static ulong Hash(string text)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var unit in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ unit) * 0x100000001B3;
        }

        return hash;
    }
}
