namespace Kinora.Training.Schedules;

/// <summary>
/// The learning rate of a step, by PyTorch's rules; a pure function, so that a run that goes on from a checkpoint needs no state of
/// it. A linear warm-up by steps (<c>LinearLR</c>) comes first if there is one, then the rate changes by epochs. Cosine annealing:
/// Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", https://arxiv.org/abs/1608.03983.
/// </summary>
/// <param name="Kind">Which rule.</param>
/// <param name="Initial">The learning rate of the first epoch after the warm-up.</param>
/// <param name="Period">
/// Epochs from the end of the warm-up until the cosine reaches zero (PyTorch's <c>T_max</c>), at least 1; past it the rate rises
/// again, as PyTorch's does.
/// </param>
public sealed record LearningRate(ScheduleKind Kind, double Initial, int Period)
{
    /// <summary>Epochs, counted from the first of the run, before which multi-step multiplies by <see cref="Gamma"/>; in any order.</summary>
    public IReadOnlyList<int> Milestones { get; init; } = [];

    /// <summary>What multi-step and plateau multiply by.</summary>
    public double Gamma { get; init; } = 0.1;

    /// <summary>Epochs in a row without a lower loss that plateau bears before it multiplies.</summary>
    public int PlateauPatience { get; init; } = 10;

    /// <summary>Epochs over which the rate rises to what the rule says; 0 for no warm-up.</summary>
    public int WarmupEpochs { get; init; }

    /// <summary>Share of the rate that the warm-up begins with, 0 to 1.</summary>
    public double WarmupFactor { get; init; } = 0.01;

    /// <summary>The schedule that the options ask for.</summary>
    /// <param name="options">How to train.</param>
    public static LearningRate Of(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(options.Scheduler, options.LearningRate, options.TMax > 0 ? options.TMax : Math.Max(options.Epochs - options.WarmupEpochs, 1))
        {
            Milestones = options.Milestones,
            Gamma = options.Gamma,
            PlateauPatience = options.PlateauPatience,
            WarmupEpochs = options.WarmupEpochs,
            WarmupFactor = options.WarmupFactor,
        };
    }

    /// <summary>The rate of a step.</summary>
    /// <param name="epoch">Epoch, from 0.</param>
    /// <param name="step">Step of the epoch, from 0.</param>
    /// <param name="steps">Steps of an epoch.</param>
    /// <param name="losses">The loss of each epoch before this one: of validation, or of training where nothing is validated. Plateau alone reads it.</param>
    public double At(int epoch, int step, int steps, IReadOnlyList<double> losses)
    {
        var rate = Kind == ScheduleKind.Plateau ? Plateau.Rate(Initial, Gamma, PlateauPatience, losses.Take(epoch)) : Initial;
        if (epoch < WarmupEpochs)
        {
            // The rules that count epochs begin when the warm-up has ended, as with torch.optim.lr_scheduler.SequentialLR.
            var share = (((double)epoch * steps) + step) / ((double)WarmupEpochs * steps);
            return rate * (WarmupFactor + ((1 - WarmupFactor) * share));
        }

        return Kind switch
        {
            ScheduleKind.Constant or ScheduleKind.Plateau => rate,
            ScheduleKind.Cosine => rate * (1 + Math.Cos(Math.PI * (epoch - WarmupEpochs) / Period)) / 2,
            // One product after the other, for PyTorch's rounding.
            ScheduleKind.MultiStep => Milestones.Where(milestone => milestone <= epoch).Aggregate(rate, (product, _) => product * Gamma),
            _ => throw new InvalidOperationException($"no rule for {Kind}"),
        };
    }
}
