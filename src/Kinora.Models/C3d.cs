using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Torch;
using Kinora.Torch.Initializers;
using Kinora.Torch.Layers;

namespace Kinora.Models;

/// <summary>
/// C3D of Tran et al., "Learning Spatiotemporal Features with 3D Convolutional Networks", https://arxiv.org/abs/1412.0767:
/// eight convolutions of 3x3x3, five poolings and three fully connected layers, without batch norm. The paper's clips of 16
/// frames of 112x112 leave a grid of 1x4x4 for the fully connected layers; here other sizes are averaged to that grid.
/// Parameter names are those of the usual ports to PyTorch: their weights fit.
/// </summary>
/// <remarks>
/// The paper does not say how weights are drawn. Convolutions draw theirs after He et al., https://arxiv.org/abs/1502.01852, so
/// that signals reach the last layer at all; the rest are PyTorch's own.
/// </remarks>
public sealed class C3d : VideoModel
{
    /// <summary>The network as published.</summary>
    public static ModelEntry Entry { get; } = ModelEntry.Create(
        "c3d",
        "eight 3D convolutions and three wide dense layers, no batch norm",
        "https://arxiv.org/abs/1412.0767",
        new ModelInput(Frames: 16, Size: 112),
        "PyTorch",
        new C3dOptions(),
        _ => limits,
        (options, classes, channels) => new C3d(options, classes, channels));

    // Four poolings halve time. Five halve height and width, the last of them padded: one pixel is enough for it.
    private static readonly InputLimits limits = new(16, 16);

    private readonly Conv3d conv1;
    private readonly Conv3d conv2;
    private readonly Conv3d conv3a;
    private readonly Conv3d conv3b;
    private readonly Conv3d conv4a;
    private readonly Conv3d conv4b;
    private readonly Conv3d conv5a;
    private readonly Conv3d conv5b;
    private readonly MaxPool3d pool1 = new((1, 2, 2));
    private readonly MaxPool3d pool = new(2);
    private readonly MaxPool3d pool5 = new(2, padding: (0, 1, 1));
    private readonly GridPool3d grid = new((1, 4, 4));
    private readonly Linear fc6;
    private readonly Linear fc7;
    private readonly Linear fc8;
    private readonly Dropout dropout;

    /// <param name="options">Dropout.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="channels">Channels of the input: 3 for RGB, 2 for optical flow.</param>
    public C3d(C3dOptions options, int classes, int channels = 3)
        : base(classes, channels, limits)
    {
        conv1 = Convolution("conv1", channels, 64);
        conv2 = Convolution("conv2", 64, 128);
        conv3a = Convolution("conv3a", 128, 256);
        conv3b = Convolution("conv3b", 256, 256);
        conv4a = Convolution("conv4a", 256, 512);
        conv4b = Convolution("conv4b", 512, 512);
        conv5a = Convolution("conv5a", 512, 512);
        conv5b = Convolution("conv5b", 512, 512);
        fc6 = Register("fc6", new Linear(512 * 1 * 4 * 4, 4096));
        fc7 = Register("fc7", new Linear(4096, 4096));
        fc8 = Register("fc8", new Linear(4096, classes));
        dropout = Register("dropout", new Dropout(options.Dropout));
        foreach (var convolution in (Conv3d[])[conv1, conv2, conv3a, conv3b, conv4a, conv4b, conv5a, conv5b])
        {
            Initialize.KaimingNormal(convolution.Weight);
        }
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Check(input);
        using var scope = new TensorScope();

        // ReLU after pooling gives the same bits as before it, forward and back, and has less to do.
        var x = pool1.Forward(conv1.Forward(input)).Relu_();                            // (N, 64, T, H/2, W/2)
        x = pool.Forward(conv2.Forward(x)).Relu_();                                     // (N, 128, T/2, H/4, W/4)
        x = pool.Forward(conv3b.Forward(conv3a.Forward(x).Relu_())).Relu_();            // (N, 256, T/4, H/8, W/8)
        x = pool.Forward(conv4b.Forward(conv4a.Forward(x).Relu_())).Relu_();            // (N, 512, T/8, H/16, W/16)
        x = pool5.Forward(conv5b.Forward(conv5a.Forward(x).Relu_())).Relu_();           // (N, 512, T/16, H/32 + 1, W/32 + 1)
        x = grid.Forward(x).Flatten(1);                                                 // (N, 8192)
        x = dropout.Forward(fc6.Forward(x).Relu_());                                    // (N, 4096)
        x = dropout.Forward(fc7.Forward(x).Relu_());
        return scope.Return(fc8.Forward(x));                                            // (N, classes)
    }

    private Conv3d Convolution(string name, long inputs, long outputs) =>
        Register(name, new Conv3d(inputs, outputs, kernel: 3, padding: 1));
}

/// <summary>What can be chosen about <see cref="C3d"/>.</summary>
public sealed record C3dOptions
{
    [Description("dropout after each of the two wide dense layers, as a fraction")]
    [Range(0.0, 0.95)]
    public double Dropout { get; init; } = 0.5;
}
