using Kinora.Torch;
using Kinora.Torch.Layers;

namespace Kinora.Models.MoViNets;

/// <summary>A convolution over time and space, with batch norm and activation: (N·T, in, H, W) becomes (N·T, out, H', W').</summary>
internal abstract class MoViNetConvolution : Module
{
    /// <summary>Computes the output.</summary>
    /// <param name="x">(N·T, in, H, W).</param>
    /// <param name="clips">N.</param>
    /// <param name="stream">What came before these frames; null for whole clips.</param>
    public abstract Tensor Forward(Tensor x, long clips, MoViNetStream? stream);
}

/// <summary>What a convolution is made of.</summary>
/// <param name="Inputs">Channels in.</param>
/// <param name="Outputs">Channels out.</param>
/// <param name="Kernel">What it sees.</param>
/// <param name="Stride">In height and width.</param>
/// <param name="Groups">Parts of the channels that do not see each other.</param>
/// <param name="Activates">Whether an activation follows batch norm.</param>
/// <param name="Bias">Whether it has a bias, and then neither batch norm nor activation.</param>
internal sealed record MoViNetConvolutionShape(
    int Inputs, int Outputs, MoViNetKernel Kernel, int Stride = 1, int Groups = 1, bool Activates = true, bool Bias = false);

/// <summary>Of base networks: a 3-D convolution that sees as many frames after as before.</summary>
internal sealed class ClipConvolution : MoViNetConvolution
{
    private readonly MoViNetConvolutionShape shape;
    private readonly MoViNetStep step;

    public ClipConvolution(MoViNetConvolutionShape shape)
    {
        this.shape = shape;
        var (time, space) = shape.Kernel;
        var weights = new Conv3d(shape.Inputs, shape.Outputs, (time, space, space), groups: shape.Groups, bias: shape.Bias);
        step = Register("conv_1", new MoViNetStep("conv3d", weights, shape.Activates ? MoViNetActivation.Swish : MoViNetActivation.None));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, long clips, MoViNetStream? stream)
    {
        // One 2-D convolution for each frame the kernel sees, shifted in time and added up: the same sum, and several times
        // quicker than libtorch's 3-D convolution that keeps channels apart.
        using var scope = new TensorScope();
        var frames = x.Shape[0] / clips;
        var middle = shape.Kernel.Time / 2;
        var y = Convolve(x, middle);
        for (var k = 0; k < shape.Kernel.Time; k++)
        {
            var ahead = k - middle;
            var count = frames - Math.Abs(ahead);
            if (ahead == 0 || count <= 0)
            {
                continue;
            }

            using var inner = new TensorScope();
            var seen = Convolve(x, k).Unflatten(0, [clips, frames]).Narrow(1, Math.Max(ahead, 0), count);
            y.Unflatten(0, [clips, frames]).Narrow(1, Math.Max(-ahead, 0), count).Add_(seen);
        }

        return scope.Return(step.Finish(y));
    }

    private Tensor Convolve(Tensor x, int k)
    {
        using var slice = step.Weight.Select(2, k);
        var bias = k == shape.Kernel.Time / 2 ? step.Bias : null;
        return Pictures.Convolve(x, slice, bias, shape.Stride, shape.Groups);
    }
}

/// <summary>
/// Of stream networks: a 2-D convolution of each frame and then, where the kernel sees several, one over this frame and those
/// before. Before the first frame there are zeros.
/// </summary>
internal sealed class CausalConvolution : MoViNetConvolution
{
    private readonly MoViNetConvolutionShape shape;
    private readonly MoViNetStep space;
    private readonly MoViNetStep? time;

    public CausalConvolution(MoViNetConvolutionShape shape)
    {
        this.shape = shape;
        var activation = shape.Activates ? MoViNetActivation.HardSwish : MoViNetActivation.None;
        space = Register("conv_1", new MoViNetStep(
            "conv2d", new Conv2d(shape.Inputs, shape.Outputs, shape.Kernel.Space, groups: shape.Groups, bias: shape.Bias), activation));
        if (shape.Kernel.Time > 1)
        {
            time = Register("conv_2", new MoViNetStep(
                "conv2d", new Conv2d(shape.Outputs, shape.Outputs, (shape.Kernel.Time, 1), groups: shape.Groups, bias: shape.Bias), activation));
        }
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, long clips, MoViNetStream? stream)
    {
        using var scope = new TensorScope();
        x = space.Finish(Pictures.Convolve(x, space.Weight, space.Bias, shape.Stride, shape.Groups));   // (N·T, out, H', W')
        if (time is null)
        {
            return scope.Return(x);
        }

        var (pictures, height, width) = (x.Shape[0], x.Shape[2], x.Shape[3]);
        var (frames, before) = (pictures / clips, shape.Kernel.Time - 1);
        x = Pictures.Arrange(x, clips, frames, height * width);                                         // (N, out, T, H'·W')
        x = stream?.Find(this) is { } kept ? Ops.Cat([kept, x], 2) : x.ConstantPadNd([0, 0, before, 0]);
        stream?.Keep(this, x.Narrow(2, frames, before));
        x = time.Finish(Ops.Conv2d(x, time.Weight, time.Bias, groups: shape.Groups));
        return scope.Return(Pictures.Arrange(x, pictures, height, width));                              // (N·T, out, H', W')
    }
}
