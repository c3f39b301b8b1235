namespace Kinora.Torch.Optimizers;

/// <summary>
/// Stochastic gradient descent with momentum; Nesterov's by Sutskever et al. 2013,
/// https://proceedings.mlr.press/v28/sutskever13.html.
/// </summary>
public sealed class SGD : Optimizer
{
    private const string MomentumBuffer = "momentum_buffer";

    private readonly double momentum;
    private readonly double dampening;
    private readonly double weightDecay;
    private readonly bool nesterov;

    /// <exception cref="ArgumentException">Nesterov without momentum, or with dampening.</exception>
    public SGD(
        IEnumerable<(string Name, Tensor Value)> parameters,
        double learningRate,
        double momentum = 0,
        double dampening = 0,
        double weightDecay = 0,
        bool nesterov = false)
        : base(parameters, learningRate, momentum != 0 ? [MomentumBuffer] : [])
    {
        ArgumentOutOfRangeException.ThrowIfNegative(momentum);
        ArgumentOutOfRangeException.ThrowIfNegative(weightDecay);
        if (nesterov && (momentum == 0 || dampening != 0))
        {
            throw new ArgumentException("Nesterov needs a momentum above 0 and a dampening of 0", nameof(nesterov));
        }

        this.momentum = momentum;
        this.dampening = dampening;
        this.weightDecay = weightDecay;
        this.nesterov = nesterov;
    }

    private protected override void Update(Tensor parameter, Tensor gradient, ParameterState state)
    {
        if (weightDecay != 0)
        {
            gradient = gradient.Add(parameter, alpha: weightDecay);
        }

        if (momentum != 0)
        {
            var buffer = state.Find(MomentumBuffer);
            buffer = buffer is null
                ? state.Set(MomentumBuffer, gradient.Clone())
                : buffer.Mul_(momentum).Add_(gradient, alpha: 1 - dampening);
            gradient = nesterov ? gradient.Add(buffer, alpha: momentum) : buffer;
        }

        parameter.Add_(gradient, alpha: -LearningRate);
    }
}
