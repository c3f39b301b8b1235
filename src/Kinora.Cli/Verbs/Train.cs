using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Cli.Studies;
using Kinora.Reports;
using Kinora.Results;
using Kinora.Torch.Serialization;
using Kinora.Training;

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
            "train --resume runs/mine",
        ],
    };

    private static string? Unfit(RunFolder run) =>
        File.Exists(run.Results) ? "is finished: results.json is there; to train it further, start a new run with --pretrained and its checkpoint"
        : StudyRecord.IsIn(run) ? "is no single run but a study; go on with 'kinora tune --resume' or 'kinora ablate --resume'"
        : null;

    private static async Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        var run = default(RunFolder);
        if (values.Get<TrainInput>().Resume is { } named)
        {
            (values, run) = ResumedRun.Open(Verb, values, named, Unfit, "time");
        }

        var training = TrainedRun.Prepare(values, new OpenedData(notice => terminal.Notices.WriteLine($"kinora train: {notice}")));
        if (run is null)
        {
            run = RunFolder.Create(training.Options.Runs, training.Options.Name);
            training.Begin(run, $"kinora train, {run.Name}");
        }

        foreach (var line in training.Words())
        {
            terminal.Notices.WriteLine(line);
        }

        RunResults results;
        try
        {
            results = training.Train(run, terminal, cancelled);
        }
        catch (Exception e) when (e is OperationCanceledException or ResultsException or WeightsException && Directory.EnumerateFiles(run.Path, "state.safetensors", SearchOption.AllDirectories).Any())
        {
            terminal.Notices.WriteLine($"kinora train: to go on where it stopped: kinora train --resume {Path.GetRelativePath(Environment.CurrentDirectory, run.Path)}");
            throw;
        }

        await PlotFiles.WriteAsync(run).ConfigureAwait(false);
        var report = await ReportFile.WriteAsync(run).ConfigureAwait(false);
        ResultsText.Write(terminal, results);
        terminal.Output.WriteLine($"run: {Path.GetRelativePath(Environment.CurrentDirectory, run.Path)}");
        terminal.Output.WriteLine($"report: {Path.GetRelativePath(Environment.CurrentDirectory, report)}");
        return results.Skipped.Count > 0 ? ExitCode.SomeFailed : ExitCode.Done;
    }
}
