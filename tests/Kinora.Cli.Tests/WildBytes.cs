namespace Kinora.Cli.Tests;

/// <summary>What can happen to bytes of any kind.</summary>
internal static class WildBytes
{
    private static readonly byte[][] extremes =
    [
        [0, 0], [0xFF, 0xFF], [0x7F, 0xFF], [0x80, 0x00], [0x00, 0x01],
        [0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0x80, 0, 0, 0], [0, 0, 0, 0x80], [0, 0, 0, 1], [1, 0, 0, 0],
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0, 0, 0, 0, 0],
    ];

    /// <summary>A number at the edge of what 2, 4 or 8 bytes hold, of either byte order.</summary>
    public static byte[] Extreme(Random random) => extremes[random.Next(extremes.Length)];

    /// <summary>Writes over what is there, as far as there is something.</summary>
    public static void Overwrite(List<byte> bytes, int at, byte[] by)
    {
        for (var i = 0; i < by.Length && at + i < bytes.Count; i++)
        {
            bytes[Math.Max(0, at + i)] = by[i];
        }
    }

    /// <summary>A piece of it: where, and how long.</summary>
    public static (int At, int Length) Piece(List<byte> bytes, Random random, int longest)
    {
        var at = random.Next(bytes.Count);
        return (at, Math.Min(random.Next(1, longest + 1), bytes.Count - at));
    }

    /// <summary>One of several.</summary>
    public static T OneOf<T>(this Random random, IReadOnlyList<T> many) => many[random.Next(many.Count)];
}
