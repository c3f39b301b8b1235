namespace Kinora.Training.Schedules;

/// <summary>How the learning rate changes from epoch to epoch.</summary>
public enum ScheduleKind
{
    /// <summary>It stays as it is.</summary>
    Constant,

    /// <summary>It falls to zero along half a cosine.</summary>
    Cosine,
}

/// <summary>
/// The learning rate of an epoch, by PyTorch's rules. Cosine annealing: Loshchilov and Hutter, "SGDR: Stochastic
/// Gradient Descent with Warm Restarts", https://arxiv.org/abs/1608.03983.
/// </summary>
/// <param name="Kind">Which rule.</param>
/// <param name="Initial">The learning rate of the first epoch.</param>
/// <param name="Period">Epochs until the cosine reaches zero (PyTorch's <c>T_max</c>); past it the rate rises again, as PyTorch's does.</param>
public sealed record LearningRate(ScheduleKind Kind, double Initial, int Period)
{
    /// <summary>The rate of an epoch.</summary>
    /// <param name="epoch">Epoch, from 0.</param>
    public double At(int epoch) => Kind switch
    {
        ScheduleKind.Constant => Initial,
        ScheduleKind.Cosine => Initial * (1 + Math.Cos(Math.PI * epoch / Period)) / 2,
        _ => throw new InvalidOperationException($"no rule for {Kind}"),
    };
}
