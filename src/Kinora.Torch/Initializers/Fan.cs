namespace Kinora.Torch.Initializers;

/// <summary>Which count of connections keeps the size of signals: forward (in) or backward (out).</summary>
public enum FanMode
{
    /// <summary>Inputs of one output element: input channels times kernel elements.</summary>
    In,

    /// <summary>Outputs of one input element: output channels times kernel elements.</summary>
    Out,
}

/// <summary>Connections of one element of a weight of shape (out, in, kernel...), counted as PyTorch counts them.</summary>
internal readonly record struct Fan(long In, long Out)
{
    /// <exception cref="ArgumentException">The tensor has fewer than two dimensions.</exception>
    public static Fan Of(Tensor weight)
    {
        if (weight.Dim < 2)
        {
            throw new ArgumentException($"a weight needs at least 2 dimensions (out, in, ...) for its fan; this one has shape {Tensor.ShapeText(weight.Shape)}", nameof(weight));
        }

        var kernel = 1L;
        foreach (var size in weight.Shape.AsSpan(2))
        {
            kernel *= size;
        }

        return new Fan(weight.Shape[1] * kernel, weight.Shape[0] * kernel);
    }

    public long By(FanMode mode) => mode == FanMode.In ? In : Out;
}
