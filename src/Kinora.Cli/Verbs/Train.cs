using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Cli.Options;
using Kinora.Cli.Progress;
using Kinora.Cli.Shell;
using Kinora.Data;
using Kinora.Reports;
using Kinora.Results;
using Kinora.Training;
using Kinora.Training.Folds;

namespace Kinora.Cli.Verbs;

/// <summary><c>train DATA</c>: trains a network on labelled clips and measures it on clips it never saw.</summary>
internal static class Train
{
    public static Verb Verb { get; } = new("train", "train a network on a folder of labelled clips, and measure it", Run)
    {
        Options = new(
            [OptionRecord.Of<TrainInput>("data"), OptionRecord.Of<TrainingOptions>("train")],
            ModelChoice.Of("model"))
        {
            Basis = PretrainedBasis.Of("pretrained"),
        },
        Positionals = ["data"],
        TakesRecipe = true,
        Examples =
        [
            "train clips/",
            "train clips/ --epochs 30 --size 112 112 --name mine",
            "train clips/ --pretrained runs/mine/checkpoints/best.kinora",
            "train clips/ recipes/hmdb51-notebook.yaml --epochs 20",
            "train weizmann/ --split leave-one-group-out",
        ],
    };

    private static async Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        var options = values.Get<TrainingOptions>();
        var modelOptions = values.Chosen!;
        if (options.Mistakes(modelOptions) is { Count: > 0 } mistakes)
        {
            throw new OptionsException(mistakes);
        }

        var data = DataSets.Open(values.Get<TrainInput>().Data, options.Format, options.OfficialSplit);
        foreach (var notice in data.Notices)
        {
            terminal.Notices.WriteLine($"kinora train: {notice}");
        }

        if (options.Mistakes(modelOptions, data) is { Count: > 0 } unfit)
        {
            throw new OptionsException(unfit);
        }

        var plan = FoldPlanner.Plan(data, options);
        var run = RunFolder.Create(options.Runs, options.Name);
        AtomicFile.WriteText(run.Recipe, values.ToRecipe($"kinora train, {run.Name}"));
        RunEnvironment.Save(run, options);
        terminal.Notices.WriteLine($"{data.Samples.Count} clips of {data.Labels.Count} classes ({data.Format}); split: {plan.Split}");
        if (options.Pretrained is { } pretrained)
        {
            terminal.Notices.WriteLine($"begins with {pretrained}; clips of {options.Frames} frames, stride {options.Stride}, {options.ToPreprocessing().Geometry}");
        }

        if (plan.Caution is { } caution)
        {
            terminal.Notices.WriteLine($"caution: {caution}");
        }

        RunResults results;
        using (var progress = new TrainingScreen(terminal))
        {
            results = TrainingRun.Run(data, plan, options, modelOptions, run, progress, cancelled);
        }

        await PlotFiles.WriteAsync(run).ConfigureAwait(false);
        var report = await ReportFile.WriteAsync(run).ConfigureAwait(false);
        ResultsText.Write(terminal, results);
        terminal.Output.WriteLine($"run: {Path.GetRelativePath(Environment.CurrentDirectory, run.Path)}");
        terminal.Output.WriteLine($"report: {Path.GetRelativePath(Environment.CurrentDirectory, report)}");
        return results.Skipped.Count > 0 ? ExitCode.SomeFailed : ExitCode.Done;
    }
}

/// <summary>What <c>train</c> needs beside how to train.</summary>
internal sealed record TrainInput
{
    [Required]
    [Display(Prompt = "DATA")]
    [Description("folder of labelled clips (a folder per class, or another layout), or a CSV file that lists them")]
    public string Data { get; init; } = "";
}
