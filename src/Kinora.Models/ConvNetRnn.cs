using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Torch;
using Kinora.Torch.Layers;

namespace Kinora.Models;

/// <summary>
/// A small convolutional network on each frame ("time distributed"), a GRU or LSTM over time, then dense layers on its last
/// state. Without batch norm and dense layers it is the LRCN of Keras tutorials, after https://arxiv.org/abs/1411.4389.
/// </summary>
public sealed class ConvNetRnn : FrameModel
{
    private readonly Sequential convs;
    private readonly Sequential norms;
    private readonly int[] pools;
    private readonly Recurrent rnn;
    private readonly Sequential dense;
    private readonly Dropout dropout;
    private readonly Linear fc;

    /// <param name="options">Convolutions, recurrent network, dense layers.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="channels">Channels of the input.</param>
    public ConvNetRnn(ConvNetRnnOptions options, int classes, int channels = 3)
        : base(classes, channels, options.Limits())
    {
        pools = options.Pools;
        convs = Register("convs", new Sequential(options.Filters.Select((outputs, i) => new Conv2d(i == 0 ? channels : options.Filters[i - 1], outputs, kernel: 3, padding: 1))));
        norms = Register("norms", new Sequential(options.BatchNorm ? options.Filters.Select(outputs => new BatchNorm2d(outputs)) : []));
        rnn = Register(options.Cell.Name(), options.Cell.Make(options.Filters[^1], options.Hidden, new RecurrentOptions { Layers = options.Layers, Bidirectional = options.Bidirectional }));
        var features = options.Hidden * (options.Bidirectional ? 2 : 1);
        dense = Register("dense", new Sequential(options.Dense.Select((outputs, i) => new Linear(i == 0 ? features : options.Dense[i - 1], outputs))));
        dropout = Register("dropout", new Dropout(options.Dropout));
        fc = Register("fc", new Linear(options.Dense is [.., var last] ? last : features, classes));
    }

    /// <summary>Four convolutions, GRU of 64, one dense layer.</summary>
    public static ModelEntry Entry { get; } = ModelEntry.Create(
        "convnet_rnn",
        "small ConvNet on each frame, GRU or LSTM, dense layers",
        "https://arxiv.org/abs/1411.4389",
        new ModelInput(Frames: 20, Size: 64, Classes: 6),
        "PyTorch",
        new ConvNetRnnOptions(),
        options => options.Limits(),
        (options, classes, channels) => new ConvNetRnn(options, classes, channels));

    /// <inheritdoc/>
    public override Tensor Encode(Tensor clips)
    {
        Check(clips);
        using var scope = new TensorScope();
        var x = FramesOf(clips);                                                  // (N · T, C, H, W)
        for (var i = 0; i < convs.Count; i++)
        {
            x = convs[i].Forward(x);
            x = norms.Count > 0 ? norms[i].Forward(x) : x;
            x = x.Relu().MaxPool2d([pools[i], pools[i]]);                         // (N · T, channels, H / pool, W / pool)
        }

        x = x.Mean([2, 3]);                                                       // (N · T, F)
        return scope.Return(x.View([clips.Shape[0], clips.Shape[2], -1]));        // (N, T, F)
    }

    /// <inheritdoc/>
    protected override Tensor ClassifySequence(Tensor features, Tensor? mask)
    {
        var (_, x) = rnn.Read(features, mask);                                    // (N, D · hidden)
        foreach (var layer in dense)
        {
            x = layer.Forward(x).Relu();                                          // (N, dense)
        }

        return fc.Forward(dropout.Forward(x));                                    // (N, classes)
    }
}

/// <summary>What can be chosen about <see cref="ConvNetRnn"/>.</summary>
public sealed record ConvNetRnnOptions : IValidatableObject
{
    [Description("filters of each convolution: the channels it gives")]
    [Length(1, 8)]
    [Range(1, 1024)]
    public int[] Filters { get; init; } = [16, 32, 64, 64];

    [Description("by how much each convolution's output is pooled in height and width, one number a convolution")]
    [Length(1, 8)]
    [Range(1, 8)]
    public int[] Pools { get; init; } = [2, 2, 2, 2];

    [Description("batch norm after each convolution")]
    public bool BatchNorm { get; init; } = true;

    [Description("recurrent network over time")]
    public RecurrentKind Cell { get; init; } = RecurrentKind.Gru;

    [Description("features of the recurrent state, in each direction")]
    [Range(1, 4096)]
    public int Hidden { get; init; } = 64;

    [Description("recurrent layers on top of each other")]
    [Range(1, 8)]
    public int Layers { get; init; } = 1;

    [Description("a second recurrent network reads the frames backwards")]
    public bool Bidirectional { get; init; }

    [Description("sizes of the dense layers before the last one")]
    [Length(0, 8)]
    [Range(1, 4096)]
    public int[] Dense { get; init; } = [64];

    [Description("dropout before the last layer, as a fraction")]
    [Range(0.0, 0.95)]
    public double Dropout { get; init; } = 0.3;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Pools.Length != Filters.Length)
        {
            yield return new ValidationResult($"--pools: found {Pools.Length} numbers, expected one for each of the {Filters.Length} --filters");
        }
    }

    /// <summary>Each pooling divides height and width; what is left must be at least one.</summary>
    internal InputLimits Limits() => new(1, Pools.Aggregate(1, (product, pool) => product * pool));
}
