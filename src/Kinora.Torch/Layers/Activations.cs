namespace Kinora.Torch.Layers;

/// <summary>max(x, 0). In place it overwrites its input, which saves memory where nothing else reads that.</summary>
public sealed class ReLU(bool inPlace = false) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => inPlace ? input.Relu_() : input.Relu();
}

/// <summary>min(max(x, 0), 6). In place it overwrites its input, which saves memory where nothing else reads that.</summary>
public sealed class ReLU6(bool inPlace = false) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => inPlace ? input.Relu6_() : input.Relu6();
}

/// <summary>x, or x times the slope where x is below 0.</summary>
public sealed class LeakyReLU(double negativeSlope = 0.01) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.LeakyRelu(negativeSlope);
}

/// <summary>x times the normal distribution's share below x (https://arxiv.org/abs/1606.08415), exact, or by tanh.</summary>
public sealed class GELU(bool tanh = false) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Gelu(tanh ? "tanh" : "none");
}

/// <summary>1 / (1 + exp(-x)).</summary>
public sealed class Sigmoid : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Sigmoid();
}

/// <summary>Hyperbolic tangent.</summary>
public sealed class Tanh : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Tanh();
}

/// <summary>x times sigmoid(x), also called swish (https://arxiv.org/abs/1702.03118).</summary>
public sealed class SiLU : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Silu();
}

/// <summary>x times min(max(x + 3, 0), 6) / 6 (https://arxiv.org/abs/1905.02244).</summary>
public sealed class Hardswish : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Hardswish();
}

/// <summary>exp(x) divided by its sum over one dimension.</summary>
public sealed class Softmax(long dimension = -1) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Softmax(dimension);
}
