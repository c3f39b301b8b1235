using Kinora.Results;
using Kinora.Training.Folds;

namespace Kinora.Training.Tests;

/// <summary>Hears how training goes and says nothing.</summary>
internal sealed class Silent : ITrainingObserver
{
    public Action<int> OnEpoch { get; init; } = _ => { };

    public void FoldStarted(TrainingFold fold, int number, int count)
    {
    }

    public void Stepped(TrainingProgress progress)
    {
    }

    public void EpochEnded(EpochEvent epoch, bool isBest) => OnEpoch(epoch.Epoch);

    public void FoldEnded(TrainingFold fold, Scores scores)
    {
    }

    public void Notice(string message)
    {
    }
}
