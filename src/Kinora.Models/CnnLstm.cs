using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Torch;
using Kinora.Torch.Layers;

namespace Kinora.Models;

/// <summary>
/// A 2-D network on each frame, then LSTM layers over time, whose last state is classified: Donahue et al., "Long-term
/// Recurrent Convolutional Networks for Visual Recognition and Description", https://arxiv.org/abs/1411.4389.
/// </summary>
public sealed class CnnLstm : BackboneModel
{
    private readonly LSTM lstm;
    private readonly Dropout dropout;
    private readonly Linear fc;

    /// <param name="options">Backbone and LSTM.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="channels">Channels of the input.</param>
    public CnnLstm(CnnLstmOptions options, int classes, int channels = 3)
        : base(options, classes, channels)
    {
        lstm = Register("lstm", new LSTM(FeatureCount, options.Hidden, new RecurrentOptions { Layers = options.Layers }));
        dropout = Register("dropout", new Dropout(options.Dropout));
        fc = Register("fc", new Linear(options.Hidden, classes));
    }

    /// <summary>ResNet-18 and two layers of 512.</summary>
    public static ModelEntry Entry { get; } = ModelEntry.Create(
        "cnnlstm",
        "ResNet-18 on each frame, then two layers of LSTM",
        "https://arxiv.org/abs/1411.4389",
        new ModelInput(Frames: 16, Size: 112, Classes: 101),
        "PyTorch",
        new CnnLstmOptions(),
        options => options.Limits(),
        (options, classes, channels) => new CnnLstm(options, classes, channels));

    /// <inheritdoc/>
    protected override Tensor ClassifySequence(Tensor features, Tensor? mask)
    {
        var (_, last) = lstm.Read(features, mask);                                // (N, T, F) -> (N, hidden)
        return fc.Forward(dropout.Forward(last));                                 // (N, classes)
    }
}

/// <summary>What can be chosen about <see cref="CnnLstm"/>.</summary>
public sealed record CnnLstmOptions : FrameModelOptions
{
    [Description("features of the recurrent state, in each direction")]
    [Range(1, 4096)]
    public int Hidden { get; init; } = 512;

    [Description("recurrent layers on top of each other")]
    [Range(1, 8)]
    public int Layers { get; init; } = 2;

    [Description("dropout before the last layer, as a fraction")]
    [Range(0.0, 0.95)]
    public double Dropout { get; init; } = 0.5;
}
