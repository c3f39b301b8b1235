namespace Kinora.Torch.Serialization;

/// <summary>Sizes that come from files, computed without trusting them.</summary>
internal static class TensorSize
{
    /// <summary>
    /// Bytes of a contiguous tensor. Null for a shape no tensor can have: over 64 dimensions (libtorch's kernels end there),
    /// a negative size, or over 2^62 bytes with zero sizes counted as one (strides are computed so).
    /// </summary>
    public static long? Bytes(DType type, ReadOnlySpan<long> shape)
    {
        if (shape.Length > 64)
        {
            return null;
        }

        const long Limit = 1L << 62;
        Int128 bytes = type.Size();
        var empty = false;
        foreach (var size in shape)
        {
            empty |= size == 0;
            bytes *= Math.Max(size, 1);
            if (size < 0 || bytes > Limit)
            {
                return null;
            }
        }

        return empty ? 0 : (long)bytes;
    }
}
