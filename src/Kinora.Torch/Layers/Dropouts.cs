namespace Kinora.Torch.Layers;

/// <summary>What the kinds of dropout share. In training mode parts become zero and the rest grows by 1 / (1 - probability); in evaluation mode nothing happens.</summary>
public abstract class DropoutLayer : Layer
{
    private protected DropoutLayer(double probability)
    {
        if (probability is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "the probability of being dropped lies between 0 and 1");
        }

        Probability = probability;
    }

    /// <summary>Chance of being dropped, 0 to 1.</summary>
    public double Probability { get; }
}

/// <summary>Drops single elements of any shape (https://arxiv.org/abs/1207.0580).</summary>
public sealed class Dropout(double probability = 0.5) : DropoutLayer(probability)
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Ops.Dropout(input, Probability, Training);
}

/// <summary>Drops whole channels of (N, C, T) or (C, T).</summary>
public sealed class Dropout1d(double probability = 0.5) : DropoutLayer(probability)
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => ChannelDropout.Apply(input, 3, "(N, C, T) or (C, T)", this);
}

/// <summary>Drops whole channels of (N, C, T, H, W) or (C, T, H, W).</summary>
public sealed class Dropout3d(double probability = 0.5) : DropoutLayer(probability)
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => ChannelDropout.Apply(input, 5, "(N, C, T, H, W) or (C, T, H, W)", this);
}

internal static class ChannelDropout
{
    public static Tensor Apply(Tensor input, int batched, string inputs, DropoutLayer layer)
    {
        if (input.Dim == batched)
        {
            return Ops.FeatureDropout(input, layer.Probability, layer.Training);
        }

        if (input.Dim != batched - 1)
        {
            throw new ArgumentException($"{layer.GetType().Name} takes {inputs}, found shape {Tensor.ShapeText(input.Shape)}", nameof(input));
        }

        using var scope = new TensorScope();
        return scope.Return(Ops.FeatureDropout(input.Unsqueeze(0), layer.Probability, layer.Training).Squeeze(0));
    }
}
