using Kinora.Models.Backbones;
using Kinora.Torch;
using Kinora.Torch.Layers;

namespace Kinora.Models;

/// <summary>
/// A network whose frames go through one of <see cref="ModelZoo.Backbones"/>; its parameters are named <c>backbone.*</c>.
/// Without a backbone the clips are stored features (N, F, T, 1, 1): a frame of one pixel with F channels.
/// </summary>
public abstract class BackboneModel : FrameModel
{
    private const int FramesAtOnce = 32;

    private readonly int stack;

    private protected BackboneModel(FrameModelOptions options, int classes, int channels, int stack = 1)
        : base(classes, channels, options.Limits())
    {
        this.stack = stack;
        if (options.BuildBackbone(stack * channels) is { } backbone)
        {
            Backbone = Register("backbone", backbone);
        }
    }

    /// <inheritdoc/>
    public override bool EncodesFrameByFrame => stack == 1;

    /// <inheritdoc/>
    public override bool EncoderIsFrozen => Backbone?.Parameters().Any(parameter => parameter.RequiresGrad) == false && EncodesFrameByFrame;

    /// <summary>Those of the backbone.</summary>
    public override IReadOnlyList<IReadOnlyList<Module>> Stages => Backbone?.Stages ?? [];

    /// <summary>What looks at each frame; null for stored features.</summary>
    public ImageNetwork? Backbone { get; }

    /// <summary>Features of a frame, F.</summary>
    public int FeatureCount => Backbone?.FeatureCount ?? Channels;

    /// <summary>
    /// What each frame shows: clips (N, C, T, H, W) become features (N, T, F); where L frames make one picture, (N, T / L, F). Features
    /// that somebody kept, (N, F, T, 1, 1), are taken as they are.
    /// </summary>
    /// <exception cref="ModelException">The clips have another layout, are too small, or do not divide into pictures of L frames.</exception>
    public override Tensor Encode(Tensor clips)
    {
        if (Backbone is not null && clips.Shape is [_, var kept, _, 1, 1] && kept == FeatureCount)
        {
            return clips.Flatten(2).Transpose(1, 2);
        }

        Check(clips);
        var (count, frames) = (clips.Shape[0], clips.Shape[2]);
        if (Backbone is null && clips.Shape is not [_, _, _, 1, 1])
        {
            throw new ModelException($"the clips are ({string.Join(", ", clips.Shape)}); without a backbone this network takes stored features (N, {Channels}, T, 1, 1)");
        }

        using var scope = new TensorScope();
        if (stack > 1)
        {
            (clips, frames) = (Stacked(clips), frames / stack);                   // (N, L · C, T / L, H, W)
        }

        var x = FramesOf(clips);                                                  // (N · T, C, H, W)
        x = Backbone is null ? x : See(Backbone, x);                              // (N · T, F), or (N · T, F, 1, 1)
        return scope.Return(x.View([count, frames, FeatureCount]));               // (N, T, F)
    }

    // The channels of L frames become those of one picture, frame after frame: u1 v1 u2 v2 ...
    private Tensor Stacked(Tensor clips)
    {
        var (n, c, t, h, w) = (clips.Shape[0], clips.Shape[1], clips.Shape[2], clips.Shape[3], clips.Shape[4]);
        if (t % stack != 0)
        {
            throw new ModelException($"clips of {t} frames do not divide into stacks of {stack}; give a multiple of {stack} (--frames, --stack)");
        }

        return clips.Reshape([n, c, t / stack, stack, h, w]).Permute([0, 3, 1, 2, 4, 5]).Reshape([n, stack * c, t / stack, h, w]);
    }

    // Where no gradient will ask for it, nothing but its features is kept of a frame: some at a time bound the memory, which
    // for the frames of a whole batch of videos would be gigabytes.
    private Tensor See(ImageNetwork backbone, Tensor frames)
    {
        if (Autograd.IsEnabled && !EncoderIsFrozen)
        {
            return backbone.Features(frames);
        }

        var parts = new List<Tensor>();
        foreach (var some in frames.Split(FramesAtOnce))
        {
            using var scope = new TensorScope();
            parts.Add(scope.Return(backbone.Features(some)));
        }

        return parts is [var all] ? all : Ops.Cat([.. parts]);
    }
}
