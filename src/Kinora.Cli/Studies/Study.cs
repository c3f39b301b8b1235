using System.Globalization;
using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Cli.Verbs;
using Kinora.Results;
using Kinora.Torch;
using Kinora.Training;

namespace Kinora.Cli.Studies;

/// <summary>
/// A list of named changes to a recipe, each trained with given seeds and measured: what <c>tune</c> and <c>ablate</c> have in
/// common. Every trial is a run folder of its own in <c>trials/</c>. A study that was cut off goes on: what is finished stays,
/// and the trial that was cut off goes on too.
/// </summary>
internal sealed class Study
{
    private readonly string verb;

    private Study(string verb, IReadOnlyList<Trial> trials)
    {
        this.verb = verb;
        Trials = trials;
    }

    /// <summary>All trials, in the order in which they are trained.</summary>
    public IReadOnlyList<Trial> Trials { get; }

    /// <summary>The folder in which the trials' run folders lie.</summary>
    public static string TrialsOf(RunFolder study) => Path.Combine(study.Path, "trials");

    /// <summary>Checks every trial; nothing is written.</summary>
    /// <param name="verb">The verb whose study it is.</param>
    /// <param name="values">Its options, among them those of <c>train</c>.</param>
    /// <param name="own">The verb's own options, which <c>train</c> does not have.</param>
    /// <param name="variations">What is trained with each seed.</param>
    /// <param name="seeds">The seeds; a variation that gives another has that one.</param>
    /// <param name="opened">Gives the data.</param>
    /// <exception cref="OptionsException">With the mistakes of all trials.</exception>
    public static Study Plan(
        string verb, OptionValues values, IReadOnlyCollection<string> own, IReadOnlyList<Variation> variations, IReadOnlyList<int> seeds, OpenedData opened)
    {
        var trials = new List<Trial>();
        var mistakes = new Dictionary<string, string>();
        foreach (var seed in seeds)
        {
            foreach (var variation in variations)
            {
                try
                {
                    var training = TrainedRun.Prepare(Of(values, own, variation, seed), opened);
                    trials.Add(new Trial(trials.Count + 1, variation, training.Options.Seed, training));
                }
                catch (OptionsException e)
                {
                    foreach (var mistake in e.Mistakes)
                    {
                        // What is wrong with all of them is told once.
                        mistakes.TryAdd(mistake, variation.Changes.Count == 0 ? mistake : $"with {variation.Name}: {mistake}");
                    }
                }
            }
        }

        return mistakes.Count > 0 ? throw new OptionsException([.. mistakes.Values]) : new Study(verb, trials);
    }

    /// <summary>The options of <c>train</c> for one variation. The study's name is not that of its trials.</summary>
    public static OptionValues Of(OptionValues values, IReadOnlyCollection<string> own, Variation variation, int seed)
    {
        List<Given> changes = [.. variation.Changes, .. variation.Always, new Given("name", [], "--name") { IsNone = true }];
        if (!changes.Any(change => change.Key == "seed"))
        {
            changes.Add(new Given("seed", [seed.ToString(CultureInfo.InvariantCulture)], "--seed"));
        }

        return values.For(Train.Verb.Options, changes, own);
    }

    /// <summary>Trains every trial that is not done.</summary>
    /// <param name="folder">The study's folder.</param>
    /// <param name="terminal">Where progress is shown.</param>
    /// <param name="done">Called with all that is known, at the start and after each trial.</param>
    /// <param name="cancelled">Stops between two steps.</param>
    /// <returns>What came out.</returns>
    /// <exception cref="ResultsException">The folder holds trials of another study, or cannot be written.</exception>
    public StudyRecord Run(RunFolder folder, Terminal terminal, Action<StudyRecord> done, CancellationToken cancelled)
    {
        var records = StudyRecord.IsIn(folder) ? Matching(StudyRecord.Load(folder), folder) : [];
        Keep();
        if (records.Count > 0)
        {
            terminal.Notices.WriteLine($"kinora {verb}: {records.Count} of {Trials.Count} trials are done already");
        }

        foreach (var trial in Trials.Where(trial => !records.ContainsKey(trial.Number)))
        {
            terminal.Notices.WriteLine($"trial {trial.Number} of {Trials.Count}: {trial.Variation.Name}, seed {trial.Seed}");
            records.Add(trial.Number, RunOne(trial, folder, terminal, cancelled));
            Keep();
        }

        return Record();

        void Keep()
        {
            Record().Save(folder);
            done(Record());
        }

        StudyRecord Record() => new(verb, Trials.Count, [.. records.OrderBy(pair => pair.Key).Select(pair => pair.Value)]);
    }

    private static TrialRecord RunOne(Trial trial, RunFolder folder, Terminal terminal, CancellationToken cancelled)
    {
        var path = Path.Combine(TrialsOf(folder), trial.Folder);
        var run = Directory.Exists(path) ? RunFolder.Open(path) : RunFolder.Create(TrialsOf(folder), trial.Folder);
        if (File.Exists(run.Results))
        {
            // Killed before it was noted.
            return TrialRecord.Of(trial, run);
        }

        trial.Training.Begin(run, $"trial {trial.Number} of {folder.Name}: {trial.Variation.Name}, seed {trial.Seed}");
        try
        {
            trial.Training.Train(run, terminal, cancelled);
            return TrialRecord.Of(trial, run);
        }
        catch (Exception e) when (e is TrainingException or TorchException)
        {
            terminal.Notices.WriteLine($"trial {trial.Number} failed: {e.Message}");
            return TrialRecord.OfFailed(trial, e.Message);
        }
    }

    private Dictionary<int, TrialRecord> Matching(StudyRecord earlier, RunFolder folder)
    {
        foreach (var record in earlier.Trials)
        {
            var now = Trials.FirstOrDefault(trial => trial.Number == record.Number);
            if (now is not null && (now.Variation.Name != record.Name || now.Seed != record.Seed))
            {
                throw new ResultsException(
                    $"{folder.Path} holds another study: its trial {record.Number} is {record.Name}, seed {record.Seed}, and would be {now.Variation.Name}, seed {now.Seed} now; start anew without --resume");
            }
        }

        // Of a search that had more trials, those beyond stay in their folders.
        return earlier.Trials.Where(record => record.Number <= Trials.Count).ToDictionary(record => record.Number);
    }
}
