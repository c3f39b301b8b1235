namespace Kinora.Video;

/// <summary>Pictures of one clip: a block of bytes of shape (T, H, W, 3), RGB, 0 to 255, without gaps between rows or frames.</summary>
public sealed class Frames
{
    private readonly int frameBytes;

    /// <summary>Makes a block of black frames.</summary>
    /// <param name="count">Number of frames T; may be 0.</param>
    /// <param name="height">Height H in pixels, at least 1.</param>
    /// <param name="width">Width W in pixels, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A measure is too small, or the block would pass the 2 GB that an array holds.</exception>
    public Frames(int count, int height, int width)
        : this(count, height, width, isCleared: true)
    {
    }

    private Frames(int count, int height, int width, bool isCleared)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        var bytes = (Int128)count * height * width * 3;
        if (bytes > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(nameof(count), $"{count} frames of {height}x{width} need {bytes} bytes, and a block holds {Array.MaxLength} at most; read fewer frames at a time, or smaller ones");
        }

        Count = count;
        Height = height;
        Width = width;
        frameBytes = height * width * 3;
        Pixels = isCleared ? new byte[(int)bytes] : GC.AllocateUninitializedArray<byte>((int)bytes);
    }

    /// <summary>Makes a block whose pixels are whatever the memory held, for one who writes them all: clearing would take as long again.</summary>
    /// <inheritdoc cref="Frames(int, int, int)"/>
    public static Frames Unwritten(int count, int height, int width) => new(count, height, width, isCleared: false);

    /// <summary>Number of frames T.</summary>
    public int Count { get; }

    /// <summary>Height H in pixels.</summary>
    public int Height { get; }

    /// <summary>Width W in pixels.</summary>
    public int Width { get; }

    /// <summary>Height and width in pixels.</summary>
    public FrameSize Size => new(Height, Width);

    /// <summary>All pixels, (T, H, W, 3), RGB.</summary>
    public byte[] Pixels { get; }

    /// <summary>The pixels of frame <paramref name="t"/>, (H, W, 3), RGB.</summary>
    public Span<byte> this[int t]
    {
        get
        {
            if ((uint)t >= (uint)Count)
            {
                throw new ArgumentOutOfRangeException(nameof(t), $"frame {t} of {Count}");
            }

            return Pixels.AsSpan(t * frameBytes, frameBytes);
        }
    }
}
