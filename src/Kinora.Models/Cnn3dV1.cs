using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Torch;
using Kinora.Torch.Initializers;
using Kinora.Torch.Layers;

namespace Kinora.Models;

/// <summary>
/// The first 3D CNN of a two-stream system for HMDB51
/// (https://github.com/Alesarabandi/3DCNN-ResNet50-TwoStream-Video-Classification). Its description says: "a foundational 3D
/// Convolutional Network" on stacked frames, larger than its successor <see cref="Cnn3dV2"/>. The code is not published, so the
/// layers are ours: four convolutions of 3x3x3 with ReLU and pooling, then the whole grid of features flattened into wide
/// dense layers, which hold most of the parameters. No batch norm, dropout in one place.
/// </summary>
public sealed class Cnn3dV1 : VideoModel
{
    /// <summary>32 to 256 channels and a dense layer of 1024: 27 million parameters.</summary>
    public static ModelEntry Entry { get; } = ModelEntry.Create(
        "cnn3d_v1",
        "first 3D CNN of a two-stream system: four convolutions, flattened into wide dense layers",
        "https://arxiv.org/abs/1412.0767",
        new ModelInput(Frames: 16, Size: 112, Classes: 51),
        "PyTorch",
        new Cnn3dV1Options(),
        _ => limits,
        (options, classes, channels) => new Cnn3dV1(options, classes, channels));

    // Four poolings, the first of which leaves time alone.
    private static readonly InputLimits limits = new(8, 16);

    private readonly Conv3d conv1;
    private readonly Conv3d conv2;
    private readonly Conv3d conv3;
    private readonly Conv3d conv4;
    private readonly MaxPool3d pool1 = new((1, 2, 2));
    private readonly MaxPool3d pool = new(2);
    private readonly GridPool3d grid = new((2, 7, 7));
    private readonly Linear fc1;
    private readonly Linear fc2;
    private readonly Linear fc3;
    private readonly Dropout dropout;

    /// <param name="options">Widths and dropout.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="channels">Channels of the input: 3 for RGB, 2 for optical flow.</param>
    public Cnn3dV1(Cnn3dV1Options options, int classes, int channels = 3)
        : base(classes, channels, limits)
    {
        var (width, dense) = (options.Width, options.Dense);
        conv1 = Register("conv1", new Conv3d(channels, width, kernel: 3, padding: 1));
        conv2 = Register("conv2", new Conv3d(width, 2 * width, kernel: 3, padding: 1));
        conv3 = Register("conv3", new Conv3d(2 * width, 4 * width, kernel: 3, padding: 1));
        conv4 = Register("conv4", new Conv3d(4 * width, 8 * width, kernel: 3, padding: 1));
        fc1 = Register("fc1", new Linear(8 * width * 2 * 7 * 7, dense));
        fc2 = Register("fc2", new Linear(dense, dense / 2));
        fc3 = Register("fc3", new Linear(dense / 2, classes));
        dropout = Register("dropout", new Dropout(options.Dropout));

        // Without batch norm nothing else keeps signals at their size: https://arxiv.org/abs/1502.01852.
        foreach (var weight in (Tensor[])[conv1.Weight, conv2.Weight, conv3.Weight, conv4.Weight, fc1.Weight, fc2.Weight])
        {
            Initialize.KaimingNormal(weight);
        }
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Check(input);
        using var scope = new TensorScope();

        // ReLU after pooling gives the same bits as before it, forward and back, and has less to do.
        var x = pool1.Forward(conv1.Forward(input)).Relu_();           // (N, width, T, H/2, W/2)
        x = pool.Forward(conv2.Forward(x)).Relu_();                    // (N, 2 width, T/2, H/4, W/4)
        x = pool.Forward(conv3.Forward(x)).Relu_();                    // (N, 4 width, T/4, H/8, W/8)
        x = pool.Forward(conv4.Forward(x)).Relu_();                    // (N, 8 width, T/8, H/16, W/16)
        x = grid.Forward(x).Flatten(1);                                // (N, 784 width)
        x = fc1.Forward(x).Relu_();                                    // (N, dense)
        x = dropout.Forward(fc2.Forward(x).Relu_());                   // (N, dense/2)
        return scope.Return(fc3.Forward(x));                           // (N, classes)
    }
}

/// <summary>What can be chosen about <see cref="Cnn3dV1"/>.</summary>
public sealed record Cnn3dV1Options
{
    [Description("channels of the first convolution; the later ones have 2, 4 and 8 times as many")]
    [Range(4, 128)]
    public int Width { get; init; } = 32;

    [Description("neurons of the first dense layer; the second has half as many")]
    [Range(16, 8192)]
    public int Dense { get; init; } = 1024;

    [Description("dropout before the last layer, as a fraction")]
    [Range(0.0, 0.95)]
    public double Dropout { get; init; } = 0.5;
}
