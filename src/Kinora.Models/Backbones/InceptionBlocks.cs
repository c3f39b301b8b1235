using Kinora.Torch;
using Kinora.Torch.Layers;

namespace Kinora.Models.Backbones;

/// <summary>Convolution without bias, batch norm and ReLU, the brick of <see cref="InceptionV3"/>.</summary>
internal sealed class InceptionConv : Layer
{
    private readonly Conv2d conv;
    private readonly BatchNorm2d bn;

    public InceptionConv(int inputs, int outputs, Extent2 kernel, Extent2? stride = null, Extent2 padding = default)
    {
        conv = Register("conv", new Conv2d(inputs, outputs, kernel, stride, padding, bias: false));
        bn = Register("bn", new BatchNorm2d(outputs, epsilon: 0.001));
    }

    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        return scope.Return(bn.Forward(conv.Forward(input)).Relu_());
    }
}

/// <summary>Branches that all see the input; their channels stand behind one another in the output. A branch is a chain of layers.</summary>
internal abstract class InceptionBlock : Layer
{
    protected abstract Layer[][] Branches { get; }

    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        var outputs = Branches.Select(branch => branch.Aggregate(input, (x, layer) => layer.Forward(x))).ToArray();
        return scope.Return(Ops.Cat(outputs, 1));
    }

    protected InceptionConv Convolve(string name, int inputs, int outputs, Extent2 kernel, Extent2? stride = null, Extent2 padding = default) =>
        Register(name, new InceptionConv(inputs, outputs, kernel, stride, padding));

    protected static AvgPool2d Average() => new(3, stride: 1, padding: 1);

    protected static MaxPool2d Halve() => new(3, stride: 2);
}

/// <summary>(N, inputs, H, W) becomes (N, 224 + poolFeatures, H, W): 1x1, 5x5 and two 3x3 convolutions side by side.</summary>
internal sealed class InceptionA : InceptionBlock
{
    public InceptionA(int inputs, int poolFeatures) => Branches =
    [
        [Convolve("branch1x1", inputs, 64, 1)],
        [Convolve("branch5x5_1", inputs, 48, 1), Convolve("branch5x5_2", 48, 64, 5, padding: 2)],
        [
            Convolve("branch3x3dbl_1", inputs, 64, 1),
            Convolve("branch3x3dbl_2", 64, 96, 3, padding: 1),
            Convolve("branch3x3dbl_3", 96, 96, 3, padding: 1),
        ],
        [Average(), Convolve("branch_pool", inputs, poolFeatures, 1)],
    ];

    protected override Layer[][] Branches { get; }
}

/// <summary>(N, inputs, H, W) becomes (N, 480 + inputs, H/2, W/2).</summary>
internal sealed class InceptionB : InceptionBlock
{
    public InceptionB(int inputs) => Branches =
    [
        [Convolve("branch3x3", inputs, 384, 3, stride: 2)],
        [
            Convolve("branch3x3dbl_1", inputs, 64, 1),
            Convolve("branch3x3dbl_2", 64, 96, 3, padding: 1),
            Convolve("branch3x3dbl_3", 96, 96, 3, stride: 2),
        ],
        [Halve()],
    ];

    protected override Layer[][] Branches { get; }
}

/// <summary>(N, inputs, H, W) becomes (N, 768, H, W): 7x7 kernels as rows and columns, of the given width inside.</summary>
internal sealed class InceptionC : InceptionBlock
{
    public InceptionC(int inputs, int width) => Branches =
    [
        [Convolve("branch1x1", inputs, 192, 1)],
        [
            Convolve("branch7x7_1", inputs, width, 1),
            Convolve("branch7x7_2", width, width, (1, 7), padding: (0, 3)),
            Convolve("branch7x7_3", width, 192, (7, 1), padding: (3, 0)),
        ],
        [
            Convolve("branch7x7dbl_1", inputs, width, 1),
            Convolve("branch7x7dbl_2", width, width, (7, 1), padding: (3, 0)),
            Convolve("branch7x7dbl_3", width, width, (1, 7), padding: (0, 3)),
            Convolve("branch7x7dbl_4", width, width, (7, 1), padding: (3, 0)),
            Convolve("branch7x7dbl_5", width, 192, (1, 7), padding: (0, 3)),
        ],
        [Average(), Convolve("branch_pool", inputs, 192, 1)],
    ];

    protected override Layer[][] Branches { get; }
}

/// <summary>(N, inputs, H, W) becomes (N, 512 + inputs, H/2, W/2).</summary>
internal sealed class InceptionD : InceptionBlock
{
    public InceptionD(int inputs) => Branches =
    [
        [Convolve("branch3x3_1", inputs, 192, 1), Convolve("branch3x3_2", 192, 320, 3, stride: 2)],
        [
            Convolve("branch7x7x3_1", inputs, 192, 1),
            Convolve("branch7x7x3_2", 192, 192, (1, 7), padding: (0, 3)),
            Convolve("branch7x7x3_3", 192, 192, (7, 1), padding: (3, 0)),
            Convolve("branch7x7x3_4", 192, 192, 3, stride: 2),
        ],
        [Halve()],
    ];

    protected override Layer[][] Branches { get; }
}

/// <summary>(N, inputs, H, W) becomes (N, 2048, H, W): two of the branches end in a fork of a row and a column.</summary>
internal sealed class InceptionE : InceptionBlock
{
    public InceptionE(int inputs) => Branches =
    [
        [Convolve("branch1x1", inputs, 320, 1)],
        [
            Convolve("branch3x3_1", inputs, 384, 1),
            new Fork(
                Convolve("branch3x3_2a", 384, 384, (1, 3), padding: (0, 1)),
                Convolve("branch3x3_2b", 384, 384, (3, 1), padding: (1, 0))),
        ],
        [
            Convolve("branch3x3dbl_1", inputs, 448, 1),
            Convolve("branch3x3dbl_2", 448, 384, 3, padding: 1),
            new Fork(
                Convolve("branch3x3dbl_3a", 384, 384, (1, 3), padding: (0, 1)),
                Convolve("branch3x3dbl_3b", 384, 384, (3, 1), padding: (1, 0))),
        ],
        [Average(), Convolve("branch_pool", inputs, 192, 1)],
    ];

    protected override Layer[][] Branches { get; }

    // The two convolutions are the block's own: here is only the order in which they run.
    private sealed class Fork(InceptionConv row, InceptionConv column) : Layer
    {
        public override Tensor Forward(Tensor input)
        {
            using var scope = new TensorScope();
            return scope.Return(Ops.Cat([row.Forward(input), column.Forward(input)], 1));
        }
    }
}

/// <summary>A second head in the middle of the network, which brings gradients to the early layers: (N, inputs, 17, 17) becomes logits (N, classes).</summary>
internal sealed class InceptionAuxiliary : Layer
{
    private readonly InceptionConv conv0;
    private readonly InceptionConv conv1;

    public InceptionAuxiliary(int inputs, int classes)
    {
        conv0 = Register("conv0", new InceptionConv(inputs, 128, 1));
        conv1 = Register("conv1", new InceptionConv(128, 768, 5));
        LastLayer = Register("fc", new Linear(768, classes));
    }

    /// <summary>Gives the logits; drawn smaller than all other layers.</summary>
    public Linear LastLayer { get; }

    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        var x = input.AvgPool2d([5, 5], [3, 3]);                   // (N, inputs, 5, 5)
        x = conv0.Forward(x);                                      // (N, 128, 5, 5)
        x = conv1.Forward(x);                                      // (N, 768, 1, 1)
        x = x.AdaptiveAvgPool2d([1, 1]).Flatten(1);                // (N, 768)
        return scope.Return(LastLayer.Forward(x));                 // (N, classes)
    }
}
