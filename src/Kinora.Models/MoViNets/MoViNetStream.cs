using Kinora.Torch;

namespace Kinora.Models.MoViNets;

/// <summary>
/// One video, or several side by side, on its way through a causal <see cref="MoViNet"/>: frames go in as they come, and the
/// logits after them are those of the whole clip so far. What earlier frames left behind is here and not in the network, so any
/// number of streams share one network, also on several threads: they only read its weights. One stream belongs to one thread
/// at a time.
/// <para>
/// Kept are the last frames that each convolution over time looks back to (two or four, at its own size) and the sums over all
/// frames so far of each squeeze and excitation and of the last pooling: some 3 MB for A0 at 172 pixels, however long the video.
/// </para>
/// <code>
/// using var stream = new MoViNetStream(network);
/// foreach (var frame in frames)
/// {
///     using var logits = stream.Push(frame);
/// }
/// </code>
/// </summary>
public sealed class MoViNetStream : IDisposable
{
    private readonly MoViNet network;
    private Dictionary<object, Tensor> kept = new(ReferenceEqualityComparer.Instance);
    private Dictionary<object, Tensor> coming = new(ReferenceEqualityComparer.Instance);
    private long[]? shape;
    private bool disposed;

    /// <param name="network">In evaluation mode; it stays its owner's, and must live as long as this is used.</param>
    /// <exception cref="ModelException">The network is a base network, whose frames see later ones.</exception>
    public MoViNetStream(MoViNet network)
    {
        if (!network.IsCausal)
        {
            throw new ModelException("this MoViNet looks ahead in time and takes whole clips only; the networks for streams are movinet_a0_stream, movinet_a1_stream and movinet_a2_stream");
        }

        this.network = network;
    }

    /// <summary>Frames pushed since the start or the last <see cref="Reset"/>.</summary>
    public long Frames { get; private set; }

    /// <summary>The next frames of the video. No gradients are noted.</summary>
    /// <param name="frames">(N, C, t, H, W) with t of 1 or more; N, H and W as at the first time.</param>
    /// <returns>Logits (N, classes) after these frames. If it throws, the stream is as it was before.</returns>
    /// <exception cref="ModelException">The frames have another layout or size than before, or the network is in training mode.</exception>
    public Tensor Push(Tensor frames)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (network.Training)
        {
            throw new ModelException("a stream goes through a network in evaluation mode; call Eval() first");
        }

        var given = frames.Shape;
        if (shape is not null && (given.Length != 5 || given[0] != shape[0] || given[3] != shape[3] || given[4] != shape[4]))
        {
            throw new ModelException(
                $"the frames are ({string.Join(", ", given)}); this stream began with ({shape[0]}, {shape[1]}, t, {shape[3]}, {shape[4]}) and needs such again until Reset()");
        }

        using var noGrad = Autograd.NoGrad();
        try
        {
            var logits = network.Forward(frames, this);
            (kept, coming) = (coming, kept);
            Frames += given[2];
            shape = given;
            return logits;
        }
        finally
        {
            Free(coming);
        }
    }

    /// <summary>Forgets all frames: the next one begins a new video, of whatever size.</summary>
    public void Reset()
    {
        Free(kept);
        Frames = 0;
        shape = null;
    }

    /// <summary>Frees what is kept.</summary>
    public void Dispose()
    {
        Free(kept);
        disposed = true;
    }

    /// <summary>What a part of the network kept last time; null at the first.</summary>
    internal Tensor? Find(object owner) => kept.GetValueOrDefault(owner);

    /// <summary>Keeps a copy for that part's next time.</summary>
    internal void Keep(object owner, Tensor value) => coming.Add(owner, value.Clone().Unscoped());

    private static void Free(Dictionary<object, Tensor> tensors)
    {
        foreach (var tensor in tensors.Values)
        {
            tensor.Dispose();
        }

        tensors.Clear();
    }
}
