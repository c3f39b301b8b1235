using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace Kinora.Video.Scaling;

/// <summary>
/// Pillow's <c>Image.resize(size, BILINEAR)</c>, bit for bit: first every row, then every column, each with fixed-point
/// weights and bytes in between; a direction whose size stays is left alone.
/// </summary>
internal sealed class PillowResizer : IResizer
{
    private readonly FrameSize source;
    private readonly FrameSize target;
    private readonly PillowWeights? across;
    private readonly PillowWeights? down;

    /// <summary>One source row, a pixel per vector: red, green, blue and nothing.</summary>
    private readonly Vector128<int>[] row;

    /// <summary>The rows after the first pass, and room for the fourth byte that a pixel is written with.</summary>
    private readonly byte[] narrowed;

    public PillowResizer(FrameSize source, FrameSize target)
    {
        this.source = source;
        this.target = target;
        across = source.Width == target.Width ? null : new PillowWeights(source.Width, target.Width);
        down = source.Height == target.Height ? null : new PillowWeights(source.Height, target.Height);
        row = across is null ? [] : new Vector128<int>[source.Width];
        narrowed = new byte[(source.Height * target.Width * 3) + 1];
    }

    public void Resize(ReadOnlySpan<byte> pixels, int rowBytes, Span<byte> scaled)
    {
        var width = target.Width * 3;
        for (var y = 0; y < source.Height; y++)
        {
            var from = pixels.Slice(y * rowBytes, source.Width * 3);
            if (across is null)
            {
                from.CopyTo(narrowed.AsSpan(y * width));
            }
            else
            {
                Across(across, from, narrowed.AsSpan(y * width, width + 1));
            }
        }

        if (down is null)
        {
            narrowed.AsSpan(0, source.Height * width).CopyTo(scaled);
            return;
        }

        for (var y = 0; y < target.Height; y++)
        {
            Down(narrowed.AsSpan(down.First[y] * width), width, down.Of(y), scaled.Slice(y * width, width));
        }
    }

    private void Across(PillowWeights weights, ReadOnlySpan<byte> from, Span<byte> to)
    {
        for (var x = 0; x < row.Length - 1; x++)
        {
            row[x] = Widen(BinaryPrimitives.ReadUInt32LittleEndian(from[(x * 3)..]) & 0xFFFFFF);
        }

        row[^1] = Widen((uint)(from[^3] | (from[^2] << 8) | (from[^1] << 16)));
        for (var x = 0; x < target.Width; x++)
        {
            var taps = weights.Of(x);
            ReadOnlySpan<Vector128<int>> under = row.AsSpan(weights.First[x], taps.Length);
            var sum = Vector128.Create(PillowWeights.Half);
            for (var i = 0; i < taps.Length; i++)
            {
                sum += under[i] * taps[i];
            }

            sum = Vector128.Clamp(sum >> PillowWeights.Bits, Vector128<int>.Zero, Vector128.Create(255));
            var shorts = Vector128.Narrow(sum, sum);
            var bytes = Vector128.Narrow(shorts.AsUInt16(), shorts.AsUInt16());
            // The fourth byte falls on the next pixel, or the next row's first, which is written after this one.
            BinaryPrimitives.WriteUInt32LittleEndian(to[(x * 3)..], bytes.AsUInt32()[0]);
        }
    }

    private static void Down(ReadOnlySpan<byte> rows, int width, ReadOnlySpan<int> taps, Span<byte> to)
    {
        var x = 0;
        for (; x <= width - 16; x += 16)
        {
            var low = Vector256.Create(PillowWeights.Half);
            var high = low;
            for (var i = 0; i < taps.Length; i++)
            {
                var pixels = Vector128.Create(rows.Slice((i * width) + x, 16));
                var (left, right) = Vector256.Widen(Vector256.WidenLower(pixels.ToVector256()));
                low += left.AsInt32() * taps[i];
                high += right.AsInt32() * taps[i];
            }

            var most = Vector256.Create(255);
            low = Vector256.Clamp(low >> PillowWeights.Bits, Vector256<int>.Zero, most);
            high = Vector256.Clamp(high >> PillowWeights.Bits, Vector256<int>.Zero, most);
            var shorts = Vector256.Narrow(low, high).AsUInt16();
            Vector256.Narrow(shorts, shorts).GetLower().CopyTo(to[x..]);
        }

        for (; x < width; x++)
        {
            var sum = PillowWeights.Half;
            for (var i = 0; i < taps.Length; i++)
            {
                sum += rows[(i * width) + x] * taps[i];
            }

            to[x] = (byte)Math.Clamp(sum >> PillowWeights.Bits, 0, 255);
        }
    }

    private static Vector128<int> Widen(uint pixel)
    {
        var shorts = Vector128.WidenLower(Vector128.CreateScalar(pixel).AsByte());
        return Vector128.WidenLower(shorts).AsInt32();
    }
}
