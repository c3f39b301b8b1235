using Kinora.Torch;

namespace Kinora.Data.Loading;

/// <summary>Clips that go through a network together. Owns its tensors until it is disposed.</summary>
public sealed class Batch : IDisposable
{
    internal Batch(Tensor clips, Tensor labels, Tensor mask, IReadOnlyList<Sample> sources, int views, int position)
    {
        Clips = clips.Unscoped();
        Labels = labels.Unscoped();
        Mask = mask.Unscoped();
        Sources = sources;
        Views = views;
        Position = position;
    }

    /// <summary>The clips, (N · V, C, T, H, W), or features of their frames, (N · V, F, T, 1, 1); the V views of one source lie one after another.</summary>
    public Tensor Clips { get; }

    /// <summary>The numbers of the classes, int64, (N).</summary>
    public Tensor Labels { get; }

    /// <summary>False where a frame is padding, bool, (N · V, T).</summary>
    public Tensor Mask { get; }

    /// <summary>Where the clips come from, N.</summary>
    public IReadOnlyList<Sample> Sources { get; }

    /// <summary>Views of each source, V; 1 in training.</summary>
    public int Views { get; }

    /// <summary>Clips of the epoch that are used up with this batch, those that could not be read included: where the next one begins.</summary>
    public int Position { get; }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        Clips.Dispose();
        Labels.Dispose();
        Mask.Dispose();
    }
}
