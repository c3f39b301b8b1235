using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Torch;
using Kinora.Torch.Layers;

namespace Kinora.Models;

/// <summary>
/// S3D of Xie et al., "Rethinking Spatiotemporal Feature Learning: Speed-Accuracy Trade-offs in Video Classification",
/// https://arxiv.org/abs/1712.04851: Inception blocks whose convolutions are split into space and time. Parameter names are
/// torchvision's: its weights fit. Clips of fewer than 13 frames or less than 209 pixels, which torchvision refuses, are
/// averaged over what is left of them.
/// </summary>
public sealed class S3d : VideoModel
{
    /// <summary>The network as published.</summary>
    public static ModelEntry Entry { get; } = ModelEntry.Create(
        "s3d",
        "Inception with convolutions split into space and time",
        "https://arxiv.org/abs/1712.04851",
        new ModelInput(Frames: 16, Size: 224),
        "torchvision",
        new S3dOptions(),
        _ => limits,
        (options, classes, channels) => new S3d(options, classes, channels));

    // The last pooling takes two by two by two without padding. Time was halved twice before, rounding up, height and width
    // four times.
    private static readonly InputLimits limits = new(5, 17);

    private readonly Sequential features;
    private readonly Sequential classifier;

    /// <param name="options">Dropout.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="channels">Channels of the input: 3 for RGB, 2 for optical flow.</param>
    public S3d(S3dOptions options, int classes, int channels = 3)
        : base(classes, channels, limits)
    {
        features = Register("features", new Sequential(
            Separable(channels, 64, kernel: 7, stride: 2),                        // (N, 64, T/2, H/2, W/2)
            new MaxPool3d((1, 3, 3), stride: (1, 2, 2), padding: (0, 1, 1)),      // (N, 64, T/2, H/4, W/4)
            Pointwise(64, 64),
            Separable(64, 192, kernel: 3, stride: 1),                             // (N, 192, T/2, H/4, W/4)
            new MaxPool3d((1, 3, 3), stride: (1, 2, 2), padding: (0, 1, 1)),      // (N, 192, T/2, H/8, W/8)
            new Block(192, 64, (96, 128), (16, 32), 32),
            new Block(256, 128, (128, 192), (32, 96), 64),                        // (N, 480, T/2, H/8, W/8)
            new MaxPool3d(3, stride: 2, padding: 1),                              // (N, 480, T/4, H/16, W/16)
            new Block(480, 192, (96, 208), (16, 48), 64),
            new Block(512, 160, (112, 224), (24, 64), 64),
            new Block(512, 128, (128, 256), (24, 64), 64),
            new Block(512, 112, (144, 288), (32, 64), 64),
            new Block(528, 256, (160, 320), (32, 128), 128),                      // (N, 832, T/4, H/16, W/16)
            new MaxPool3d(2),                                                     // (N, 832, T/8, H/32, W/32)
            new Block(832, 256, (160, 320), (32, 128), 128),
            new Block(832, 384, (192, 384), (48, 128), 128)));                    // (N, 1024, T/8, H/32, W/32)
        classifier = Register("classifier", new Sequential(
            new Dropout(options.Dropout),
            new Conv3d(1024, classes, kernel: 1)));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Check(input);
        using var scope = new TensorScope();
        var x = features.Forward(input);             // (N, 1024, T/8, H/32, W/32)
        var size = x.Shape;
        long[] window = [Math.Min(2, size[2]), Math.Min(7, size[3]), Math.Min(7, size[4])];
        x = x.AvgPool3d(window, [1, 1, 1]);          // (N, 1024, T/8 - 1, H/32 - 6, W/32 - 6)
        x = classifier.Forward(x);                   // (N, classes, the same)
        return scope.Return(x.Mean([2, 3, 4]));      // (N, classes)
    }

    // Batch norm of TensorFlow's habits: the statistics follow slowly.
    private static Sequential Normed(long inputs, long outputs, Extent3 kernel, Extent3 stride, Extent3 padding) => new(
        new Conv3d(inputs, outputs, kernel, stride, padding, bias: false),
        new BatchNorm3d(outputs, epsilon: 0.001, momentum: 0.001),
        new ReLU(inPlace: true));

    private static Sequential Pointwise(long inputs, long outputs) => Normed(inputs, outputs, 1, 1, 0);

    // First over each frame, then over time.
    private static Sequential Separable(long inputs, long outputs, long kernel, long stride) => new(
        Normed(inputs, outputs, (1, kernel, kernel), (1, stride, stride), (0, kernel / 2, kernel / 2)),
        Normed(outputs, outputs, (kernel, 1, 1), (stride, 1, 1), (kernel / 2, 0, 0)));

    /// <summary>Four ways through the same input, side by side in the channels of the output.</summary>
    private sealed class Block : Layer
    {
        private readonly Sequential branch0;
        private readonly Sequential branch1;
        private readonly Sequential branch2;
        private readonly Sequential branch3;

        public Block(long inputs, long branch0, (long Middle, long Outputs) branch1, (long Middle, long Outputs) branch2, long branch3)
        {
            this.branch0 = Register("branch0", Pointwise(inputs, branch0));
            this.branch1 = Register("branch1", new Sequential(Pointwise(inputs, branch1.Middle), Separable(branch1.Middle, branch1.Outputs, kernel: 3, stride: 1)));
            this.branch2 = Register("branch2", new Sequential(Pointwise(inputs, branch2.Middle), Separable(branch2.Middle, branch2.Outputs, kernel: 3, stride: 1)));
            this.branch3 = Register("branch3", new Sequential(new MaxPool3d(3, stride: 1, padding: 1), Pointwise(inputs, branch3)));
        }

        public override Tensor Forward(Tensor input)
        {
            using var scope = new TensorScope();
            return scope.Return(Ops.Cat([branch0.Forward(input), branch1.Forward(input), branch2.Forward(input), branch3.Forward(input)], 1));
        }
    }
}

/// <summary>What can be chosen about <see cref="S3d"/>.</summary>
public sealed record S3dOptions
{
    [Description("dropout before the last layer, as a fraction")]
    [Range(0.0, 0.95)]
    public double Dropout { get; init; } = 0.2;
}
