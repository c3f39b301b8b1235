using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Torch;
using Kinora.Torch.Layers;

namespace Kinora.Models;

/// <summary>
/// A 2-D network on each frame, a recurrent network over time, attention of its steps to each other, and the mean over
/// time: LRCN (https://arxiv.org/abs/1411.4389) with the attention of https://arxiv.org/abs/1706.03762.
/// </summary>
public sealed class CnnRnn : BackboneModel
{
    private readonly Recurrent rnn;
    private readonly TemporalAttention? attention;
    private readonly Dropout dropout;
    private readonly Linear fc;

    /// <param name="options">Backbone, recurrent network, attention.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="channels">Channels of the input.</param>
    public CnnRnn(CnnRnnOptions options, int classes, int channels = 3)
        : base(options, classes, channels)
    {
        var features = options.Hidden * (options.Bidirectional ? 2 : 1);
        rnn = Register("rnn", options.Cell.Make(FeatureCount, options.Hidden, new RecurrentOptions { Layers = options.Layers, Bidirectional = options.Bidirectional }));
        attention = options.Attention ? Register("attention", new TemporalAttention(features, options.AttentionSize)) : null;
        dropout = Register("dropout", new Dropout(options.Dropout));
        fc = Register("fc", new Linear(features, classes));
    }

    /// <summary>ResNet-18, LSTM of 256 in both directions, attention.</summary>
    public static ModelEntry Entry { get; } = ModelEntry.Create(
        "cnnrnn",
        "2-D network on each frame, LSTM or GRU in both directions, attention",
        "https://arxiv.org/abs/1411.4389",
        new ModelInput(Frames: 16, Size: 144, Classes: 101),
        "PyTorch",
        new CnnRnnOptions(),
        options => options.Limits(),
        (options, classes, channels) => new CnnRnn(options, classes, channels));

    /// <inheritdoc/>
    protected override Tensor ClassifySequence(Tensor features, Tensor? mask)
    {
        var (x, _) = rnn.Read(features, mask);                                    // (N, T, F) -> (N, T, D · hidden)
        x = attention?.Forward(x, mask) ?? x;                                     // (N, T, D · hidden)
        x = MaskedPooling.Mean(x, mask);                                          // (N, D · hidden)
        return fc.Forward(dropout.Forward(x));                                    // (N, classes)
    }
}

/// <summary>What can be chosen about <see cref="CnnRnn"/>.</summary>
public sealed record CnnRnnOptions : FrameModelOptions
{
    [Description("recurrent network over time")]
    public RecurrentKind Cell { get; init; } = RecurrentKind.Lstm;

    [Description("features of the recurrent state, in each direction")]
    [Range(1, 4096)]
    public int Hidden { get; init; } = 256;

    [Description("recurrent layers on top of each other")]
    [Range(1, 8)]
    public int Layers { get; init; } = 1;

    [Description("a second recurrent network reads the frames backwards")]
    public bool Bidirectional { get; init; } = true;

    [Description("the steps attend to each other before their mean is taken")]
    public bool Attention { get; init; } = true;

    [Description("length of the attention's queries and keys")]
    [Range(1, 4096)]
    public int AttentionSize { get; init; } = 256;

    [Description("dropout before the last layer, as a fraction")]
    [Range(0.0, 0.95)]
    public double Dropout { get; init; } = 0.3;
}
