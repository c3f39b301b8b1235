using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Data;
using Kinora.Data.Loading;
using Kinora.Evaluation;
using Kinora.Models;
using Kinora.Results;
using Kinora.Torch;

namespace Kinora.Cli.Verbs;

/// <summary><c>evaluate DATA</c>: measures a trained network on labelled clips.</summary>
internal static class Evaluate
{
    public static Verb Verb { get; } = new("evaluate", "measure a trained network on a folder of labelled clips", Run)
    {
        Options = new([OptionRecord.Of<EvaluateOptions>("evaluate")]),
        Positionals = ["data"],
        Examples = ["evaluate clips/", "evaluate clips/ --model runs/mine --samples 5", "evaluate others/ --part all --out scores/"],
    };

    private static Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        var options = values.Get<EvaluateOptions>();
        var clock = Stopwatch.StartNew();
        var device = Device.Parse(options.Device);
        using var checkpoint = Checkpoint.Load(NamedModel.Find(options.Model, options.Runs, terminal), device);
        var found = DataSets.Open(options.Data, options.Format, MeasuredPart.OfficialSplitOf(options.Data, checkpoint));
        var (samples, words, caution) = MeasuredPart.Of(found, checkpoint, options.Part);
        var data = found.WithLabels(checkpoint.Labels);
        foreach (var notice in found.Notices.Concat(caution is null ? [] : [$"caution: {caution}"]))
        {
            terminal.Notices.WriteLine(notice);
        }

        var clips = new ClipSource(data, cacheBytes: 0, options.Workers > 0 ? options.Workers : Environment.ProcessorCount, seed: 0);
        var views = options.Views ?? checkpoint.Preprocessing.Views;
        var loader = clips.Evaluation(samples, checkpoint.Preprocessing, views, options.BatchSize, device, crops: checkpoint.Preprocessing.Crops);
        var scores = Evaluator.Score(checkpoint.Model, loader, checkpoint.Labels, cancellation: cancelled);
        clips.Index.Save();
        foreach (var notice in clips.Notices)
        {
            terminal.Notices.WriteLine($"notice: {notice}");
        }

        var results = RunResults.Of(
            scores,
            new Protocol
            {
                Data = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(data.Root))),
                Split = words,
                Level = ScoreLevel.Video,
                Views = views,
                Crops = checkpoint.Preprocessing.Crops,
                Frames = checkpoint.Preprocessing.Sampler.Length,
                SettingsChosenOn = "not this evaluation: the checkpoint is as it was trained",
                GroupKind = data.GroupKind,
            },
            clock.Elapsed.TotalSeconds,
            [.. clips.Skipped.Select(clip => new SkippedFile(clip.Sample.Name, clip.Reason))]);
        ResultsText.Write(terminal, results);
        SampleLines.Write(terminal.Output, scores, options.Samples, options.Seed);
        if (options.Out is { } folder)
        {
            Directory.CreateDirectory(folder);
            results.Save(Path.Combine(folder, "results.json"));
            scores.Save(Path.Combine(folder, "scores.csv"));
        }

        return Task.FromResult(results.Skipped.Count > 0 ? ExitCode.SomeFailed : ExitCode.Done);
    }
}

/// <summary>What <c>evaluate</c> takes.</summary>
internal sealed record EvaluateOptions
{
    [Required]
    [Display(Prompt = "DATA")]
    [Description("folder of labelled clips, or a CSV file that lists them")]
    public string Data { get; init; } = "";

    [Description("layout of the data folder; found out by itself when not given")]
    public string? Format { get; init; }

    [Display(Prompt = "RUN")]
    [Description("a run, such as runs/mine, or a checkpoint that train wrote; the newest run's best when not given")]
    public string? Model { get; init; }

    [Description("which clips: held-out are those the training never saw, where this is the data it was trained on, else all")]
    public DataPart Part { get; init; } = DataPart.HeldOut;

    [Description("clips of each video whose probabilities are averaged; the checkpoint's own number when not given")]
    [Range(1, 100)]
    public int? Views { get; init; }

    [Description("print so many random clips with truth, prediction and confidence")]
    [Range(0, 100_000)]
    public int Samples { get; init; }

    [Description("seed of those random clips")]
    [Range(0, int.MaxValue)]
    public int Seed { get; init; } = 42;

    [Display(Prompt = "FOLDER")]
    [Description("write results.json and scores.csv there")]
    public string? Out { get; init; }

    [Description("videos measured at once")]
    [Range(1, 4096)]
    public int BatchSize { get; init; } = 8;

    [Description("threads that decode videos; 0 takes every core")]
    [Range(0, 1024)]
    public int Workers { get; init; }

    [Description("where to compute: cpu, cuda, cuda:1, ...")]
    public string Device { get; init; } = "cpu";

    [Description("folder of the runs")]
    public string Runs { get; init; } = "runs";
}
