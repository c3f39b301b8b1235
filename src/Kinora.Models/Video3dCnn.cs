using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Torch;
using Kinora.Torch.Layers;

namespace Kinora.Models;

/// <summary>
/// A plain 3D CNN: five blocks of convolution, batch norm, ReLU and max pooling, then two fully connected layers.
/// Space and time are treated alike by 3x3x3 kernels, after Tran et al., "Learning Spatiotemporal Features with 3D
/// Convolutional Networks", https://arxiv.org/abs/1412.0767; batch norm and global pooling are later habits.
/// </summary>
public sealed class Video3dCnn : VideoModel
{
    /// <summary>The full network: 64-128-256-512-512 channels, clips from 16 frames of 32x32.</summary>
    public static ModelEntry Entry { get; } = Describe("video3dcnn", "3D CNN of five blocks, 64 to 512 channels", new());

    /// <summary>
    /// A quarter of the width, for two cores: 16-32-64-128-128 channels, clips from 8 frames of 32x32. Its few channels want
    /// less dropout.
    /// </summary>
    public static ModelEntry SmallEntry { get; } =
        Describe("video3dcnn_s", "3D CNN of five blocks, 16 to 128 channels: trains on two cores", new() { Width = 16, TemporalPools = 3, Dropout = 0.2 });

    // Channels of each block, in units of the width.
    private static readonly int[] growth = [1, 2, 4, 8, 8];

    private readonly Block[] blocks;
    private readonly AdaptiveAvgPool3d globalPool;
    private readonly Dropout dropout;
    private readonly Linear fc1;
    private readonly Linear fc2;

    /// <param name="options">Width, depth and dropout.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="channels">Channels of the input: 3 for RGB, 1 for gray.</param>
    public Video3dCnn(Video3dCnnOptions options, int classes, int channels = 3)
        : base(classes, channels, LimitsOf(options))
    {
        blocks = new Block[options.Depth];
        var inputs = channels;
        for (var i = 0; i < options.Depth; i++)
        {
            var outputs = options.Width * growth[i];
            var poolsTime = i >= 1 && i <= options.TemporalPools;
            blocks[i] = new Block(
                Register($"conv{i + 1}", new Conv3d(inputs, outputs, kernel: 3, padding: 1)),
                Register($"bn{i + 1}", new BatchNorm3d(outputs)),
                Register($"pool{i + 1}", new MaxPool3d(poolsTime ? (2, 2, 2) : (1, 2, 2))));
            inputs = outputs;
        }

        globalPool = Register("global_avg_pool", new AdaptiveAvgPool3d(1));
        dropout = Register("dropout", new Dropout(options.Dropout));
        fc1 = Register("fc1", new Linear(inputs, Math.Max(inputs / 2, 1)));
        fc2 = Register("fc2", new Linear(Math.Max(inputs / 2, 1), classes));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Check(input);
        var x = input;                                             // (N, 3, T, H, W)
        foreach (var block in blocks)
        {
            // ReLU after pooling gives the same bits as before it, forward and back, and has a quarter or an eighth to do.
            x = block.Norm.Forward(block.Convolution.Forward(x));
            x = block.Pool.Forward(x).Relu_();                     // (N, width, T, H/2, W/2), then (N, 2 width, T/2, H/4, W/4), ...
        }

        x = globalPool.Forward(x).Flatten(1);                     // (N, 8 width)
        x = dropout.Forward(fc1.Forward(x).Relu());              // (N, 4 width)
        return fc2.Forward(x);                                    // (N, classes)
    }

    private static ModelEntry Describe(string name, string summary, Video3dCnnOptions defaults) =>
        ModelEntry.Create(
            name,
            summary,
            "https://arxiv.org/abs/1412.0767",
            new ModelInput(Frames: 16, Size: 112),
            "PyTorch",
            defaults,
            LimitsOf,
            (options, classes, channels) => new Video3dCnn(options, classes, channels));

    // Every block halves the picture, the pooling ones also time; what is left must be at least one.
    private static InputLimits LimitsOf(Video3dCnnOptions options) =>
        new(1 << Math.Min(options.TemporalPools, options.Depth - 1), 1 << options.Depth);

    private sealed record Block(Conv3d Convolution, BatchNorm3d Norm, MaxPool3d Pool);
}

/// <summary>What can be chosen about <see cref="Video3dCnn"/>.</summary>
public sealed record Video3dCnnOptions
{
    [Description("channels of the first block; later blocks have 2, 4, 8 and 8 times as many")]
    [Range(4, 256)]
    public int Width { get; init; } = 64;

    [Description("number of convolution blocks; each halves height and width")]
    [Range(2, 5)]
    public int Depth { get; init; } = 5;

    [Description("blocks after the first that also halve the number of frames")]
    [Range(0, 4)]
    public int TemporalPools { get; init; } = 4;

    [Description("dropout before the last layer, as a fraction")]
    [Range(0.0, 0.95)]
    public double Dropout { get; init; } = 0.5;
}
