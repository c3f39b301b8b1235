using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Kinora.Torch.Serialization.Pickling;

/// <summary>Reads the arguments of pickle opcodes. No length is believed before it is compared with what is left of the stream.</summary>
internal sealed class PickleReader(Stream stream)
{
    /// <summary>Longest decimal number taken; converting is quadratic in the digits.</summary>
    private const int MaximumDigits = 1000;

    /// <summary>Longest text or bytes taken.</summary>
    private const int MaximumText = 16 << 20;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public byte Byte()
    {
        var value = stream.ReadByte();
        return value >= 0 ? (byte)value : throw new EndOfStreamException();
    }

    public int UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Fixed(stackalloc byte[2]));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Fixed(stackalloc byte[4]));

    public long UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Fixed(stackalloc byte[4]));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Fixed(stackalloc byte[8]));

    public double DoubleBigEndian() => BinaryPrimitives.ReadDoubleBigEndian(Fixed(stackalloc byte[8]));

    public byte[] Bytes(ulong count)
    {
        if (count > (ulong)(stream.Length - stream.Position))
        {
            throw new EndOfStreamException();
        }

        if (count > MaximumText)
        {
            throw new InvalidDataException($"refused: a text in its pickle has {count} bytes, over the limit of {MaximumText}");
        }

        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public string Text(ulong count)
    {
        try
        {
            return StrictUtf8.GetString(Bytes(count));
        }
        catch (DecoderFallbackException cause)
        {
            throw new InvalidDataException("damaged: a text in its pickle is not UTF-8", cause);
        }
    }

    /// <summary>Up to the next line feed, which is taken and left out.</summary>
    public string Line()
    {
        var line = new List<byte>();
        for (var value = Byte(); value != (byte)'\n'; value = Byte())
        {
            line.Add(value);
            if (line.Count > MaximumText)
            {
                throw new InvalidDataException($"refused: a line in its pickle is longer than the limit of {MaximumText} bytes");
            }
        }

        return Encoding.Latin1.GetString([.. line]);
    }

    /// <summary>A whole number in decimal: <see cref="long"/>, or <see cref="BigInteger"/> where it does not fit.</summary>
    public object DecimalLine()
    {
        var line = Line().TrimEnd('L');
        return line.Length <= MaximumDigits && BigInteger.TryParse(line, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? Shortest(number)
            : throw new InvalidDataException("damaged: a number in its pickle cannot be read");
    }

    public double DoubleLine() =>
        Line() switch
        {
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            "nan" => BitConverter.UInt64BitsToDouble(0x7ff8_0000_0000_0000), // Python's; double.NaN has the sign bit set.
            var line when double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => throw new InvalidDataException("damaged: a number in its pickle cannot be read"),
        };

    /// <summary>A whole number as two's complement bytes, least significant first.</summary>
    public object Integer(ulong count) => Shortest(new BigInteger(Bytes(count)));

    private static object Shortest(BigInteger number) =>
        number >= long.MinValue && number <= long.MaxValue ? (object)(long)number : number;

    private Span<byte> Fixed(Span<byte> buffer)
    {
        stream.ReadExactly(buffer);
        return buffer;
    }
}
