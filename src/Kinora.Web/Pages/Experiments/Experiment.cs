using Kinora.Results;

namespace Kinora.Web.Pages.Experiments;

/// <summary>How far a training is.</summary>
public enum ExperimentState
{
    /// <summary>Trained and measured.</summary>
    Done,

    /// <summary>It wrote something just now.</summary>
    Running,

    /// <summary>Stopped, or killed, before it was measured.</summary>
    Stopped,
}

/// <summary>A run of the runs folder, in a line.</summary>
/// <param name="Name">The name of its folder.</param>
/// <param name="State">How far it is.</param>
/// <param name="Started">When it began; null where nothing tells.</param>
/// <param name="Top1">The share of clips named right: as measured at the end, else the best of an epoch so far; null without any.</param>
/// <param name="Epochs">How many epochs were logged, over all folds.</param>
/// <param name="Data">The data set, where it is known.</param>
/// <param name="Problem">Why it cannot be read; null if it can.</param>
public sealed record Experiment(string Name, ExperimentState State, DateTimeOffset? Started, double? Top1, int Epochs, string? Data, string? Problem)
{
    /// <summary>Reads a run.</summary>
    public static Experiment Read(RunFolder folder, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(folder);
        try
        {
            var progress = RunProgress.Read(folder);
            var results = File.Exists(folder.Results) ? RunResults.Load(folder.Results) : null;
            var best = progress.Epochs.Select(epoch => epoch.ValidationAccuracy).OfType<double>().Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max();
            return new Experiment(
                folder.Name,
                results is not null ? ExperimentState.Done : progress.IsGoing(now) ? ExperimentState.Running : ExperimentState.Stopped,
                progress.Started,
                results?.Top1.Value ?? (double.IsNaN(best) ? null : best),
                progress.Epochs.Count,
                results?.Protocol.Data,
                Problem: null);
        }
        catch (ResultsException e)
        {
            return new Experiment(folder.Name, ExperimentState.Stopped, RunProgress.Begun(folder), null, 0, null, e.Message);
        }
    }
}
