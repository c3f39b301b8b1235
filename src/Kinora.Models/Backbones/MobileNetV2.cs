using Kinora.Torch;
using Kinora.Torch.Initializers;
using Kinora.Torch.Layers;

namespace Kinora.Models.Backbones;

/// <summary>
/// MobileNetV2 of width 1.0: depthwise convolutions between narrow ends, with ways around them: Sandler et al.,
/// "MobileNetV2: Inverted Residuals and Linear Bottlenecks", https://arxiv.org/abs/1801.04381. Input (N, C, H, W) of any
/// size, made for 224x224.
/// </summary>
public sealed class MobileNetV2 : ImageNetwork
{
    /// <summary>1280 features.</summary>
    public static BackboneEntry Entry { get; } = new(
        "mobilenet_v2",
        "3.5 million parameters: depthwise convolutions, for small machines",
        "https://arxiv.org/abs/1801.04381",
        Size: 224,
        SmallestSize: 1,
        (classes, channels, options) => new MobileNetV2(classes, channels, options.SamePadding))
    {
        TakesSamePadding = true,
    };

    // Table 2 of the paper: by how much the inside of a block is wider, channels, blocks, stride of the first.
    private static readonly (int Expansion, int Channels, int Blocks, int Stride)[] settings =
    [
        (1, 16, 1, 1),
        (6, 24, 2, 2),
        (6, 32, 3, 2),
        (6, 64, 4, 2),
        (6, 96, 3, 1),
        (6, 160, 3, 2),
        (6, 320, 1, 1),
    ];

    private readonly Sequential features;
    private readonly Sequential? classifier;

    /// <param name="classes">Number of classes; 0 leaves the last layer out.</param>
    /// <param name="channels">Channels of the pictures.</param>
    /// <param name="samePadding">Pads convolutions of stride 2 as TensorFlow's "SAME" does; see <see cref="BackboneOptions.SamePadding"/>.</param>
    public MobileNetV2(int classes, int channels = 3, bool samePadding = false)
    {
        Classes = classes;
        var stages = new List<Layer[]> { new Layer[] { Convolve(channels, 32, kernel: 3, stride: 2, groups: 1, samePadding) } };
        var inputs = 32;
        foreach (var (expansion, outputs, blocks, stride) in settings)
        {
            var group = new Layer[blocks];
            for (var i = 0; i < blocks; i++)
            {
                group[i] = new InvertedResidual(inputs, outputs, i == 0 ? stride : 1, expansion, samePadding);
                inputs = outputs;
            }

            stages.Add(group);
        }

        stages.Add([Convolve(inputs, FeatureCount, kernel: 1, stride: 1, groups: 1, samePadding)]);
        Stages = stages;
        features = Register("features", new Sequential(stages.SelectMany(stage => stage)));
        classifier = classes > 0 ? Register("classifier", new Sequential(new Dropout(0.2), new Linear(FeatureCount, classes))) : null;

        foreach (var (_, module) in NamedModules())
        {
            if (module is Conv2d convolution)
            {
                Initialize.KaimingNormal(convolution.Weight, Gain.Relu, FanMode.Out);
            }
            else if (module is Linear linear)
            {
                Initialize.Normal(linear.Weight, 0, 0.01);
                Initialize.Zeros(linear.Bias!);
            }
        }
    }

    /// <inheritdoc/>
    public override int Classes { get; }

    /// <inheritdoc/>
    public override int FeatureCount => 1280;

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyList<Module>> Stages { get; }

    /// <summary>Logits (N, classes) of pictures (N, C, H, W); the features where there is no last layer.</summary>
    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        var x = Features(input);                                   // (N, 1280)
        return scope.Return(classifier is null ? x : classifier.Forward(x));  // (N, classes)
    }

    /// <inheritdoc/>
    public override Tensor Features(Tensor pictures)
    {
        using var scope = new TensorScope();
        var x = features.Forward(pictures);                        // (N, 1280, H/32, W/32)
        return scope.Return(x.AdaptiveAvgPool2d([1, 1]).Flatten(1));  // (N, 1280)
    }

    // Convolution, batch norm, ReLU6, named "0", "1", "2". The padding that comes before has no weights and takes no number.
    private static Sequential Convolve(int inputs, int outputs, int kernel, int stride, int groups, bool samePadding)
    {
        var padsBefore = samePadding && stride == 2;
        var convolution = new Conv2d(inputs, outputs, kernel, stride, padsBefore ? 0 : kernel / 2, groups: groups, bias: false);
        (string, Layer)[] layers = [("0", convolution), ("1", new BatchNorm2d(outputs)), ("2", new ReLU6(inPlace: true))];
        return new Sequential(padsBefore ? [("pad", new SamePad()), .. layers] : layers);
    }

    // (N, C, H, W) -> (N, C, H', W') with as many zeros around as TensorFlow's "SAME" puts there for a 3x3 kernel of stride 2.
    private sealed class SamePad : Layer
    {
        public override Tensor Forward(Tensor input)
        {
            // At even sizes the last window would want one pixel more than there is: one zero at the end, none at the start.
            var top = input.Shape[2] % 2;
            var left = input.Shape[3] % 2;
            return input.ConstantPadNd([left, 1, top, 1]);
        }
    }

    // (N, inputs, H, W) -> (N, outputs, H/stride, W/stride)
    private sealed class InvertedResidual : Layer
    {
        private readonly Sequential conv;
        private readonly bool addsInput;

        public InvertedResidual(int inputs, int outputs, int stride, int expansion, bool samePadding)
        {
            var width = inputs * expansion;
            var layers = new List<Layer>();
            if (expansion != 1)
            {
                layers.Add(Convolve(inputs, width, kernel: 1, stride: 1, groups: 1, samePadding));
            }

            layers.Add(Convolve(width, width, kernel: 3, stride, groups: width, samePadding));
            layers.Add(new Conv2d(width, outputs, kernel: 1, bias: false));
            layers.Add(new BatchNorm2d(outputs));
            conv = Register("conv", new Sequential(layers));
            addsInput = stride == 1 && inputs == outputs;
        }

        public override Tensor Forward(Tensor input)
        {
            using var scope = new TensorScope();
            var x = conv.Forward(input);
            return scope.Return(addsInput ? input + x : x);
        }
    }
}
