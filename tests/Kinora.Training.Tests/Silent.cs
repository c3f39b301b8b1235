using Kinora.Results;
using Kinora.Training.Folds;
using Kinora.Training.Forecasting;

namespace Kinora.Training.Tests;

/// <summary>Hears how training goes and says nothing.</summary>
internal sealed class Silent : ITrainingObserver
{
    public Action<int> OnEpoch { get; init; } = _ => { };

    public Action OnStep { get; init; } = () => { };

    public Action<TrainingForecast> OnForecast { get; init; } = _ => { };

    public List<string> Notices { get; } = [];

    public void FoldStarted(TrainingFold fold, int number, int count)
    {
    }

    public void Forecast(TrainingForecast forecast) => OnForecast(forecast);

    public void Stepped(TrainingProgress progress) => OnStep();

    public void EpochEnded(EpochEvent epoch, bool isBest) => OnEpoch(epoch.Epoch);

    public void FoldEnded(TrainingFold fold, Scores scores)
    {
    }

    public void Notice(string message) => Notices.Add(message);
}
