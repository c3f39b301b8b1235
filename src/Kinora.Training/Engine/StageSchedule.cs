namespace Kinora.Training.Engine;

/// <summary>
/// How many of a network's last stages are trained in an epoch: none while the backbone is frozen, then all at once or one more
/// every few epochs, beginning with the last. Gradual unfreezing: Howard and Ruder 2018, https://arxiv.org/abs/1801.06146.
/// </summary>
/// <param name="Stages">Stages of the network.</param>
/// <param name="Trainable">How many of them are trained in the end; null for all.</param>
/// <param name="FrozenEpochs">Epochs for which none is.</param>
/// <param name="EpochsPerStage">Epochs from one stage to the next; 0 for all at once.</param>
internal sealed record StageSchedule(int Stages, int? Trainable, int FrozenEpochs, int EpochsPerStage)
{
    /// <summary>As the options say.</summary>
    public static StageSchedule Of(TrainingOptions options, int stages) =>
        new(stages, options.TrainableStages, options.FreezeBackboneUntilEpoch, options.UnfreezeStageEpochs);

    /// <summary>Stages that are trained, counted from the last.</summary>
    /// <param name="epoch">Epoch, from 0.</param>
    public int At(int epoch)
    {
        var all = Math.Min(Trainable ?? Stages, Stages);
        return epoch < FrozenEpochs ? 0
            : EpochsPerStage == 0 ? all
            : Math.Min(all, 1 + ((epoch - FrozenEpochs) / EpochsPerStage));
    }
}
