using Kinora.Torch;

namespace Kinora.Models;

/// <summary>
/// A network that looks at each frame by itself and then at the sequence of what it saw. Frames that are only padding change
/// nothing, as long as batch norm does not learn.
/// </summary>
public abstract class FrameModel : VideoModel
{
    /// <inheritdoc cref="VideoModel(int, int, InputLimits)"/>
    protected FrameModel(int classes, int channels, InputLimits limits)
        : base(classes, channels, limits)
    {
    }

    /// <summary>Whether <see cref="Encode"/> looks at each frame by itself, so that what it gives for a frame serves every clip with it.</summary>
    public virtual bool EncodesFrameByFrame => true;

    /// <summary>Whether <see cref="Encode"/> learns nothing, so that what it gives for a frame may be kept.</summary>
    public virtual bool EncoderIsFrozen => false;

    /// <inheritdoc/>
    public sealed override Tensor Forward(Tensor input) => Forward(input, mask: null);

    /// <inheritdoc/>
    public sealed override Tensor Forward(Tensor clips, Tensor? mask)
    {
        using var scope = new TensorScope();
        return scope.Return(Classify(Encode(clips), mask));
    }

    /// <summary>What each frame shows: clips (N, C, T, H, W) become features (N, T, F).</summary>
    /// <exception cref="ModelException">The clips have another layout, or are too small.</exception>
    public abstract Tensor Encode(Tensor clips);

    /// <summary>What the sequence shows: features (N, T, F) become logits (N, classes).</summary>
    /// <param name="features">From <see cref="Encode"/>.</param>
    /// <param name="mask">(N, T) of truth values, false where a frame is padding; null where none is.</param>
    public Tensor Classify(Tensor features, Tensor? mask)
    {
        using var scope = new TensorScope();
        // Without padding there is nothing to leave out, and the way without a mask is quicker.
        return scope.Return(ClassifySequence(features, mask is null || mask.All().Item() != 0 ? null : mask));
    }

    /// <summary>As <see cref="Classify"/>; the mask is null unless a frame is padding.</summary>
    protected abstract Tensor ClassifySequence(Tensor features, Tensor? mask);

    /// <summary>The frames of clips one after another: (N, C, T, H, W) becomes (N · T, C, H, W).</summary>
    protected static Tensor FramesOf(Tensor clips)
    {
        using var scope = new TensorScope();
        var shape = clips.Shape;
        return scope.Return(clips.Permute([0, 2, 1, 3, 4]).Reshape([shape[0] * shape[2], shape[1], shape[3], shape[4]]));
    }
}
