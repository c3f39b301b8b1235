using System.Runtime.InteropServices;

namespace Kinora.Video.Flow;

/// <summary>
/// How far each pixel moves from a frame to the next: a block of 32-bit floats of shape (T, H, W, 2), u to the right and v down,
/// in pixels. The vector at a place belongs to what is there in the first of the two frames.
/// </summary>
public sealed class FlowField
{
    private readonly int fieldFloats;

    /// <summary>Makes a block where nothing moves.</summary>
    /// <param name="count">Number of fields T; may be 0.</param>
    /// <param name="height">Height H in pixels, at least 1.</param>
    /// <param name="width">Width W in pixels, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A measure is too small, or the block would pass what an array holds.</exception>
    public FlowField(int count, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        var floats = (Int128)count * height * width * 2;
        if (floats > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(nameof(count), $"the flow of {count + 1L} frames of {width}x{height} has {floats} numbers, and a block holds {Array.MaxLength} at most; take fewer frames at a time, or smaller ones");
        }

        Count = count;
        Height = height;
        Width = width;
        fieldFloats = height * width * 2;
        Vectors = new float[(int)floats];
    }

    /// <summary>Number of fields T: one less than frames.</summary>
    public int Count { get; }

    /// <summary>Height H in pixels.</summary>
    public int Height { get; }

    /// <summary>Width W in pixels.</summary>
    public int Width { get; }

    /// <summary>Height and width in pixels.</summary>
    public FrameSize Size => new(Height, Width);

    /// <summary>All vectors, (T, H, W, 2), in pixels.</summary>
    public float[] Vectors { get; }

    /// <summary>The vectors of field <paramref name="t"/>, from frame t to frame t + 1: (H, W, 2).</summary>
    public Span<float> this[int t]
    {
        get
        {
            if ((uint)t >= (uint)Count)
            {
                throw new ArgumentOutOfRangeException(nameof(t), $"field {t} of {Count}");
            }

            return Vectors.AsSpan(t * fieldFloats, fieldFloats);
        }
    }

    /// <summary>The flow of the mirrored video: left and right swapped, and what moved to the right moves to the left.</summary>
    public FlowField Mirrored()
    {
        var mirrored = new FlowField(Count, Height, Width);
        var from = MemoryMarshal.Cast<float, Vector>(Vectors.AsSpan());
        var to = MemoryMarshal.Cast<float, Vector>(mirrored.Vectors.AsSpan());
        for (var row = 0; row < from.Length; row += Width)
        {
            for (var x = 0; x < Width; x++)
            {
                var vector = from[row + x];
                to[row + Width - 1 - x] = vector with { U = -vector.U };
            }
        }

        return mirrored;
    }

    private readonly record struct Vector(float U, float V);
}
