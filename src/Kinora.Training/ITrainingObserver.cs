using Kinora.Results;
using Kinora.Training.Folds;
using Kinora.Training.Forecasting;

namespace Kinora.Training;

/// <summary>Hears how a training goes; called on the training thread, so it should be quick.</summary>
public interface ITrainingObserver
{
    /// <summary>A fold begins.</summary>
    void FoldStarted(TrainingFold fold, int number, int count);

    /// <summary>What the first training will take; told once a run.</summary>
    void Forecast(TrainingForecast forecast);

    /// <summary>A batch is done.</summary>
    void Stepped(TrainingProgress progress);

    /// <summary>An epoch is done and validated.</summary>
    /// <param name="epoch">What <c>log.jsonl</c> says of it.</param>
    /// <param name="isBest">Whether its weights are the best so far.</param>
    void EpochEnded(EpochEvent epoch, bool isBest);

    /// <summary>The finished fold was measured on the clips left out.</summary>
    void FoldEnded(TrainingFold fold, Scores scores);

    /// <summary>Something the user should know, such as a video that breaks half way.</summary>
    void Notice(string message);
}

/// <summary>Where a training stands.</summary>
/// <param name="Epoch">Epoch, from 1.</param>
/// <param name="Epochs">Epochs of the fold.</param>
/// <param name="Step">Batches done in this epoch.</param>
/// <param name="Steps">Batches of an epoch.</param>
/// <param name="Loss">Mean loss of the epoch so far.</param>
/// <param name="Accuracy">Share of right predictions of the epoch so far, as a fraction.</param>
/// <param name="ClipsPerSecond">Clips a second in this epoch so far.</param>
/// <param name="TimeLeft">Until the end of the fold, as far as the pace so far tells.</param>
public readonly record struct TrainingProgress(
    int Epoch, int Epochs, int Step, int Steps, double Loss, double Accuracy, double ClipsPerSecond, TimeSpan TimeLeft);
