namespace Kinora.Torch.Initializers;

/// <summary>How much larger weights must be to make up for what the following activation takes away: PyTorch's <c>calculate_gain</c>.</summary>
public static class Gain
{
    /// <summary>No activation, a convolution, or a sigmoid.</summary>
    public const double Linear = 1;

    /// <summary>Hyperbolic tangent.</summary>
    public const double Tanh = 5.0 / 3;

    /// <summary>Scaled exponential unit; found by trial.</summary>
    public const double Selu = 3.0 / 4;

    /// <summary>Rectifier, √2.</summary>
    public static double Relu => Math.Sqrt(2.0);

    /// <summary>Leaky rectifier of the given slope below zero.</summary>
    public static double LeakyRelu(double negativeSlope = 0.01) => Math.Sqrt(2.0 / (1 + negativeSlope * negativeSlope));
}
