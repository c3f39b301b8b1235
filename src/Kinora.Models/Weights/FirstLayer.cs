using Kinora.Torch;

namespace Kinora.Models.Weights;

/// <summary>
/// The first convolution of a network for RGB, made fit for another number of channels: optical flow, gray. After Wang et al.,
/// "Temporal Segment Networks", https://arxiv.org/abs/1608.00859, who average the weights over RGB.
/// </summary>
public static class FirstLayer
{
    /// <summary>
    /// The weights of a convolution that takes <paramref name="channels"/> channels: for each the mean over the old channels,
    /// scaled so that the sum over all channels stays. One channel gets the sum: a gray clip gives what it gave as RGB, if all
    /// three channels were normalised alike.
    /// </summary>
    /// <param name="weight">(out, in, kernel...).</param>
    /// <param name="channels">Channels of the new input, at least 1.</param>
    /// <returns>(out, channels, kernel...); the weight itself where it has that many channels already.</returns>
    /// <exception cref="ModelException">The weight is not a convolution's.</exception>
    public static Tensor Adapt(Tensor weight, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        var shape = weight.Shape;
        if (shape.Length < 3)
        {
            throw new ModelException($"the first layer's weight is ({string.Join(", ", shape)}); expected a convolution's, (out, in, kernel...)");
        }

        if (shape[1] == channels)
        {
            return weight;
        }

        using var noGrad = Autograd.NoGrad();
        using var scope = new TensorScope();
        long[] repeats = [1, channels, .. Enumerable.Repeat(1L, shape.Length - 2)];
        return scope.Return(weight.Sum([1], keepdim: true).Div((double)channels).Repeat(repeats));
    }
}
