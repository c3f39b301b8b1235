using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Torch;
using Kinora.Torch.Layers;

namespace Kinora.Models;

/// <summary>
/// Recurrent layers of shrinking size over a sequence of features, then a dense layer: the sequence model of Keras' video
/// classification example, https://keras.io/examples/vision/video_classification/. The features are stored ones, or those
/// of a backbone.
/// </summary>
public sealed class FeaturesRnn : BackboneModel
{
    private readonly Recurrent[] rnns;
    private readonly Dropout dropout;
    private readonly Linear fc1;
    private readonly Linear fc2;

    /// <param name="options">Recurrent and dense layers.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="channels">Features of a frame, or the channels of the backbone's input.</param>
    public FeaturesRnn(FeaturesRnnOptions options, int classes, int channels)
        : base(options, classes, channels)
    {
        var inputs = FeatureCount;
        rnns = new Recurrent[options.Units.Length];
        for (var i = 0; i < rnns.Length; i++)
        {
            rnns[i] = Register($"{options.Cell.Name()}{i + 1}", options.Cell.Make(inputs, options.Units[i], new RecurrentOptions { Bidirectional = options.Bidirectional }));
            inputs = options.Units[i] * (options.Bidirectional ? 2 : 1);
        }

        dropout = Register("dropout", new Dropout(options.Dropout));
        fc1 = Register("fc1", new Linear(inputs, options.DenseUnits));
        fc2 = Register("fc2", new Linear(options.DenseUnits, classes));
    }

    /// <summary>GRU of 16, GRU of 8, dense layer of 8, over the 2,048 features of Inception v3.</summary>
    public static ModelEntry Entry { get; } = ModelEntry.Create(
        "features_rnn",
        "GRU 16, GRU 8, dense 8 over features of frames",
        "https://arxiv.org/abs/1406.1078",
        new ModelInput(Frames: 20, Size: 1, Channels: 2048, Classes: 6),
        "PyTorch",
        new FeaturesRnnOptions { Backbone = FrameModelOptions.None },
        options => options.Limits(),
        (options, classes, channels) => new FeaturesRnn(options, classes, channels));

    /// <inheritdoc/>
    protected override Tensor ClassifySequence(Tensor features, Tensor? mask)
    {
        var (sequence, last) = (features, features);
        foreach (var rnn in rnns)
        {
            (sequence, last) = rnn.Read(sequence, mask);                          // (N, T, units), (N, units)
        }

        return fc2.Forward(fc1.Forward(dropout.Forward(last)).Relu());            // (N, classes)
    }
}

/// <summary>What can be chosen about <see cref="FeaturesRnn"/>.</summary>
public sealed record FeaturesRnnOptions : FrameModelOptions
{
    [Description("recurrent network over time")]
    public RecurrentKind Cell { get; init; } = RecurrentKind.Gru;

    [Description("features of the state of each recurrent layer, in each direction")]
    [Length(1, 8)]
    [Range(1, 4096)]
    public int[] Units { get; init; } = [16, 8];

    [Description("a second recurrent network reads the frames backwards")]
    public bool Bidirectional { get; init; }

    [Description("size of the dense layer before the last one")]
    [Range(1, 4096)]
    public int DenseUnits { get; init; } = 8;

    [Description("dropout before the dense layer, as a fraction")]
    [Range(0.0, 0.95)]
    public double Dropout { get; init; } = 0.4;
}
