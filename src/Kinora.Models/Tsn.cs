using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Torch;
using Kinora.Torch.Layers;

namespace Kinora.Models;

/// <summary>
/// A 2-D network on each frame, whose logits agree by their mean or maximum: the segment consensus of Wang et al., "Temporal
/// Segment Networks", https://arxiv.org/abs/1608.00859. On single frames it is the spatial stream of Simonyan and
/// Zisserman, https://arxiv.org/abs/1406.2199, on stacks of optical flow their temporal stream.
/// </summary>
public sealed class Tsn : BackboneModel
{
    private readonly SegmentConsensus consensus;
    private readonly int stack;
    private readonly Dropout dropout;
    private readonly Linear fc;

    /// <param name="options">Backbone and consensus.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="channels">Channels of the input.</param>
    public Tsn(TsnOptions options, int classes, int channels = 3)
        : base(options, classes, channels, options.Stack)
    {
        (consensus, stack) = (options.Consensus, options.Stack);
        dropout = Register("dropout", new Dropout(options.Dropout));
        fc = Register("fc", new Linear(FeatureCount, classes));
    }

    /// <summary>Segments, a frame of each.</summary>
    public static ModelEntry Entry { get; } = Describe(
        "tsn", "ResNet-18 on a frame of each segment, mean of the logits", "https://arxiv.org/abs/1608.00859", new ModelInput(Frames: 8, Size: 224), new());

    /// <summary>The spatial stream: ResNet-50 on frames.</summary>
    public static ModelEntry FrameEntry { get; } = Describe(
        "resnet50_frame", "ResNet-50 on single frames, mean of the logits: the spatial stream", "https://arxiv.org/abs/1406.2199", new ModelInput(Frames: 1, Size: 224, Classes: 51), new() { Backbone = "resnet50" });

    /// <inheritdoc/>
    protected override Tensor ClassifySequence(Tensor features, Tensor? mask)
    {
        using var scope = new TensorScope();
        // A stack counts where any of its frames is real.
        mask = mask?.View([mask.Shape[0], mask.Shape[1] / stack, stack]).Any(2);  // (N, T) -> (N, T / L)
        var x = fc.Forward(dropout.Forward(features));                            // (N, T / L, F) -> (N, T / L, classes)
        return scope.Return(consensus == SegmentConsensus.Mean ? MaskedPooling.Mean(x, mask) : MaskedPooling.Max(x, mask));   // (N, classes)
    }

    private static ModelEntry Describe(string name, string summary, string paper, ModelInput input, TsnOptions defaults) =>
        ModelEntry.Create(name, summary, paper, input, "PyTorch", defaults, options => options.Limits(), (options, classes, channels) => new Tsn(options, classes, channels));
}

/// <summary>How frames agree.</summary>
public enum SegmentConsensus
{
    /// <summary>Mean of their logits.</summary>
    Mean,

    /// <summary>Largest of their logits, class by class.</summary>
    Max,
}

/// <summary>What can be chosen about <see cref="Tsn"/>.</summary>
public sealed record TsnOptions : FrameModelOptions
{
    [Description("how the logits of the frames become those of the clip")]
    public SegmentConsensus Consensus { get; init; } = SegmentConsensus.Mean;

    [Description("frames whose channels are stacked into one picture, for optical flow with frames that follow each other; 10 in the temporal stream of Simonyan and Zisserman")]
    [Range(1, 64)]
    public int Stack { get; init; } = 1;

    [Description("dropout before the last layer, as a fraction")]
    [Range(0.0, 0.95)]
    public double Dropout { get; init; } = 0.5;

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var problem in base.Validate(validationContext))
        {
            yield return problem;
        }

        if (Stack > 1 && Backbone == None)
        {
            yield return new ValidationResult($"--stack: found {Stack}, but stored features, which --backbone {None} takes, make no pictures; leave one of them out");
        }
    }

    internal override InputLimits Limits() => base.Limits() with { Frames = Stack };
}
