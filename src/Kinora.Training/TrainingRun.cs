using System.Diagnostics;
using System.Text.Json;
using Kinora.Data;
using Kinora.Results;
using Kinora.Torch;
using Kinora.Training.Engine;
using Kinora.Training.Folds;
using Kinora.Training.State;

namespace Kinora.Training;

/// <summary>A whole run: every fold trained and measured on what it never saw, and the run folder filled.</summary>
public static class TrainingRun
{
    /// <summary>
    /// Runs it; in the folder of a run that was cut off, goes on where that stood and ends with the numbers of a run without a break:
    /// same machine, same number of threads, same clips.
    /// </summary>
    /// <param name="data">The clips.</param>
    /// <param name="plan">How they are divided, from <see cref="FoldPlanner"/>.</param>
    /// <param name="options">How to train.</param>
    /// <param name="modelOptions">The network's options.</param>
    /// <param name="run">The run's folder: new, or that of a run to be resumed.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="cancellation">Stops between two steps; what is written stays.</param>
    /// <returns>What <c>results.json</c> says.</returns>
    public static RunResults Run(
        DataSet data,
        FoldPlan plan,
        TrainingOptions options,
        object modelOptions,
        RunFolder run,
        ITrainingObserver observer,
        CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        if (options.Threads > 0)
        {
            TorchRuntime.Threads = options.Threads;
        }

        if (options.Precision == PrecisionKind.Mixed && NumberFormat.Of(options.Precision, Device.Parse(options.Device)) is null)
        {
            observer.Notice("precision mixed computes with float32 here: this processor has no instructions for bfloat16 (AVX-512 BF16, AMX), and without them it is slower");
        }

        var files = new SourceFiles(data);
        var clips = options.ToSource(data);
        var trainer = new Trainer(clips, options, modelOptions, observer);
        var audit = JsonSerializer.Serialize(new
        {
            split = plan.Split,
            chosen_on = plan.SettingsChosenOn,
            verdict = plan.Audit.Verdict,
            reason = plan.Audit.Reason,
            @checked = plan.Audit.Checked,
            caution = plan.Caution,
        });
        var folds = plan.Folds.Select(fold => (Fold: fold, Folder: FolderOf(fold, plan, run))).ToList();
        var states = folds.Select(one => FoldState.Open(one.Folder, data, one.Fold, TimeSpan.FromMinutes(options.SaveMinutes), Skipped, observer)).ToList();
        var measured = new List<(string Name, Scores Scores)>();
        using var log = RunLog.Open(run.Log, states.Max(state => state.LogBytes));
        foreach (var (number, (fold, folder)) in folds.Index())
        {
            var state = states[number];
            if (state.IsFinished)
            {
                measured.Add((fold.Name, Scores.Load(folder.Scores)));
                continue;
            }

            observer.FoldStarted(fold, number + 1, folds.Count);
            var before = states.Sum(one => one.Seconds);
            var share = options.Time is { } time ? state.Seconds + ((time.TotalSeconds - before) / (folds.Count - number)) : (double?)null;
            var started = clock.Elapsed.TotalSeconds;
            trainer.Run(fold, folder, new RunRecipe(data.Root, fold.Name, options, modelOptions).Write(), audit, log, state, share, cancellation);

            var scores = trainer.Measure(fold, folder, cancellation);
            scores.Save(folder.Scores);
            state.Finish(state.Seconds + clock.Elapsed.TotalSeconds - started, log.Bytes);
            measured.Add((fold.Name, scores));
            observer.FoldEnded(fold, scores);
        }

        clips.Index.Save();
        foreach (var notice in clips.Notices.Concat(files.Change() is { } change ? [change] : []))
        {
            observer.Notice(notice);
        }

        new Scores(data.Labels, [.. measured.SelectMany(fold => fold.Scores.Clips)]).Save(run.Scores);
        IReadOnlyList<SkippedFile> skipped = [.. states.SelectMany(state => state.Skipped).DistinctBy(file => file.File)];
        var results = ResultsOf(measured, plan, data, options, skipped, states.Sum(state => state.Seconds));
        results.Save(run.Results);
        return results;

        IReadOnlyList<SkippedFile> Skipped() => [.. clips.Skipped.Select(clip => new SkippedFile(clip.Sample.Name, clip.Reason))];
    }

    /// <summary>Where a fold's checkpoints and scores lie: a run with one fold is that fold.</summary>
    public static RunFolder FolderOf(TrainingFold fold, FoldPlan plan, RunFolder run) =>
        plan.Folds.Count == 1 ? run : run.Fold(fold.Name.Replace('/', '-'));

    private static RunResults ResultsOf(
        List<(string Name, Scores Scores)> folds, FoldPlan plan, DataSet data, TrainingOptions options, IReadOnlyList<SkippedFile> skipped, double seconds)
    {
        var protocol = new Protocol
        {
            Data = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(data.Root))),
            Split = plan.Split,
            Level = ScoreLevel.Video,
            Views = options.Views,
            Crops = options.Crops,
            Frames = options.Frames,
            SettingsChosenOn = plan.SettingsChosenOn,
            GroupKind = data.GroupKind,
            Caution = plan.Caution,
            Audit = plan.Audit,
        };
        return folds.Count == 1
            ? RunResults.Of(folds[0].Scores, protocol, seconds, skipped, options.Seed)
            : RunResults.OfFolds(folds, data.GroupKind ?? "fold", protocol, seconds, skipped);
    }
}
