using System.Numerics;
using System.Runtime.InteropServices;

namespace Kinora.Results;

/// <summary>
/// CRC-32C, Castagnoli's checksum (<see href="https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4"/>): processors have an
/// instruction for it.
/// </summary>
public static class Crc32C
{
    /// <summary>The checksum of bytes: 0xE3069283 for "123456789".</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            sum = BitOperations.Crc32C(sum, word);
        }

        foreach (var rest in bytes[(bytes.Length & ~7)..])
        {
            sum = BitOperations.Crc32C(sum, rest);
        }

        return ~sum;
    }
}
