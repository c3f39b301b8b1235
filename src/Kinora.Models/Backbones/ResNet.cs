using Kinora.Torch;
using Kinora.Torch.Initializers;
using Kinora.Torch.Layers;

namespace Kinora.Models.Backbones;

/// <summary>
/// Residual networks of 18, 34 and 50 layers: He et al., "Deep Residual Learning for Image Recognition",
/// https://arxiv.org/abs/1512.03385, as torchvision builds them: in the network of 50 layers the 3x3 convolution of a block
/// takes the stride, not the 1x1 before it. Input (N, C, H, W) of any size, made for 224x224.
/// </summary>
public sealed class ResNet : ImageNetwork
{
    /// <summary>18 layers, 512 features.</summary>
    public static BackboneEntry Entry18 { get; } = Describe(18, "residual network of 18 layers");

    /// <summary>34 layers, 512 features.</summary>
    public static BackboneEntry Entry34 { get; } = Describe(34, "residual network of 34 layers");

    /// <summary>50 layers, 2048 features.</summary>
    public static BackboneEntry Entry50 { get; } = Describe(50, "residual network of 50 layers, blocks with a bottleneck");

    // A block with a bottleneck gives four times the channels it works with.
    private const int Expansion = 4;

    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly MaxPool2d maxpool;
    private readonly Sequential[] layers = new Sequential[4];
    private readonly AdaptiveAvgPool2d avgpool;
    private readonly Linear? fc;

    /// <param name="depth">18, 34 or 50.</param>
    /// <param name="classes">Number of classes; 0 leaves the last layer out.</param>
    /// <param name="channels">Channels of the pictures.</param>
    /// <exception cref="ArgumentOutOfRangeException">The depth is none of these.</exception>
    public ResNet(int depth, int classes, int channels = 3)
    {
        Classes = classes;
        int[] blocks = depth switch
        {
            18 => [2, 2, 2, 2],
            34 or 50 => [3, 4, 6, 3],
            _ => throw new ArgumentOutOfRangeException(nameof(depth), depth, "a residual network has 18, 34 or 50 layers"),
        };
        var bottleneck = depth == 50;

        conv1 = Register("conv1", new Conv2d(channels, 64, kernel: 7, stride: 2, padding: 3, bias: false));
        bn1 = Register("bn1", new BatchNorm2d(64));
        maxpool = Register("maxpool", new MaxPool2d(3, stride: 2, padding: 1));
        var inputs = 64;
        for (var i = 0; i < layers.Length; i++)
        {
            var width = 64 << i;
            var outputs = bottleneck ? width * Expansion : width;
            layers[i] = Register($"layer{i + 1}", Group(bottleneck, blocks[i], inputs, width, outputs, stride: i == 0 ? 1 : 2));
            inputs = outputs;
        }

        FeatureCount = inputs;
        avgpool = Register("avgpool", new AdaptiveAvgPool2d(1));
        fc = classes > 0 ? Register("fc", new Linear(inputs, classes)) : null;
        Stages = [[conv1, bn1], .. layers.Select(layer => new Module[] { layer })];

        foreach (var (_, module) in NamedModules())
        {
            if (module is Conv2d convolution)
            {
                Initialize.KaimingNormal(convolution.Weight, Gain.Relu, FanMode.Out);
            }
        }
    }

    /// <inheritdoc/>
    public override int Classes { get; }

    /// <inheritdoc/>
    public override int FeatureCount { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyList<Module>> Stages { get; }

    /// <summary>Logits (N, classes) of pictures (N, C, H, W); the features where there is no last layer.</summary>
    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        var x = Features(input);                                   // (N, F)
        return scope.Return(fc is null ? x : fc.Forward(x));       // (N, classes)
    }

    /// <inheritdoc/>
    public override Tensor Features(Tensor pictures)
    {
        using var scope = new TensorScope();
        var x = bn1.Forward(conv1.Forward(pictures)).Relu_();      // (N, 64, H/2, W/2)
        x = maxpool.Forward(x);                                    // (N, 64, H/4, W/4)
        foreach (var layer in layers)
        {
            // At depth 18 and 34; four times the channels at 50.
            x = layer.Forward(x);                                  // (N, 64, H/4, W/4), then (N, 128, H/8, W/8), (N, 256, H/16, W/16), (N, 512, H/32, W/32)
        }

        return scope.Return(avgpool.Forward(x).Flatten(1));        // (N, F)
    }

    private static BackboneEntry Describe(int depth, string summary) =>
        new($"resnet{depth}", summary, "https://arxiv.org/abs/1512.03385", Size: 224, SmallestSize: 1, (classes, channels, _) => new ResNet(depth, classes, channels));

    private static Sequential Group(bool bottleneck, int blocks, int inputs, int width, int outputs, int stride) =>
        new(Enumerable.Range(0, blocks).Select(i => Block(bottleneck, i == 0 ? inputs : outputs, width, outputs, i == 0 ? stride : 1)));

    private static Layer Block(bool bottleneck, int inputs, int width, int outputs, int stride)
    {
        // Where size or channels change, the way around the block is a convolution. Its weights are drawn before the block's.
        var shortcut = stride != 1 || inputs != outputs
            ? new Sequential(new Conv2d(inputs, outputs, kernel: 1, stride, bias: false), new BatchNorm2d(outputs))
            : null;
        return bottleneck ? new Bottleneck(inputs, width, outputs, stride, shortcut) : new BasicBlock(inputs, width, stride, shortcut);
    }

    // (N, inputs, H, W) -> (N, width, H/stride, W/stride)
    private sealed class BasicBlock : Layer
    {
        private readonly Conv2d conv1;
        private readonly BatchNorm2d bn1;
        private readonly Conv2d conv2;
        private readonly BatchNorm2d bn2;
        private readonly Sequential? downsample;

        public BasicBlock(int inputs, int width, int stride, Sequential? shortcut)
        {
            conv1 = Register("conv1", new Conv2d(inputs, width, kernel: 3, stride, padding: 1, bias: false));
            bn1 = Register("bn1", new BatchNorm2d(width));
            conv2 = Register("conv2", new Conv2d(width, width, kernel: 3, padding: 1, bias: false));
            bn2 = Register("bn2", new BatchNorm2d(width));
            downsample = shortcut is null ? null : Register("downsample", shortcut);
        }

        public override Tensor Forward(Tensor input)
        {
            using var scope = new TensorScope();
            var x = bn1.Forward(conv1.Forward(input)).Relu_();
            x = bn2.Forward(conv2.Forward(x));
            return scope.Return(x.Add_(downsample?.Forward(input) ?? input).Relu_());
        }
    }

    // (N, inputs, H, W) -> (N, outputs, H/stride, W/stride)
    private sealed class Bottleneck : Layer
    {
        private readonly Conv2d conv1;
        private readonly BatchNorm2d bn1;
        private readonly Conv2d conv2;
        private readonly BatchNorm2d bn2;
        private readonly Conv2d conv3;
        private readonly BatchNorm2d bn3;
        private readonly Sequential? downsample;

        public Bottleneck(int inputs, int width, int outputs, int stride, Sequential? shortcut)
        {
            conv1 = Register("conv1", new Conv2d(inputs, width, kernel: 1, bias: false));
            bn1 = Register("bn1", new BatchNorm2d(width));
            conv2 = Register("conv2", new Conv2d(width, width, kernel: 3, stride, padding: 1, bias: false));
            bn2 = Register("bn2", new BatchNorm2d(width));
            conv3 = Register("conv3", new Conv2d(width, outputs, kernel: 1, bias: false));
            bn3 = Register("bn3", new BatchNorm2d(outputs));
            downsample = shortcut is null ? null : Register("downsample", shortcut);
        }

        public override Tensor Forward(Tensor input)
        {
            using var scope = new TensorScope();
            var x = bn1.Forward(conv1.Forward(input)).Relu_();
            x = bn2.Forward(conv2.Forward(x)).Relu_();
            x = bn3.Forward(conv3.Forward(x));
            return scope.Return(x.Add_(downsample?.Forward(input) ?? input).Relu_());
        }
    }
}
