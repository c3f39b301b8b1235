using Kinora.Cli.Options;
using Kinora.Cli.Studies;
using Kinora.Results;
using Kinora.Training;

namespace Kinora.Cli.Verbs;

/// <summary>How far a run is.</summary>
internal enum RunState
{
    /// <summary>Trained and measured.</summary>
    Finished,

    /// <summary>Its log changed just now.</summary>
    Running,

    /// <summary>Stopped, or killed, before it was measured.</summary>
    Unfinished,
}

/// <summary>What a run folder says of itself.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="State">How far it is.</param>
/// <param name="Started">When it was begun, in UTC; null where nothing tells.</param>
/// <param name="Settings">The recipe: each option and its values as written; empty where there is none.</param>
/// <param name="Epochs">What was logged, each epoch once.</param>
/// <param name="Results">What came out; null where it was not measured.</param>
internal sealed record ListedRun(
    RunFolder Folder, RunState State, DateTimeOffset? Started, IReadOnlyDictionary<string, string> Settings, IReadOnlyList<EpochEvent> Epochs, RunResults? Results)
{
    /// <summary>The name of its folder.</summary>
    public string Name => Folder.Name;

    /// <summary>Trials of a search or an ablation that are done, and how many there are to be; null for a single training.</summary>
    public StudyProgress? Study { get; private init; }

    /// <summary>The network. A study writes down only what it was given.</summary>
    public string? Model => Settings.GetValueOrDefault("model") ?? (Study is null ? null : new TrainingOptions().Model);

    /// <summary>The data set's name.</summary>
    public string? Data => Results?.Protocol.Data ?? (Settings.GetValueOrDefault("data") is { } path ? Path.GetFileName(Path.TrimEndingDirectorySeparator(path)) : null);

    /// <summary>How the clips were divided: in words where it is known, else as asked for.</summary>
    public string? Split => Results?.Protocol.Split ?? Settings.GetValueOrDefault("split");

    /// <summary>How many epochs were trained, in words: <c>80</c>, <c>9 x 60</c>, <c>12 of 80</c>.</summary>
    public string EpochWords
    {
        get
        {
            if (Study is { } study)
            {
                return study.ToString();
            }

            var folds = Epochs.GroupBy(epoch => epoch.Fold).ToArray();
            var last = folds.Length == 0 ? 0 : folds[^1].Max(epoch => epoch.Epoch);
            var asked = Settings.GetValueOrDefault("epochs");
            return (State, folds.Length) switch
            {
                (RunState.Finished, 1) => $"{last}",
                (RunState.Finished, > 1) => $"{folds.Length} x {folds.Max(fold => fold.Max(epoch => epoch.Epoch))}",
                (_, > 1) => $"fold {folds.Length}, {last} of {asked ?? "?"}",
                _ => $"{last} of {asked ?? "?"}",
            };
        }
    }

    /// <summary>Reads a run.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="ResultsException">One of its files cannot be read.</exception>
    public static ListedRun Read(RunFolder folder, DateTimeOffset now)
    {
        var progress = RunProgress.Read(folder);
        var results = File.Exists(folder.Results) ? RunResults.Load(folder.Results) : null;
        var study = StudyProgress.Of(folder);
        var state = results is not null || study is { IsDone: true } ? RunState.Finished
            : progress.IsGoing(now, study?.Logs ?? []) ? RunState.Running
            : RunState.Unfinished;
        return new ListedRun(folder, state, progress.Started, SettingsOf(folder), progress.Epochs, results) { Study = study };
    }

    private static Dictionary<string, string> SettingsOf(RunFolder folder)
    {
        if (!File.Exists(folder.Recipe))
        {
            return [];
        }

        var set = Train.Verb.Options;
        var (options, mistakes) = Recipe.Read(File.ReadAllText(folder.Recipe), folder.Recipe, [.. set.Sections.Union(Tune.Verb.Options.Sections).Union(Ablate.Verb.Options.Sections)], set.IsOption);
        return mistakes.Count > 0
            ? throw new ResultsException(mistakes[0])
            : options.DistinctBy(option => option.Key).ToDictionary(option => option.Key, option => string.Join(' ', option.IsNone ? ["none"] : option.Texts));
    }
}
