using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Kinora.Video.Arrays;

/// <summary>
/// What a NumPy file says of its array before the numbers begin. The format:
/// <see href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html"/>.
/// </summary>
/// <param name="Type">The numbers' type as NumPy writes it: <c>&lt;f2</c>, <c>&lt;f4</c>, <c>&lt;f8</c>, ...</param>
/// <param name="Shape">The array's shape.</param>
/// <param name="IsFortran">Whether the first index runs quickest; usually the last does.</param>
/// <param name="Bytes">Bytes of the header: where the numbers begin.</param>
public sealed partial record NpyHeader(string Type, IReadOnlyList<long> Shape, bool IsFortran, int Bytes)
{
    // Magic, version and length; a multiple of 64, as NumPy aligns arrays.
    private const int Prefix = 10;
    private const int Longest = 1 << 16;
    private const long MostNumbers = 1L << 56;

    /// <summary>Numbers in the array.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Bytes of a number, by the type's last digits; 0 for a type that has none.</summary>
    public int ItemBytes => int.TryParse(Type.AsSpan(Math.Min(2, Type.Length)), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : 0;

    /// <summary>Reads the header at the beginning of a file, which then stands at the first number.</summary>
    /// <returns>Null where the file is no NumPy array.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NpyHeader? Read(Stream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        Span<byte> start = stackalloc byte[12];
        if (file.ReadAtLeast(start[..Prefix], Prefix, throwOnEndOfStream: false) < Prefix || !IsMagic(start))
        {
            return null;
        }

        int prefix, length;
        if (start[6] == 1)
        {
            (prefix, length) = (Prefix, BinaryPrimitives.ReadUInt16LittleEndian(start[8..]));
        }
        else
        {
            if (file.ReadAtLeast(start[Prefix..], 2, throwOnEndOfStream: false) < 2)
            {
                return null;
            }

            (prefix, length) = (Prefix + 2, (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32LittleEndian(start[8..])));
        }

        if (length > Longest)
        {
            return null;
        }

        var text = new byte[length];
        return file.ReadAtLeast(text, length, throwOnEndOfStream: false) == length ? Parse(Encoding.ASCII.GetString(text), prefix + length) : null;
    }

    /// <summary>The header of an array of little-endian numbers whose last index runs quickest, padded to <paramref name="bytes"/>.</summary>
    /// <param name="type">The numbers' type as NumPy writes it.</param>
    /// <param name="bytes">Bytes of the header, a multiple of 64 that holds it.</param>
    /// <param name="shape">The array's shape.</param>
    public static byte[] Write(string type, int bytes, params ReadOnlySpan<long> shape)
    {
        var sizes = string.Join(", ", shape.ToArray().Select(size => size.ToString(CultureInfo.InvariantCulture)));
        var text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({sizes}{(shape.Length == 1 ? "," : "")}), }}";
        if (text.Length > bytes - Prefix - 1)
        {
            throw new ArgumentException($"a header of {text.Length} letters does not fit into {bytes} bytes");
        }

        var header = new byte[bytes];
        ReadOnlySpan<byte> magic = [0x93, .. "NUMPY"u8, 1, 0];
        magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(bytes - Prefix));
        Encoding.ASCII.GetBytes(text.PadRight(bytes - Prefix - 1) + "\n").CopyTo(header, Prefix);
        return header;
    }

    private static bool IsMagic(ReadOnlySpan<byte> start) => start[0] == 0x93 && start[1..6].SequenceEqual("NUMPY"u8);

    private static NpyHeader? Parse(string text, int bytes)
    {
        if (Descr().Match(text) is not { Success: true } type || Order().Match(text) is not { Success: true } order || ShapeOf().Match(text) is not { Success: true } shape)
        {
            return null;
        }

        var (sizes, count) = (new List<long>(), (Int128)1);
        foreach (var size in shape.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!long.TryParse(size.TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > int.MaxValue || (count *= number) > MostNumbers)
            {
                return null;
            }

            sizes.Add(number);
        }

        return new NpyHeader(type.Groups[1].Value, sizes, order.Groups[1].Value == "True", bytes);
    }

    [GeneratedRegex("'descr': *'([^']+)'", RegexOptions.CultureInvariant)]
    private static partial Regex Descr();

    [GeneratedRegex("'fortran_order': *(True|False)", RegexOptions.CultureInvariant)]
    private static partial Regex Order();

    [GeneratedRegex(@"'shape': *\(([^)]*)\)", RegexOptions.CultureInvariant)]
    private static partial Regex ShapeOf();
}
