using Kinora.Torch;
using Kinora.Torch.Initializers;
using Kinora.Torch.Layers;

namespace Kinora.Models.Backbones;

/// <summary>
/// SqueezeNet 1.0, small by squeezing channels before every 3x3 convolution: Iandola et al., "SqueezeNet: AlexNet-level
/// accuracy with 50x fewer parameters and &lt;0.5MB model size", https://arxiv.org/abs/1602.07360. Input (N, C, H, W) from
/// 21x21, made for 224x224.
/// </summary>
public sealed class SqueezeNet : ImageNetwork
{
    /// <summary>512 features.</summary>
    public static BackboneEntry Entry { get; } = new(
        "squeezenet1_0",
        "1.2 million parameters: 1x1 convolutions squeeze before 3x3 ones expand",
        "https://arxiv.org/abs/1602.07360",
        Size: 224,
        SmallestSize: 21,
        (classes, channels, _) => new SqueezeNet(classes, channels));

    private readonly Sequential features;
    private readonly Sequential? classifier;

    /// <param name="classes">Number of classes; 0 leaves the last convolution out.</param>
    /// <param name="channels">Channels of the pictures.</param>
    public SqueezeNet(int classes, int channels = 3)
    {
        Classes = classes;
        Layer[][] stages =
        [
            [new Conv2d(channels, 96, kernel: 7, stride: 2), new ReLU(inPlace: true), Pool()],                   // (N, 96, H/4, W/4)
            [new Fire(96, 16, 64), new Fire(128, 16, 64), new Fire(128, 32, 128), Pool()],                       // (N, 256, H/8, W/8)
            [new Fire(256, 32, 128), new Fire(256, 48, 192), new Fire(384, 48, 192), new Fire(384, 64, 256), Pool()],  // (N, 512, H/16, W/16)
            [new Fire(512, 64, 256)],
        ];
        Stages = stages;
        features = Register("features", new Sequential(stages.SelectMany(stage => stage)));
        var last = classes > 0 ? new Conv2d(512, classes, kernel: 1) : null;
        if (last is not null)
        {
            classifier = Register("classifier", new Sequential(new Dropout(0.5), last, new ReLU(inPlace: true), new AdaptiveAvgPool2d(1)));
        }

        foreach (var (_, module) in NamedModules())
        {
            if (module is Conv2d { Bias: { } bias } convolution)
            {
                if (convolution == last)
                {
                    Initialize.Normal(convolution.Weight, 0, 0.01);
                }
                else
                {
                    Initialize.KaimingUniform(convolution.Weight);
                }

                Initialize.Zeros(bias);
            }
        }
    }

    /// <inheritdoc/>
    public override int Classes { get; }

    /// <inheritdoc/>
    public override int FeatureCount => 512;

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyList<Module>> Stages { get; }

    /// <summary>Logits (N, classes) of pictures (N, C, H, W), none below 0 since a ReLU ends the network; the features where there are no classes.</summary>
    public override Tensor Forward(Tensor input)
    {
        if (classifier is null)
        {
            return Features(input);
        }

        using var scope = new TensorScope();
        var x = features.Forward(input);                           // (N, 512, H/16, W/16)
        return scope.Return(classifier.Forward(x).Flatten(1));     // (N, classes)
    }

    /// <inheritdoc/>
    public override Tensor Features(Tensor pictures)
    {
        using var scope = new TensorScope();
        var x = features.Forward(pictures);                        // (N, 512, H/16, W/16)
        return scope.Return(x.AdaptiveAvgPool2d([1, 1]).Flatten(1));  // (N, 512)
    }

    private static MaxPool2d Pool() => new(3, stride: 2, ceil: true);

    // (N, inputs, H, W) -> (N, squeezed, H, W) -> (N, 2 expanded, H, W)
    private sealed class Fire : Layer
    {
        private readonly Conv2d squeeze;
        private readonly Conv2d expand1x1;
        private readonly Conv2d expand3x3;

        public Fire(int inputs, int squeezed, int expanded)
        {
            squeeze = Register("squeeze", new Conv2d(inputs, squeezed, kernel: 1));
            expand1x1 = Register("expand1x1", new Conv2d(squeezed, expanded, kernel: 1));
            expand3x3 = Register("expand3x3", new Conv2d(squeezed, expanded, kernel: 3, padding: 1));
        }

        public override Tensor Forward(Tensor input)
        {
            using var scope = new TensorScope();
            var x = squeeze.Forward(input).Relu_();
            return scope.Return(Ops.Cat([expand1x1.Forward(x).Relu_(), expand3x3.Forward(x).Relu_()], 1));
        }
    }
}
