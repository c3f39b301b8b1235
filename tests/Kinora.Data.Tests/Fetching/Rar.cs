using System.Buffers.Binary;
using System.Text;

namespace Kinora.Data.Tests.Fetching;

/// <summary>Writes the simplest of rar archives (version 4, nothing compressed): no free program does.</summary>
internal static class Rar
{
    public static byte[] Of(params (string Name, byte[] Content)[] files)
    {
        using var rar = new MemoryStream();
        rar.Write("Rar!\x1A\x07\0"u8);
        rar.Write(Header(0x73, 0, [0, 0, 0, 0, 0, 0]));
        foreach (var (name, content) in files)
        {
            var letters = Encoding.ASCII.GetBytes(name.Replace('/', '\\'));
            var fields = new byte[25 + letters.Length];
            BinaryPrimitives.WriteInt32LittleEndian(fields, content.Length);
            BinaryPrimitives.WriteInt32LittleEndian(fields.AsSpan(4), content.Length);
            fields[8] = 3;                                                              // written on Unix
            BinaryPrimitives.WriteUInt32LittleEndian(fields.AsSpan(9), Crc32(content));
            BinaryPrimitives.WriteUInt32LittleEndian(fields.AsSpan(13), 0x58210000);    // a day in 2024
            fields[17] = 20;                                                            // for version 2.0 on
            fields[18] = 0x30;                                                          // stored
            BinaryPrimitives.WriteInt16LittleEndian(fields.AsSpan(19), (short)letters.Length);
            BinaryPrimitives.WriteInt32LittleEndian(fields.AsSpan(21), 0x81A4);         // rw-r--r--
            letters.CopyTo(fields, 25);
            rar.Write(Header(0x74, 0x8000, fields));
            rar.Write(content);
        }

        rar.Write(Header(0x7B, 0x4000, []));
        return rar.ToArray();
    }

    // Half of a CRC, kind, flags, length, fields.
    private static byte[] Header(byte kind, ushort flags, byte[] fields)
    {
        var header = new byte[7 + fields.Length];
        header[2] = kind;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(3), flags);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(5), (ushort)header.Length);
        fields.CopyTo(header, 7);
        BinaryPrimitives.WriteUInt16LittleEndian(header, (ushort)Crc32(header.AsSpan(2)));
        return header;
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
            }
        }

        return ~crc;
    }
}
