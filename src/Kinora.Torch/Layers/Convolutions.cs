using Kinora.Torch.Initializers;

namespace Kinora.Torch.Layers;

/// <summary>
/// What convolutions of one, two and three dimensions share: <c>weight</c> of shape (out, in / groups, kernel...) and <c>bias</c> of
/// shape (out), drawn as PyTorch draws them.
/// </summary>
public abstract class Convolution : Layer
{
    private protected Convolution(long inChannels, long outChannels, long[] kernel, long[] stride, long[] padding, long[] dilation, long groups, bool bias)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        if (inChannels % groups != 0 || outChannels % groups != 0)
        {
            throw new ArgumentException($"{GetType().Name}: {inChannels} channels in and {outChannels} out cannot be divided into {groups} groups", nameof(groups));
        }

        (InChannels, OutChannels, Kernel, Stride, Padding, Dilation, Groups) = (inChannels, outChannels, kernel, stride, padding, dilation, groups);
        Weight = RegisterParameter("weight", Ops.Empty([outChannels, inChannels / groups, .. kernel]));
        Initialize.KaimingUniform(Weight, Gain.LeakyRelu(Math.Sqrt(5)));
        if (bias)
        {
            Bias = RegisterParameter("bias", Ops.Empty([outChannels]));
            var bound = 1 / Math.Sqrt(Fan.Of(Weight).In);
            Initialize.Uniform(Bias, -bound, bound);
        }
    }

    /// <summary>Channels of the input.</summary>
    public long InChannels { get; }

    /// <summary>Channels of the output.</summary>
    public long OutChannels { get; }

    /// <summary>Size of the kernel in each dimension.</summary>
    public IReadOnlyList<long> KernelSize => Kernel;

    /// <summary>(out, in / groups, kernel...).</summary>
    public Tensor Weight { get; }

    /// <summary>(out), or null without bias.</summary>
    public Tensor? Bias { get; }

    private protected long[] Kernel { get; }

    private protected long[] Stride { get; }

    private protected long[] Padding { get; }

    private protected long[] Dilation { get; }

    private protected long Groups { get; }
}

/// <summary>Convolution over time: (N, C, T) becomes (N, out, T').</summary>
public sealed class Conv1d(long inChannels, long outChannels, long kernel, long stride = 1, long padding = 0, long dilation = 1, long groups = 1, bool bias = true)
    : Convolution(inChannels, outChannels, [kernel], [stride], [padding], [dilation], groups, bias)
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Ops.Conv1d(input, Weight, Bias, Stride, Padding, Dilation, Groups);
}

/// <summary>Convolution over space: (N, C, H, W) becomes (N, out, H', W').</summary>
public sealed class Conv2d(long inChannels, long outChannels, Extent2 kernel, Extent2? stride = null, Extent2 padding = default, Extent2? dilation = null, long groups = 1, bool bias = true)
    : Convolution(inChannels, outChannels, kernel.ToArray(), (stride ?? 1).ToArray(), padding.ToArray(), (dilation ?? 1).ToArray(), groups, bias)
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Ops.Conv2d(input, Weight, Bias, Stride, Padding, Dilation, Groups);
}

/// <summary>
/// Convolution over time and space: (N, C, T, H, W) becomes (N, out, T', H', W'). On processors with AVX2 and no AVX-512 the
/// gradient of the weights is added up in another order than PyTorch's, in less time; every other bit is PyTorch's.
/// </summary>
public sealed class Conv3d(long inChannels, long outChannels, Extent3 kernel, Extent3? stride = null, Extent3 padding = default, Extent3? dilation = null, long groups = 1, bool bias = true)
    : Convolution(inChannels, outChannels, kernel.ToArray(), (stride ?? 1).ToArray(), padding.ToArray(), (dilation ?? 1).ToArray(), groups, bias)
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Ops.FastConv3d(input, Weight, Bias, Stride, Padding, Dilation, Groups);
}
