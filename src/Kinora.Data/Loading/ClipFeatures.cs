using Kinora.Torch;

namespace Kinora.Data.Loading;

/// <summary>Makes batches of features instead of pixels: (N, F, T, 1, 1), a frame being one pixel of F channels.</summary>
/// <param name="device">Where the batches shall be.</param>
public abstract class ClipFeatures(Device device)
{
    /// <summary>Augmented copies of each clip.</summary>
    internal virtual int Variants => 1;

    /// <summary>Those of the frames that must be decoded because nobody knows their features.</summary>
    internal abstract int[] Missing(Sample sample, int variant, int[] numbers);

    /// <summary>What is known of a clip that is no video; null for a video.</summary>
    internal virtual ClipFacts? FactsOf(Sample sample) => null;

    /// <summary>The features of clips, (N, F, T, 1, 1).</summary>
    internal Tensor Join(IReadOnlyList<MadeClip> clips)
    {
        using var scope = new TensorScope();
        var rows = clips.SelectMany(Rows).ToArray();
        var (features, views) = (rows[0].Length, clips.Sum(clip => clip.Plans.Length));
        var values = new float[rows.Length * features];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i].Span.CopyTo(values.AsSpan(i * features));
        }

        var x = Tensor.From<float>(values, views, rows.Length / views, features, 1, 1).To(device);   // (N, T, F, 1, 1)
        return scope.Return(x.Transpose(1, 2));                                                      // (N, F, T, 1, 1)
    }

    /// <summary>The features of each frame of each view, in order.</summary>
    private protected abstract IEnumerable<ReadOnlyMemory<float>> Rows(MadeClip clip);
}

/// <summary>Features that a data set consists of.</summary>
/// <param name="stored">The file.</param>
/// <param name="device">Where the batches shall be.</param>
internal sealed class StoredClipFeatures(StoredFeatures stored, Device device) : ClipFeatures(device)
{
    internal override int[] Missing(Sample sample, int variant, int[] numbers) => [];

    internal override ClipFacts FactsOf(Sample sample) => new(stored.Frames, Width: 1, Height: 1, FrameRate: 0, Warning: null);

    private protected override IEnumerable<ReadOnlyMemory<float>> Rows(MadeClip clip)
    {
        var all = stored.Read(clip.Sample.Row ?? throw new InvalidOperationException($"{clip.Sample.Name} has no row in {stored.Path}"));
        return clip.Plans.SelectMany(plan => plan.Frames).Select(frame => (ReadOnlyMemory<float>)all.AsMemory(frame * stored.Count, stored.Count));
    }
}
