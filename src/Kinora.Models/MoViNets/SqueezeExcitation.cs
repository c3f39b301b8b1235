using Kinora.Torch;
using Kinora.Torch.Layers;

namespace Kinora.Models.MoViNets;

/// <summary>
/// Scales channels by what the whole picture shows (https://arxiv.org/abs/1709.01507). Base networks take the mean over all
/// frames; stream networks take each frame's own mean and, beside it, that of the frames so far.
/// </summary>
internal sealed class SqueezeExcitation : Module
{
    private readonly bool causal;
    private readonly MoViNetConvolution squeeze;
    private readonly MoViNetConvolution excite;

    public SqueezeExcitation(int channels, bool causal, Func<MoViNetConvolutionShape, MoViNetConvolution> convolution)
    {
        this.causal = causal;
        var means = causal ? 2 : 1;
        var squeezed = ToEights(channels / 4 * means);
        var kernel = new MoViNetKernel(1, 1);
        squeeze = Register("fc1", convolution(new(channels * means, squeezed, kernel, Activates: false, Bias: true)));
        excite = Register("fc2", convolution(new(squeezed, channels, kernel, Activates: false, Bias: true)));
    }

    /// <summary>(N·T, C, H, W) stays.</summary>
    public Tensor Forward(Tensor x, long clips, MoViNetStream? stream)
    {
        using var scope = new TensorScope();
        return scope.Return(causal ? ScaleFrames(x, clips, stream) : ScaleClips(x, clips));
    }

    private Tensor ScaleClips(Tensor x, long clips)
    {
        var frames = x.Unflatten(0, [clips, x.Shape[0] / clips]);           // (N, T, C, H, W)
        var mean = frames.Mean([1, 3, 4]).Unsqueeze(2).Unsqueeze(3);        // (N, C, 1, 1)
        var scale = excite.Forward(squeeze.Forward(mean, clips, stream: null).Silu(), clips, stream: null).Sigmoid();
        return (frames * scale.Unsqueeze(1)).Flatten(0, 1);
    }

    private Tensor ScaleFrames(Tensor x, long clips, MoViNetStream? stream)
    {
        var mean = x.Mean([2, 3]).Unflatten(0, [clips, x.Shape[0] / clips]);    // (N, T, C)
        var both = Ops.Cat([Pictures.MeanSoFar(mean, this, stream), mean], 2);  // (N, T, 2 C)
        both = both.Flatten(0, 1).Unsqueeze(2).Unsqueeze(3);                    // (N·T, 2 C, 1, 1)
        var scale = excite.Forward(squeeze.Forward(both, clips, stream).Hardswish(), clips, stream);

        // TensorFlow's hard sigmoid of old; PyTorch's has a slope of 1/6.
        return x * (scale * 0.2 + 0.5).Clamp(0, 1);
    }

    // The nearest multiple of eight, and the next where that would take away more than a tenth.
    private static int ToEights(int channels)
    {
        var near = Math.Max(8, (channels + 4) / 8 * 8);
        return near < 0.9 * channels ? near + 8 : near;
    }
}
