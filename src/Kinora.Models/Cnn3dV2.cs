using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Torch;
using Kinora.Torch.Layers;

namespace Kinora.Models;

/// <summary>
/// The second 3D CNN of a two-stream system for HMDB51
/// (https://github.com/Alesarabandi/3DCNN-ResNet50-TwoStream-Video-Classification). Its description says: "an optimized, smaller
/// architecture with enhanced use of Dropout", better than the first (<see cref="Cnn3dV1"/>) with far fewer parameters. The code
/// is not published, so the layers are ours: four convolutions of 3x3x3 with batch norm, whole channels dropped after each of
/// them, and global pooling in place of the wide dense layers.
/// </summary>
/// <remarks>
/// The system's motion stream is a 3D CNN too, on dense optical flow; the idea of a stream of flow beside one of pictures is
/// Simonyan's and Zisserman's, https://arxiv.org/abs/1406.2199. Here it is this network on clips (N, 2, T, H, W): the shift
/// along x and along y, frame by frame. Their network stacks the frames' shifts as channels of one picture; 3-D kernels need
/// not.
/// </remarks>
public sealed class Cnn3dV2 : VideoModel
{
    /// <summary>16 to 128 channels: 0.3 million parameters.</summary>
    public static ModelEntry Entry { get; } =
        Describe("cnn3d_v2", "second 3D CNN of a two-stream system: small, batch norm, dropout throughout", "https://arxiv.org/abs/1412.0767", channels: 3);

    /// <summary>The same on optical flow: the motion stream.</summary>
    public static ModelEntry FlowEntry { get; } =
        Describe("cnn3d_flow", "motion stream of a two-stream system: cnn3d_v2 on optical flow", "https://arxiv.org/abs/1406.2199", channels: 2);

    // Three poolings, the first of which leaves time alone.
    private static readonly InputLimits limits = new(4, 8);

    private readonly Block[] blocks;
    private readonly AdaptiveAvgPool3d globalPool;
    private readonly Linear fc1;
    private readonly Linear fc2;
    private readonly Dropout dropout;

    /// <param name="options">Width and dropout.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="channels">Channels of the input: 3 for RGB, 2 for optical flow.</param>
    public Cnn3dV2(Cnn3dV2Options options, int classes, int channels = 3)
        : base(classes, channels, limits)
    {
        blocks = new Block[4];
        long inputs = channels;
        for (var i = 0; i < blocks.Length; i++)
        {
            var outputs = (long)options.Width << i;
            blocks[i] = new Block(
                Register($"conv{i + 1}", new Conv3d(inputs, outputs, kernel: 3, padding: 1)),
                Register($"bn{i + 1}", new BatchNorm3d(outputs)),
                i < 3 ? Register($"pool{i + 1}", new MaxPool3d(i == 0 ? (1, 2, 2) : 2)) : null,
                Register($"dropout{i + 1}", new Dropout3d(options.BlockDropout)));
            inputs = outputs;
        }

        globalPool = Register("global_avg_pool", new AdaptiveAvgPool3d(1));
        fc1 = Register("fc1", new Linear(inputs, inputs));
        fc2 = Register("fc2", new Linear(inputs, classes));
        dropout = Register("dropout", new Dropout(options.Dropout));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Check(input);
        using var scope = new TensorScope();
        var x = input;
        foreach (var block in blocks)
        {
            // ReLU after pooling gives the same bits as before it, forward and back, and has less to do.
            x = block.Norm.Forward(block.Convolution.Forward(x));
            x = block.Dropout.Forward((block.Pool?.Forward(x) ?? x).Relu_());     // (N, width, T, H/2, W/2), (N, 2 width, T/2, H/4, W/4), ...
        }

        x = globalPool.Forward(x).Flatten(1);                                     // (N, 8 width)
        x = dropout.Forward(fc1.Forward(dropout.Forward(x)).Relu_());             // (N, 8 width)
        return scope.Return(fc2.Forward(x));                                      // (N, classes)
    }

    private static ModelEntry Describe(string name, string summary, string paper, int channels) =>
        ModelEntry.Create(
            name,
            summary,
            paper,
            new ModelInput(Frames: 16, Size: 112, channels, Classes: 51),
            "PyTorch",
            new Cnn3dV2Options(),
            _ => limits,
            (options, classes, inputs) => new Cnn3dV2(options, classes, inputs));

    private sealed record Block(Conv3d Convolution, BatchNorm3d Norm, MaxPool3d? Pool, Dropout3d Dropout);
}

/// <summary>What can be chosen about <see cref="Cnn3dV2"/>.</summary>
public sealed record Cnn3dV2Options
{
    [Description("channels of the first convolution; the later ones have 2, 4 and 8 times as many")]
    [Range(4, 128)]
    public int Width { get; init; } = 16;

    [Description("channels dropped after each convolution, as a fraction")]
    [Range(0.0, 0.95)]
    public double BlockDropout { get; init; } = 0.1;

    [Description("dropout before each of the two dense layers, as a fraction")]
    [Range(0.0, 0.95)]
    public double Dropout { get; init; } = 0.5;
}
