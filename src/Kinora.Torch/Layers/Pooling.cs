namespace Kinora.Torch.Layers;

/// <summary>Largest value of each window: (N, C, H, W) becomes (N, C, H', W'). The stride is the kernel unless given.</summary>
public sealed class MaxPool2d(Extent2 kernel, Extent2? stride = null, Extent2 padding = default, Extent2? dilation = null, bool ceil = false) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) =>
        input.MaxPool2d(kernel.ToArray(), (stride ?? kernel).ToArray(), padding.ToArray(), (dilation ?? 1).ToArray(), ceil);
}

/// <summary>Largest value of each window: (N, C, T, H, W) becomes (N, C, T', H', W'). The stride is the kernel unless given.</summary>
public sealed class MaxPool3d(Extent3 kernel, Extent3? stride = null, Extent3 padding = default, Extent3? dilation = null, bool ceil = false) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) =>
        input.MaxPool3d(kernel.ToArray(), (stride ?? kernel).ToArray(), padding.ToArray(), (dilation ?? 1).ToArray(), ceil);
}

/// <summary>Mean of each window: (N, C, H, W) becomes (N, C, H', W'). The stride is the kernel unless given; padding counts as zeros unless <paramref name="countPadding"/> is false.</summary>
public sealed class AvgPool2d(Extent2 kernel, Extent2? stride = null, Extent2 padding = default, bool ceil = false, bool countPadding = true) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) =>
        input.AvgPool2d(kernel.ToArray(), (stride ?? kernel).ToArray(), padding.ToArray(), ceil, countPadding);
}

/// <summary>Mean of each window: (N, C, T, H, W) becomes (N, C, T', H', W'). The stride is the kernel unless given; padding counts as zeros unless <paramref name="countPadding"/> is false.</summary>
public sealed class AvgPool3d(Extent3 kernel, Extent3? stride = null, Extent3 padding = default, bool ceil = false, bool countPadding = true) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) =>
        input.AvgPool3d(kernel.ToArray(), (stride ?? kernel).ToArray(), padding.ToArray(), ceil, countPadding);
}

/// <summary>Mean over windows that make the output exactly the given size: (N, C, H, W) becomes (N, C, h, w).</summary>
public sealed class AdaptiveAvgPool2d(Extent2 size) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.AdaptiveAvgPool2d(size.ToArray());
}

/// <summary>Mean over windows that make the output exactly the given size: (N, C, T, H, W) becomes (N, C, t, h, w).</summary>
public sealed class AdaptiveAvgPool3d(Extent3 size) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.AdaptiveAvgPool3d(size.ToArray());
}

/// <summary>Largest value over windows that make the output exactly the given size: (N, C, H, W) becomes (N, C, h, w).</summary>
public sealed class AdaptiveMaxPool2d(Extent2 size) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        var (values, indices) = input.AdaptiveMaxPool2d(size.ToArray());
        indices.Dispose();
        return values;
    }
}

/// <summary>Largest value over windows that make the output exactly the given size: (N, C, T, H, W) becomes (N, C, t, h, w).</summary>
public sealed class AdaptiveMaxPool3d(Extent3 size) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        var (values, indices) = input.AdaptiveMaxPool3d(size.ToArray());
        indices.Dispose();
        return values;
    }
}
