namespace Kinora.Results;

/// <summary>How far a training is, as the files in its folder tell while it goes on and afterwards.</summary>
/// <param name="Folder">The run.</param>
/// <param name="Epochs">What was logged: each epoch once, as it was trained last.</param>
/// <param name="Started">When it was begun; null where nothing tells.</param>
public sealed record RunProgress(RunFolder Folder, IReadOnlyList<EpochEvent> Epochs, DateTimeOffset? Started)
{
    // Between two epochs nothing is written: a slow run gets as long as three of its epochs, a quick one this.
    private static readonly TimeSpan JustNow = TimeSpan.FromMinutes(2);

    /// <summary>Whether a folder holds a run.</summary>
    public static bool IsRun(RunFolder folder) => File.Exists(folder.Recipe) || File.Exists(folder.Log) || File.Exists(folder.Results);

    /// <summary>Reads the log.</summary>
    /// <exception cref="ResultsException">It cannot be read.</exception>
    public static RunProgress Read(RunFolder folder)
    {
        EpochEvent[] epochs = File.Exists(folder.Log)
            ? [.. RunLog.Read(folder.Log).OfType<EpochEvent>().GroupBy(epoch => (epoch.Fold, epoch.Epoch)).Select(same => same.Last())]
            : [];
        return new RunProgress(folder, epochs, epochs.Length > 0 ? epochs[0].Time.AddSeconds(-epochs[0].Seconds) : Begun(folder));
    }

    /// <summary>When a run was begun that logged nothing, or whose log cannot be read; null where nothing tells.</summary>
    public static DateTimeOffset? Begun(RunFolder folder) =>
        // Times of files do not survive a copy; those in a log do.
        new[] { folder.Recipe, folder.Results, folder.Log }.FirstOrDefault(File.Exists) is { } file ? new DateTimeOffset(File.GetLastWriteTimeUtc(file)) : null;

    /// <summary>Whether something was written just now. A run that was measured is over all the same.</summary>
    /// <param name="now">The time.</param>
    /// <param name="logs">Logs of others that belong to it.</param>
    public bool IsGoing(DateTimeOffset now, params IEnumerable<string> logs)
    {
        var changed = logs.Prepend(Folder.Environment).Prepend(Folder.Log).Where(File.Exists).Select(File.GetLastWriteTimeUtc).DefaultIfEmpty(DateTime.MinValue).Max();
        var patience = Epochs.Count == 0 ? JustNow : TimeSpan.FromSeconds(Math.Max(JustNow.TotalSeconds, 3 * Epochs[^1].Seconds));
        return now.UtcDateTime - changed < patience;
    }
}
