using Kinora.Torch;
using Kinora.Torch.Layers;

namespace Kinora.Models.MoViNets;

/// <summary>What follows a convolution.</summary>
internal enum MoViNetActivation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>x · sigmoid(x), in base networks.</summary>
    Swish,

    /// <summary>Swish of straight lines, in stream networks: cheaper on small devices.</summary>
    HardSwish,
}

/// <summary>A convolution's weights and what follows it: batch norm and an activation, or neither.</summary>
internal sealed class MoViNetStep : Module
{
    // Of TensorFlow's MoViNets; PyTorch's own would be 1e-5.
    private const double Epsilon = 1e-3;

    private readonly Convolution convolution;
    private readonly BatchNorm2d? norm;
    private readonly MoViNetActivation activation;

    /// <param name="name">Of the convolution among the parameters.</param>
    /// <param name="convolution">With a bias, it stands alone; without, batch norm follows.</param>
    /// <param name="activation">What follows batch norm.</param>
    public MoViNetStep(string name, Convolution convolution, MoViNetActivation activation)
    {
        this.convolution = Register(name, convolution);
        this.activation = activation;
        norm = convolution.Bias is null ? Register("norm", new BatchNorm2d(convolution.OutChannels, Epsilon)) : null;
    }

    /// <summary>(out, in / groups, kernel...).</summary>
    public Tensor Weight => convolution.Weight;

    /// <summary>(out), or null where batch norm follows.</summary>
    public Tensor? Bias => convolution.Bias;

    /// <summary>What follows the convolution, for any (P, out, H, W). Batch norm over all pictures is the 3-D networks' own: the same numbers.</summary>
    public Tensor Finish(Tensor x)
    {
        using var scope = new TensorScope();
        x = norm?.Forward(x) ?? x;
        return scope.Return(activation switch
        {
            MoViNetActivation.Swish => x.Silu_(),
            MoViNetActivation.HardSwish => x.Hardswish_(),
            _ => x,
        });
    }
}
