using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Torch;
using Kinora.Torch.Initializers;
using Kinora.Torch.Layers;

namespace Kinora.Models;

/// <summary>
/// A transformer encoder over a sequence of features: each step is normalised, projected, told its place, and attends to the others; their
/// mean or maximum is classified. Vaswani et al., https://arxiv.org/abs/1706.03762. The features are stored ones, or those of
/// a backbone.
/// </summary>
public sealed class FeaturesTransformer : BackboneModel
{
    private readonly LayerNorm norm;
    private readonly Linear projection;
    private readonly Tensor positions;
    private readonly TransformerEncoderLayer[] layers;
    private readonly SequencePooling pooling;
    private readonly Dropout dropout;
    private readonly Linear fc;

    /// <param name="options">Width, depth, pooling.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="channels">Features of a frame, or the channels of the backbone's input.</param>
    public FeaturesTransformer(FeaturesTransformerOptions options, int classes, int channels)
        : base(options, classes, channels)
    {
        positions = RegisterParameter("positions", Ops.Empty([options.MaxFrames, options.Width]));
        norm = Register("norm", new LayerNorm(FeatureCount));
        projection = Register("projection", new Linear(FeatureCount, options.Width));
        Initialize.Normal(positions, deviation: 0.02);
        layers = new TransformerEncoderLayer[options.EncoderLayers];
        for (var i = 0; i < layers.Length; i++)
        {
            layers[i] = Register($"layer{i + 1}", new TransformerEncoderLayer(options.Width, options.Heads, options.FeedForward, options.EncoderDropout));
        }

        pooling = options.Pooling;
        dropout = Register("dropout", new Dropout(options.Dropout));
        fc = Register("fc", new Linear(options.Width, classes));
    }

    /// <summary>One layer of 128 with 4 heads, over the 2,048 features of Inception v3.</summary>
    public static ModelEntry Entry { get; } = ModelEntry.Create(
        "features_transformer",
        "transformer encoder over features of frames",
        "https://arxiv.org/abs/1706.03762",
        new ModelInput(Frames: 20, Size: 1, Channels: 2048, Classes: 6),
        "PyTorch",
        new FeaturesTransformerOptions { Backbone = FrameModelOptions.None },
        options => options.Limits(),
        (options, classes, channels) => new FeaturesTransformer(options, classes, channels));

    /// <inheritdoc/>
    protected override Tensor ClassifySequence(Tensor features, Tensor? mask)
    {
        var frames = features.Shape[1];
        if (frames > positions.Shape[0])
        {
            throw new ModelException($"clips of {frames} frames are longer than the {positions.Shape[0]} places this network has learnt; give fewer frames, or train with a larger --max-frames");
        }

        var x = projection.Forward(norm.Forward(features)) + positions.Narrow(0, 0, frames);    // (N, T, width)
        foreach (var layer in layers)
        {
            x = layer.Forward(x, mask);                                           // (N, T, width)
        }

        x = pooling == SequencePooling.Mean ? MaskedPooling.Mean(x, mask) : MaskedPooling.Max(x, mask);   // (N, width)
        return fc.Forward(dropout.Forward(x));                                    // (N, classes)
    }
}

/// <summary>How a sequence becomes one vector.</summary>
public enum SequencePooling
{
    /// <summary>Mean over time.</summary>
    Mean,

    /// <summary>Maximum over time.</summary>
    Max,
}

/// <summary>What can be chosen about <see cref="FeaturesTransformer"/>.</summary>
public sealed record FeaturesTransformerOptions : FrameModelOptions
{
    [Description("features of a step inside the encoder; a multiple of the heads")]
    [Range(1, 4096)]
    public int Width { get; init; } = 128;

    [Description("layers of the encoder")]
    [Range(1, 24)]
    public int EncoderLayers { get; init; } = 1;

    [Description("attention heads of a layer")]
    [Range(1, 64)]
    public int Heads { get; init; } = 4;

    [Description("features between the two dense layers of an encoder layer")]
    [Range(1, 16384)]
    public int FeedForward { get; init; } = 256;

    [Description("frames that have a place of their own: the longest clip")]
    [Range(1, 4096)]
    public int MaxFrames { get; init; } = 128;

    [Description("how the steps become one vector")]
    public SequencePooling Pooling { get; init; } = SequencePooling.Mean;

    [Description("dropout inside the encoder, as a fraction")]
    [Range(0.0, 0.95)]
    public double EncoderDropout { get; init; } = 0.1;

    [Description("dropout before the last layer, as a fraction")]
    [Range(0.0, 0.95)]
    public double Dropout { get; init; } = 0.5;

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Width % Heads == 0
            ? base.Validate(validationContext)
            : base.Validate(validationContext).Append(new ValidationResult($"--width is {Width}, which cannot be divided among {Heads} --heads"));
}
