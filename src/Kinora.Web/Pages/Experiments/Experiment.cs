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
    // Between two epochs nothing is written: a slow run gets as long as three of its epochs, a quick one this.
    private static readonly TimeSpan justNow = TimeSpan.FromMinutes(2);

    /// <summary>Whether a folder holds a run.</summary>
    public static bool IsRun(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return File.Exists(folder.Recipe) || File.Exists(folder.Log) || File.Exists(folder.Results);
    }

    /// <summary>Reads a run.</summary>
    public static Experiment Read(RunFolder folder, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(folder);
        try
        {
            EpochEvent[] epochs = File.Exists(folder.Log) ? [.. RunLog.Read(folder.Log).OfType<EpochEvent>().DistinctBy(epoch => (epoch.Fold, epoch.Epoch))] : [];
            var results = File.Exists(folder.Results) ? RunResults.Load(folder.Results) : null;
            var best = epochs.Select(epoch => epoch.ValidationAccuracy).OfType<double>().Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max();
            return new Experiment(
                folder.Name,
                results is not null ? ExperimentState.Done : StateOf(folder, epochs, now),
                Begun(folder, epochs),
                results?.Top1.Value ?? (double.IsNaN(best) ? null : best),
                epochs.Length,
                results?.Protocol.Data,
                Problem: null);
        }
        catch (ResultsException e)
        {
            return new Experiment(folder.Name, ExperimentState.Stopped, Begun(folder, []), null, 0, null, e.Message);
        }
    }

    private static ExperimentState StateOf(RunFolder folder, EpochEvent[] epochs, DateTimeOffset now)
    {
        var changed = new[] { folder.Log, folder.Environment }.Where(File.Exists).Select(File.GetLastWriteTimeUtc).DefaultIfEmpty(DateTime.MinValue).Max();
        var patience = epochs.Length == 0 ? justNow : TimeSpan.FromSeconds(Math.Max(justNow.TotalSeconds, 3 * epochs[^1].Seconds));
        return now.UtcDateTime - changed < patience ? ExperimentState.Running : ExperimentState.Stopped;
    }

    // Times of files do not survive a copy; those in the log do.
    private static DateTimeOffset? Begun(RunFolder folder, EpochEvent[] epochs) =>
        epochs.Length > 0 ? epochs[0].Time.AddSeconds(-epochs[0].Seconds)
        : new[] { folder.Recipe, folder.Results, folder.Log }.FirstOrDefault(File.Exists) is { } file ? new DateTimeOffset(File.GetLastWriteTimeUtc(file), TimeSpan.Zero)
        : null;
}
