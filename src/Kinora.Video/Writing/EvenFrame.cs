namespace Kinora.Video.Writing;

/// <summary>
/// A frame with even sides, which H.264 needs as its colours are stored for two by two pixels: an odd side gets one more row or
/// column, which repeats the edge.
/// </summary>
/// <param name="size">The frame's own size.</param>
internal sealed class EvenFrame(FrameSize size)
{
    private readonly byte[]? padded = SizeOf(size) == size ? null : new byte[SizeOf(size).Height * SizeOf(size).Width * 3];

    /// <summary>The next even sides.</summary>
    public static FrameSize SizeOf(FrameSize size) => new(size.Height + (size.Height % 2), size.Width + (size.Width % 2));

    /// <summary>The pixels of the larger frame, valid until the next call; those given where it is even already.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> frame)
    {
        if (padded is null)
        {
            return frame;
        }

        var (from, to) = (size.Width * 3, SizeOf(size).Width * 3);
        for (var y = 0; y < SizeOf(size).Height; y++)
        {
            var row = frame.Slice(Math.Min(y, size.Height - 1) * from, from);
            var target = padded.AsSpan(y * to, to);
            row.CopyTo(target);
            row[^3..].CopyTo(target[^3..]);
        }

        return padded;
    }
}
