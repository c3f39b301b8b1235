namespace Kinora.Torch.Optimizers;

/// <summary>
/// Hinton's lecture 6e, https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf; centred:
/// Graves 2013, https://arxiv.org/abs/1308.0850.
/// </summary>
public sealed class RMSprop : Optimizer
{
    private const string Square = "square_avg";
    private const string Mean = "grad_avg";
    private const string MomentumBuffer = "momentum_buffer";

    private readonly double alpha;
    private readonly double epsilon;
    private readonly double weightDecay;
    private readonly double momentum;
    private readonly bool centered;

    /// <param name="parameters">Names and values.</param>
    /// <param name="learningRate">Not negative.</param>
    /// <param name="alpha">How much of the running mean of squares stays at each step.</param>
    /// <param name="epsilon">Added to the root, against division by zero.</param>
    /// <param name="weightDecay">Added to the gradient.</param>
    /// <param name="momentum">0 for none.</param>
    /// <param name="centered">Divides by the gradient's deviation, not its root mean square.</param>
    public RMSprop(
        IEnumerable<(string Name, Tensor Value)> parameters,
        double learningRate = 1e-2,
        double alpha = 0.99,
        double epsilon = 1e-8,
        double weightDecay = 0,
        double momentum = 0,
        bool centered = false)
        : base(parameters, learningRate, [Square, .. centered ? [Mean] : Array.Empty<string>(), .. momentum > 0 ? [MomentumBuffer] : Array.Empty<string>()])
    {
        ArgumentOutOfRangeException.ThrowIfNegative(alpha);
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        ArgumentOutOfRangeException.ThrowIfNegative(weightDecay);
        ArgumentOutOfRangeException.ThrowIfNegative(momentum);
        this.alpha = alpha;
        this.epsilon = epsilon;
        this.weightDecay = weightDecay;
        this.momentum = momentum;
        this.centered = centered;
    }

    private protected override void Update(Tensor parameter, Tensor gradient, ParameterState state)
    {
        if (weightDecay != 0)
        {
            gradient = gradient.Add(parameter, alpha: weightDecay);
        }

        var square = state.ZerosAtFirst(Square, parameter).Mul_(alpha).Addcmul_(gradient, gradient, value: 1 - alpha);
        Tensor root;
        if (centered)
        {
            var mean = state.ZerosAtFirst(Mean, parameter).Mul_(alpha).Add_(gradient, alpha: 1 - alpha);
            root = square.Addcmul(mean, mean, value: -1).Sqrt_();
        }
        else
        {
            root = square.Sqrt();
        }

        root.Add_(epsilon);
        if (momentum > 0)
        {
            var buffer = state.ZerosAtFirst(MomentumBuffer, parameter).Mul_(momentum).Addcdiv_(gradient, root);
            parameter.Add_(buffer, alpha: -LearningRate);
        }
        else
        {
            parameter.Addcdiv_(gradient, root, value: -LearningRate);
        }
    }
}
