using Kinora.Results;
using Kinora.Training.Folds;
using Kinora.Training.Forecasting;

namespace Kinora.Training;

/// <summary>Several that hear how one training goes; each is told in turn.</summary>
/// <param name="observers">In the order in which they are told.</param>
public sealed class TrainingObservers(params ITrainingObserver[] observers) : ITrainingObserver
{
    /// <inheritdoc/>
    public void FoldStarted(TrainingFold fold, int number, int count) => Tell(one => one.FoldStarted(fold, number, count));

    /// <inheritdoc/>
    public void Forecast(TrainingForecast forecast) => Tell(one => one.Forecast(forecast));

    /// <inheritdoc/>
    public void Stepped(TrainingProgress progress) => Tell(one => one.Stepped(progress));

    /// <inheritdoc/>
    public void EpochEnded(EpochEvent epoch, bool isBest) => Tell(one => one.EpochEnded(epoch, isBest));

    /// <inheritdoc/>
    public void FoldEnded(TrainingFold fold, Scores scores) => Tell(one => one.FoldEnded(fold, scores));

    /// <inheritdoc/>
    public void Notice(string message) => Tell(one => one.Notice(message));

    private void Tell(Action<ITrainingObserver> what)
    {
        foreach (var observer in observers)
        {
            what(observer);
        }
    }
}
