using Kinora.Torch;
using Kinora.Torch.Initializers;
using Kinora.Torch.Layers;

namespace Kinora.Models.Backbones;

/// <summary>
/// VGG-16 without batch norm: thirteen 3x3 convolutions in five blocks, each ended by a max pool, and three fully connected
/// layers: Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition",
/// https://arxiv.org/abs/1409.1556. With classes it is torchvision's network; without, only its convolutions are there, as
/// in Keras with <c>include_top=False, pooling="avg"</c>. Input (N, C, H, W) from 32x32, made for 224x224.
/// </summary>
public sealed class Vgg16 : ImageNetwork
{
    /// <summary>512 features.</summary>
    public static BackboneEntry Entry { get; } = new(
        "vgg16",
        "13 plain 3x3 convolutions; with classes three wide fully connected layers",
        "https://arxiv.org/abs/1409.1556",
        Size: 224,
        SmallestSize: 32,
        (classes, channels, _) => new Vgg16(classes, channels));

    // Convolutions and channels of each block.
    private static readonly (int Convolutions, int Channels)[] blocks = [(2, 64), (2, 128), (3, 256), (3, 512), (3, 512)];

    private readonly Sequential features;
    private readonly AdaptiveAvgPool2d? avgpool;
    private readonly Sequential? classifier;

    /// <param name="classes">Number of classes; 0 leaves out all that follows the convolutions.</param>
    /// <param name="channels">Channels of the pictures.</param>
    public Vgg16(int classes, int channels = 3)
    {
        Classes = classes;
        var stages = new List<Module[]>();
        var inputs = channels;
        foreach (var (convolutions, outputs) in blocks)
        {
            var block = new List<Layer>();
            for (var i = 0; i < convolutions; i++)
            {
                block.Add(new Conv2d(inputs, outputs, kernel: 3, padding: 1));
                block.Add(new ReLU(inPlace: true));
                inputs = outputs;
            }

            block.Add(new MaxPool2d(2));
            stages.Add([.. block]);
        }

        Stages = stages;
        features = Register("features", new Sequential(stages.SelectMany(stage => stage).Cast<Layer>()));
        if (classes > 0)
        {
            avgpool = Register("avgpool", new AdaptiveAvgPool2d(7));
            classifier = Register("classifier", new Sequential(
                new Linear(512 * 7 * 7, 4096),
                new ReLU(inPlace: true),
                new Dropout(0.5),
                new Linear(4096, 4096),
                new ReLU(inPlace: true),
                new Dropout(0.5),
                new Linear(4096, classes)));
        }

        Draw();
    }

    /// <inheritdoc/>
    public override int Classes { get; }

    /// <inheritdoc/>
    public override int FeatureCount => 512;

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyList<Module>> Stages { get; }

    /// <summary>Logits (N, classes) of pictures (N, C, H, W); the features where there are no classes.</summary>
    public override Tensor Forward(Tensor input)
    {
        if (avgpool is null || classifier is null)
        {
            return Features(input);
        }

        using var scope = new TensorScope();
        var x = features.Forward(input);                           // (N, 512, H/32, W/32)
        x = avgpool.Forward(x).Flatten(1);                         // (N, 512 * 7 * 7)
        return scope.Return(classifier.Forward(x));                // (N, classes)
    }

    /// <inheritdoc/>
    public override Tensor Features(Tensor pictures)
    {
        using var scope = new TensorScope();
        var x = features.Forward(pictures);                        // (N, 512, H/32, W/32)
        return scope.Return(x.AdaptiveAvgPool2d([1, 1]).Flatten(1));  // (N, 512)
    }

    private void Draw()
    {
        foreach (var (_, module) in NamedModules())
        {
            if (module is Conv2d { Bias: { } bias } convolution)
            {
                Initialize.KaimingNormal(convolution.Weight, Gain.Relu, FanMode.Out);
                Initialize.Zeros(bias);
            }
            else if (module is Linear linear)
            {
                Initialize.Normal(linear.Weight, 0, 0.01);
                Initialize.Zeros(linear.Bias!);
            }
        }
    }
}
