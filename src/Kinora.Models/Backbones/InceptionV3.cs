using Kinora.Torch;
using Kinora.Torch.Initializers;
using Kinora.Torch.Layers;

namespace Kinora.Models.Backbones;

/// <summary>
/// Inception v3: Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", https://arxiv.org/abs/1512.00567,
/// as torchvision builds it. Input (N, C, H, W) from 75x75, made for 299x299. torchvision's trained weights were made for pixels
/// from -1 to 1 (mean and deviation 0.5); its <c>transform_input</c>, which is not here, turns others into these.
/// </summary>
public sealed class InceptionV3 : ImageNetwork
{
    /// <summary>2048 features.</summary>
    public static BackboneEntry Entry { get; } = new(
        "inception_v3",
        "blocks of parallel branches with kernels of different sizes",
        "https://arxiv.org/abs/1512.00567",
        Size: 299,
        SmallestSize: 75,
        (classes, channels, _) => new InceptionV3(classes, channels));

    // They run layers registered here, under torchvision's names, and free what lies between; they own nothing.
    private readonly Sequential early;
    private readonly Sequential late;

    private readonly InceptionAuxiliary? auxiliary;
    private readonly AdaptiveAvgPool2d avgpool;
    private readonly Dropout dropout;
    private readonly Linear? fc;

    /// <param name="classes">Number of classes; 0 leaves out the last layer and the auxiliary head.</param>
    /// <param name="channels">Channels of the pictures.</param>
    public InceptionV3(int classes, int channels = 3)
    {
        Classes = classes;
        Layer[] stem =
        [
            Register("Conv2d_1a_3x3", new InceptionConv(channels, 32, 3, stride: 2)),   // (N, 32, 149, 149)
            Register("Conv2d_2a_3x3", new InceptionConv(32, 32, 3)),                    // (N, 32, 147, 147)
            Register("Conv2d_2b_3x3", new InceptionConv(32, 64, 3, padding: 1)),        // (N, 64, 147, 147)
            Register("maxpool1", new MaxPool2d(3, stride: 2)),                          // (N, 64, 73, 73)
        ];
        Layer[] narrow =
        [
            Register("Conv2d_3b_1x1", new InceptionConv(64, 80, 1)),                    // (N, 80, 73, 73)
            Register("Conv2d_4a_3x3", new InceptionConv(80, 192, 3)),                   // (N, 192, 71, 71)
            Register("maxpool2", new MaxPool2d(3, stride: 2)),                          // (N, 192, 35, 35)
        ];
        Layer[] mixed5 =
        [
            Register("Mixed_5b", new InceptionA(192, poolFeatures: 32)),                // (N, 256, 35, 35)
            Register("Mixed_5c", new InceptionA(256, poolFeatures: 64)),                // (N, 288, 35, 35)
            Register("Mixed_5d", new InceptionA(288, poolFeatures: 64)),                // (N, 288, 35, 35)
        ];
        Layer[] mixed6 =
        [
            Register("Mixed_6a", new InceptionB(288)),                                  // (N, 768, 17, 17)
            Register("Mixed_6b", new InceptionC(768, width: 128)),
            Register("Mixed_6c", new InceptionC(768, width: 160)),
            Register("Mixed_6d", new InceptionC(768, width: 160)),
            Register("Mixed_6e", new InceptionC(768, width: 192)),
        ];
        auxiliary = classes > 0 ? Register("AuxLogits", new InceptionAuxiliary(768, classes)) : null;
        Layer[] mixed7 =
        [
            Register("Mixed_7a", new InceptionD(768)),                                  // (N, 1280, 8, 8)
            Register("Mixed_7b", new InceptionE(1280)),                                 // (N, 2048, 8, 8)
            Register("Mixed_7c", new InceptionE(2048)),                                 // (N, 2048, 8, 8)
        ];
        avgpool = Register("avgpool", new AdaptiveAvgPool2d(1));
        dropout = Register("dropout", new Dropout(0.5));
        fc = classes > 0 ? Register("fc", new Linear(FeatureCount, classes)) : null;

        early = new Sequential([.. stem, .. narrow, .. mixed5, .. mixed6]);
        late = new Sequential(mixed7);
        Stages = [stem, narrow, mixed5, mixed6, mixed7];
        Draw();
    }

    /// <inheritdoc/>
    public override int Classes { get; }

    /// <inheritdoc/>
    public override int FeatureCount => 2048;

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyList<Module>> Stages { get; }

    /// <summary>
    /// Logits (N, classes) of pictures (N, C, H, W); the features where there is no last layer. The auxiliary head does not run,
    /// and learns nothing: see <see cref="ForwardWithAuxiliary"/>.
    /// </summary>
    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        return scope.Return(Head(late.Forward(early.Forward(input))));
    }

    /// <summary>
    /// Logits of both heads, as training wants them: PyTorch's tutorial adds 0.4 times the auxiliary loss. In training mode the
    /// pictures must have at least 299x299 pixels, and be two or more.
    /// </summary>
    /// <param name="pictures">(N, C, H, W).</param>
    /// <returns>Logits (N, classes) as <see cref="Forward"/> gives them, and those of the auxiliary head; null in evaluation mode and without classes.</returns>
    public (Tensor Logits, Tensor? Auxiliary) ForwardWithAuxiliary(Tensor pictures)
    {
        using var scope = new TensorScope();
        var x = early.Forward(pictures);                           // (N, 768, 17, 17)
        var side = Training ? auxiliary?.Forward(x) : null;        // (N, classes)
        var logits = Head(late.Forward(x));                        // (N, classes)
        return (scope.Return(logits), side is null ? null : scope.Return(side));
    }

    /// <inheritdoc/>
    public override Tensor Features(Tensor pictures)
    {
        using var scope = new TensorScope();
        var x = late.Forward(early.Forward(pictures));             // (N, 2048, 8, 8)
        return scope.Return(avgpool.Forward(x).Flatten(1));        // (N, 2048)
    }

    private Tensor Head(Tensor map)                                // (N, 2048, 8, 8)
    {
        using var scope = new TensorScope();
        var x = avgpool.Forward(map);                              // (N, 2048, 1, 1)
        if (fc is null)
        {
            return scope.Return(x.Flatten(1));                     // (N, 2048)
        }

        return scope.Return(fc.Forward(dropout.Forward(x).Flatten(1)));  // (N, classes)
    }

    private void Draw()
    {
        foreach (var (_, module) in NamedModules())
        {
            if (module is Conv2d convolution)
            {
                Initialize.TruncatedNormal(convolution.Weight, deviation: 0.1);
            }
            else if (module is Linear linear)
            {
                Initialize.TruncatedNormal(linear.Weight, deviation: linear == auxiliary?.LastLayer ? 0.001 : 0.1);
            }
        }
    }
}
