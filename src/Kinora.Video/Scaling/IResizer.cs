namespace Kinora.Video.Scaling;

/// <summary>Scales pictures of one size to another. May keep buffers: one thread at a time.</summary>
internal interface IResizer
{
    /// <summary>Scales one picture.</summary>
    /// <param name="pixels">RGB rows of the source size; the last row may end the span.</param>
    /// <param name="rowBytes">Bytes from one row to the next, so that a picture may be part of a larger one.</param>
    /// <param name="scaled">RGB rows of the target size, touching.</param>
    void Resize(ReadOnlySpan<byte> pixels, int rowBytes, Span<byte> scaled);
}
