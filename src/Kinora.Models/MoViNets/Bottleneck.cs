using Kinora.Torch;
using Kinora.Torch.Layers;

namespace Kinora.Models.MoViNets;

/// <summary>
/// More channels, a convolution that keeps them apart, squeeze and excitation, fewer channels; added to the input with a share
/// <c>alpha</c> that is learnt and 0 at first (https://arxiv.org/abs/2003.04887).
/// </summary>
internal sealed class Bottleneck : Module
{
    private readonly Tensor alpha;
    private readonly MoViNetConvolution expand;
    private readonly MoViNetConvolution deep;
    private readonly SqueezeExcitation se;
    private readonly MoViNetConvolution project;
    private readonly Shortcut? shortcut;

    public Bottleneck(int inputs, int outputs, int inside, MoViNetKernel kernel, int stride, bool causal, Func<MoViNetConvolutionShape, MoViNetConvolution> convolution)
    {
        var point = new MoViNetKernel(1, 1);
        alpha = RegisterParameter("alpha", Ops.Zeros([]));
        expand = Register("expand", convolution(new(inputs, inside, point)));
        deep = Register("deep", convolution(new(inside, inside, kernel, stride, Groups: inside)));
        se = Register("se", new SqueezeExcitation(inside, causal, convolution));
        project = Register("project", convolution(new(inside, outputs, point, Activates: false)));
        if (stride > 1 || inputs != outputs)
        {
            shortcut = Register("res", new Shortcut(convolution(new(inputs, outputs, point, Activates: false)), halves: stride > 1));
        }
    }

    /// <summary>(N·T, in, H, W) becomes (N·T, out, H / stride, W / stride), rounded up.</summary>
    public Tensor Forward(Tensor x, long clips, MoViNetStream? stream)
    {
        using var scope = new TensorScope();
        var y = expand.Forward(x, clips, stream);               // (N·T, inside, H, W)
        y = deep.Forward(y, clips, stream);                     // (N·T, inside, H', W')
        y = se.Forward(y, clips, stream);
        y = project.Forward(y, clips, stream);                  // (N·T, out, H', W')
        var passed = shortcut?.Forward(x, clips, stream) ?? x;
        return scope.Return(passed.Addcmul(alpha, y));
    }

    // What takes the place of the input where the output has another shape.
    private sealed class Shortcut : Module
    {
        private readonly MoViNetConvolution convolution;
        private readonly bool halves;

        public Shortcut(MoViNetConvolution convolution, bool halves)
        {
            // The pooling before it has no weights, but counts.
            this.convolution = Register(halves ? "1" : "0", convolution);
            this.halves = halves;
        }

        public Tensor Forward(Tensor x, long clips, MoViNetStream? stream)
        {
            using var scope = new TensorScope();
            return scope.Return(convolution.Forward(halves ? Pictures.Halve(x) : x, clips, stream));
        }
    }
}
