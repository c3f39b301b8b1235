using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Torch;
using Kinora.Torch.Initializers;
using Kinora.Torch.Layers;

namespace Kinora.Models;

/// <summary>
/// The residual networks of 18 layers of Tran et al., "A Closer Look at Spatiotemporal Convolutions for Action Recognition",
/// https://arxiv.org/abs/1711.11248, under torchvision's parameter names: its weights fit.
/// </summary>
public sealed class VideoResNet : VideoModel
{
    /// <summary>Kernels of 3x3x3 everywhere.</summary>
    public static ModelEntry R3d18 { get; } =
        Describe("r3d_18", "3D ResNet of 18 layers", VideoConvolution.Full);

    /// <summary>3x3x3 in the stem and the first layer; the others look at single frames and keep their number.</summary>
    public static ModelEntry Mc318 { get; } =
        Describe("mc3_18", "ResNet of 18 layers: 3D convolutions first, then 2D ones", VideoConvolution.Mixed);

    /// <summary>Every 3x3x3 is split into 1x3x3 and 3x1x1, with a ReLU between and about as many parameters.</summary>
    public static ModelEntry R2Plus1d18 { get; } =
        Describe("r2plus1d_18", "ResNet of 18 layers: each 3D convolution is a 2D and a 1D one", VideoConvolution.Split);

    // All layers pad: one frame of one pixel is enough.
    private static readonly InputLimits limits = new(1, 1);

    private readonly Sequential stem;
    private readonly Sequential layer1;
    private readonly Sequential layer2;
    private readonly Sequential layer3;
    private readonly Sequential layer4;
    private readonly AdaptiveAvgPool3d avgpool;
    private readonly Dropout dropout;
    private readonly Linear fc;

    /// <param name="convolution">What stands for the 3x3 convolutions of a ResNet for pictures.</param>
    /// <param name="options">Dropout.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="channels">Channels of the input: 3 for RGB, 2 for optical flow.</param>
    public VideoResNet(VideoConvolution convolution, VideoResNetOptions options, int classes, int channels = 3)
        : base(classes, channels, limits)
    {
        var later = convolution == VideoConvolution.Mixed ? Kernel.Spatial : KernelOf(convolution);
        stem = Register("stem", convolution == VideoConvolution.Split ? SplitStem(channels) : Stem(channels));
        layer1 = Register("layer1", TwoBlocks(64, 64, KernelOf(convolution), stride: 1));
        layer2 = Register("layer2", TwoBlocks(64, 128, later, stride: 2));
        layer3 = Register("layer3", TwoBlocks(128, 256, later, stride: 2));
        layer4 = Register("layer4", TwoBlocks(256, 512, later, stride: 2));
        avgpool = Register("avgpool", new AdaptiveAvgPool3d(1));
        dropout = Register("dropout", new Dropout(options.Dropout));
        fc = Register("fc", new Linear(512, classes));
        DrawWeights();
    }

    private enum Kernel
    {
        Full,
        Spatial,
        Split,
    }

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyList<Module>> Stages => [[stem], [layer1], [layer2], [layer3], [layer4]];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Check(input);
        using var scope = new TensorScope();
        var x = stem.Forward(input);                 // (N, 64, T, H/2, W/2)
        x = layer1.Forward(x);                       // the same
        x = layer2.Forward(x);                       // (N, 128, T/2, H/4, W/4); mc3_18 keeps T here and below
        x = layer3.Forward(x);                       // (N, 256, T/4, H/8, W/8)
        x = layer4.Forward(x);                       // (N, 512, T/8, H/16, W/16)
        x = avgpool.Forward(x).Flatten(1);           // (N, 512)
        return scope.Return(fc.Forward(dropout.Forward(x)));
    }

    private static ModelEntry Describe(string name, string summary, VideoConvolution convolution) =>
        ModelEntry.Create(
            name,
            summary,
            "https://arxiv.org/abs/1711.11248",
            new ModelInput(Frames: 16, Size: 112),
            "torchvision",
            new VideoResNetOptions(),
            _ => limits,
            (options, classes, channels) => new VideoResNet(convolution, options, classes, channels));

    private static Kernel KernelOf(VideoConvolution convolution) =>
        convolution == VideoConvolution.Split ? Kernel.Split : Kernel.Full;

    private static Sequential Stem(int channels) => new(
        new Conv3d(channels, 64, kernel: (3, 7, 7), stride: (1, 2, 2), padding: (1, 3, 3), bias: false),
        new BatchNorm3d(64),
        new ReLU(inPlace: true));

    private static Sequential SplitStem(int channels) => new(
        new Conv3d(channels, 45, kernel: (1, 7, 7), stride: (1, 2, 2), padding: (0, 3, 3), bias: false),
        new BatchNorm3d(45),
        new ReLU(inPlace: true),
        new Conv3d(45, 64, kernel: (3, 1, 1), padding: (1, 0, 0), bias: false),
        new BatchNorm3d(64),
        new ReLU(inPlace: true));

    private static Sequential TwoBlocks(long inputs, long outputs, Kernel kernel, long stride) =>
        new(new Block(inputs, outputs, kernel, stride), new Block(outputs, outputs, kernel, stride: 1));

    // Drawn anew after the layers drew theirs, as torchvision does, so that one seed gives the same weights.
    private void DrawWeights()
    {
        foreach (var (_, module) in NamedModules())
        {
            if (module is Conv3d convolution)
            {
                Initialize.KaimingNormal(convolution.Weight, Gain.Relu, FanMode.Out);
            }
        }

        Initialize.Normal(fc.Weight, 0, 0.01);
        Initialize.Zeros(fc.Bias!);
    }

    /// <summary>Two convolutions and what they are added to: the input, or a shortcut where the shape changes.</summary>
    private sealed class Block : Layer
    {
        private readonly Sequential conv1;
        private readonly Sequential conv2;
        private readonly Sequential? downsample;

        public Block(long inputs, long outputs, Kernel kernel, long stride)
        {
            // torchvision makes the shortcut before the block: its weights are drawn first.
            var shortcut = stride == 1 && inputs == outputs ? null : new Sequential(
                new Conv3d(inputs, outputs, kernel: 1, stride: (kernel == Kernel.Spatial ? 1 : stride, stride, stride), bias: false),
                new BatchNorm3d(outputs));

            // So many channels between the halves that both together have the parameters of one 3x3x3.
            var between = inputs * outputs * 27 / ((inputs * 9) + (3 * outputs));
            conv1 = Register("conv1", new Sequential(Convolve(inputs, between, outputs, kernel, stride), new BatchNorm3d(outputs), new ReLU(inPlace: true)));
            conv2 = Register("conv2", new Sequential(Convolve(outputs, between, outputs, kernel, stride: 1), new BatchNorm3d(outputs)));
            downsample = shortcut is null ? null : Register("downsample", shortcut);
        }

        public override Tensor Forward(Tensor input)
        {
            using var scope = new TensorScope();
            var x = conv2.Forward(conv1.Forward(input));
            return scope.Return(x.Add_(downsample?.Forward(input) ?? input).Relu_());
        }

        private static Layer Convolve(long inputs, long between, long outputs, Kernel kernel, long stride) => kernel switch
        {
            Kernel.Full => new Conv3d(inputs, outputs, kernel: 3, stride: stride, padding: 1, bias: false),
            Kernel.Spatial => new Conv3d(inputs, outputs, kernel: (1, 3, 3), stride: (1, stride, stride), padding: (0, 1, 1), bias: false),
            _ => new Sequential(
                new Conv3d(inputs, between, kernel: (1, 3, 3), stride: (1, stride, stride), padding: (0, 1, 1), bias: false),
                new BatchNorm3d(between),
                new ReLU(inPlace: true),
                new Conv3d(between, outputs, kernel: (3, 1, 1), stride: (stride, 1, 1), padding: (1, 0, 0), bias: false)),
        };
    }
}

/// <summary>What stands for the 3x3 convolutions of a ResNet for pictures in a <see cref="VideoResNet"/>.</summary>
public enum VideoConvolution
{
    /// <summary>3x3x3: r3d_18.</summary>
    Full,

    /// <summary>3x3x3 in the first layer, 1x3x3 in the others: mc3_18.</summary>
    Mixed,

    /// <summary>1x3x3 and then 3x1x1: r2plus1d_18.</summary>
    Split,
}

/// <summary>What can be chosen about <see cref="VideoResNet"/>.</summary>
public sealed record VideoResNetOptions
{
    [Description("dropout before the last layer, as a fraction; torchvision has none")]
    [Range(0.0, 0.95)]
    public double Dropout { get; init; }
}
