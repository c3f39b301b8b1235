namespace Kinora.Torch.Layers;

/// <summary>Hands its input on.</summary>
public sealed class Identity : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input;
}

/// <summary>Makes one dimension of several: (N, C, T, H, W) becomes (N, C·T·H·W) by default.</summary>
public sealed class Flatten(long first = 1, long last = -1) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Flatten(first, last);
}
