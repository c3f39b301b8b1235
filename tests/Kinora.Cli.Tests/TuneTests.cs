using System.Text.Json;
using Kinora.Cli.Studies;
using Kinora.Cli.Verbs;
using Kinora.Models;
using Kinora.Results;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Cli.Tests;

/// <summary><c>tune</c>.</summary>
public sealed class TuneTests : IDisposable
{
    private readonly TemporaryFolder folder = Places.Temporary();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_search_keeps_the_recipe_that_is_best_on_validation_clips_and_goes_on_where_it_was_cut_off()
    {
        SmallStudy.Clips(folder);

        string[] search = ["--search", "learning_rate: 1e-4..1e-2 log", "label_smoothing: 0, 0.1", "--trials", "3"];
        var (code, output, errors) = Tune([.. search, "--name", "search"]);

        Assert.True(code == 0, errors);
        Assert.Contains("0.2 of the training side chooses between trials", errors, StringComparison.Ordinal);
        var runs = Enumerable.Range(1, 3).Select(number => RunFolder.Open(folder.File($"runs/search/trials/00{number}"))).ToArray();
        var accuracies = runs.Select(run => RunLog.Read(run.Log).OfType<EpochEvent>().Max(epoch => epoch.ValidationAccuracy!.Value)).ToArray();
        Assert.All(runs, run => Assert.Single(Directory.GetFiles(run.TensorBoard, "events.out.tfevents.*")));
        var table = File.ReadAllLines(folder.File("runs/search/trials.csv"));
        Assert.Equal("trial,name,seed,learning_rate,label_smoothing,state,validation_accuracy,validation_loss,seconds,error", table[0]);
        Assert.Equal(4, table.Length);

        // The best on validation clips; of equal ones the lower loss.
        using var trials = JsonDocument.Parse(File.ReadAllText(folder.File("runs/search/trials.json")));
        var records = trials.RootElement.GetProperty("trials").EnumerateArray().ToArray();
        Assert.Equal(accuracies, records.Select(record => record.GetProperty("validation_accuracy").GetDouble()));
        var best = records.OrderByDescending(record => record.GetProperty("validation_accuracy").GetDouble()).ThenBy(record => record.GetProperty("validation_loss").GetDouble()).First();
        Assert.Contains($"best: trial {best.GetProperty("number").GetInt32()}, {best.GetProperty("name").GetString()}: ", output, StringComparison.Ordinal);
        var recipe = File.ReadAllText(folder.File("runs/search/best.yaml"));
        foreach (var setting in best.GetProperty("settings").EnumerateObject())
        {
            Assert.Contains($"\n  {setting.Name}: {setting.Value.GetString()}\n", recipe, StringComparison.Ordinal);
        }

        Assert.Contains("\n  inner_validation: 0.2\n", recipe, StringComparison.Ordinal);
        Assert.Contains("\n  name: null\n", recipe, StringComparison.Ordinal);

        // The same search, killed in its second trial, comes to the same.
        Kill(() => Directory.Exists(folder.File("runs/killed/trials/002")), [.. search, "--name", "killed"]);
        Assert.False(File.Exists(folder.File("runs/killed/trials/002/results.json")));
        var untouched = File.GetLastWriteTimeUtc(folder.File("runs/killed/trials/001/log.jsonl"));

        (code, var again, errors) = SmallStudy.Start(folder, "tune", "--resume", "killed");

        Assert.True(code == 0, errors);
        Assert.Contains("1 of 3 trials are done already", errors, StringComparison.Ordinal);
        Assert.Equal(untouched, File.GetLastWriteTimeUtc(folder.File("runs/killed/trials/001/log.jsonl")));
        Assert.Equal(WithoutTime(table), WithoutTime(File.ReadAllLines(folder.File("runs/killed/trials.csv"))));
        Assert.Equal(recipe.Split('\n')[1..], File.ReadAllLines(folder.File("runs/killed/best.yaml")).Skip(1).Append(""));
        Assert.Equal(output.Split('\n').Single(line => line.StartsWith("best:", StringComparison.Ordinal)), again.Split('\n').Single(line => line.StartsWith("best:", StringComparison.Ordinal)));

        // One trial more, and it stays that many.
        foreach (var arguments in (string[][])[["--trials", "4"], []])
        {
            (code, _, errors) = SmallStudy.Start(folder, ["tune", "--resume", "killed", .. arguments]);
            Assert.True(code == 0, errors);
            Assert.Equal(5, File.ReadAllLines(folder.File("runs/killed/trials.csv")).Length);
        }

        (code, _, errors) = SmallStudy.Start(folder, "tune", "--resume", "search", "--epochs", "3");
        Assert.Equal(2, code);
        Assert.Contains("--epochs: not with --resume", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trial_that_cannot_be_trained_is_told_and_the_others_go_on()
    {
        SmallStudy.Clips(folder);

        var (code, output, errors) = Tune("--search", $"pretrained: {BrokenWeights()}, none", "--method", "grid", "--name", "search", "--json");

        Assert.True(code == 1, errors);
        Assert.Contains("trial 1 failed: the loss became NaN in epoch 1", errors, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(2, json.RootElement.GetProperty("best").GetInt32());
        Assert.Equal(["failed", "finished"], json.RootElement.GetProperty("trials").EnumerateArray().Select(trial => trial.GetProperty("state").GetString()));
    }

    [Fact]
    public void What_was_measured_has_no_say()
    {
        var record = new StudyRecord("tune", 4, [Trial(1, 0.8, 0.5, 0.99), Trial(2, 0.9, 0.7, 0.10), Trial(3, 0.9, 0.6, 0.05), Trial(4, 0.9, 0.6, 1.0)]);

        Assert.Equal([3, 4, 2, 1], Verbs.Tune.Ranked(record).Select(trial => trial.Number));

        static TrialRecord Trial(int number, double accuracy, double loss, double measured) => new()
        {
            Number = number,
            Name = $"{number}",
            Seed = 1,
            Settings = new Dictionary<string, string>(),
            State = TrialState.Finished,
            ValidationScore = accuracy,
            ValidationLoss = loss,
            Top1 = new Interval(measured, 0, 1, ""),
        };
    }

    [Fact]
    public void Another_metric_chooses_epochs_and_trials()
    {
        SmallStudy.Clips(folder);

        var (code, output, errors) = Tune("--search", "learning_rate: 1e-4, 1e-2", "--best-by", "loss", "--name", "search", "--json");

        Assert.True(code == 0, errors);
        var losses = Enumerable.Range(1, 2)
            .Select(number => RunLog.Read(RunFolder.Open(folder.File($"runs/search/trials/00{number}")).Log).OfType<EpochEvent>().Min(epoch => epoch.ValidationLoss!.Value)).ToArray();
        using var json = JsonDocument.Parse(output);
        Assert.Equal(losses, json.RootElement.GetProperty("trials").EnumerateArray().Select(trial => trial.GetProperty("validation_loss").GetDouble()), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(losses[0] <= losses[1] ? 1 : 2, json.RootElement.GetProperty("best").GetInt32());
    }

    [Fact]
    public void Mistakes_are_all_told_before_anything_is_trained()
    {
        SmallStudy.Clips(folder);

        var (code, _, errors) = Tune("--search", "frames: 4, 8", "augment: none | flip 2");

        Assert.Equal(2, code);
        Assert.Contains("--frames is 4, but video3dcnn_s takes clips from 8 frames up", errors, StringComparison.Ordinal);
        Assert.Contains("augment flip 2: --augment: ", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("runs")));
    }

    [Fact]
    public void Where_no_clips_are_left_to_choose_it_is_refused()
    {
        SmallStudy.Clips(folder);

        var (code, _, errors) = Tune("--search", "learning_rate: 1e-3, 1e-2", "--inner-validation", "0");

        Assert.Equal(2, code);
        Assert.Contains("--inner-validation is 0: no clips are left to choose between trials, and those that are measured must not; give --inner-validation 0.2", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("runs")));
    }

    [Fact]
    public void Without_data_or_a_search_both_are_asked_for()
    {
        var (code, _, errors) = SmallStudy.Start(folder, "tune");
        Assert.Equal(2, code);
        Assert.Contains("kinora tune: DATA is missing", errors, StringComparison.Ordinal);
        Assert.Contains("kinora tune: --search is missing", errors, StringComparison.Ordinal);
    }

    private static IEnumerable<string> WithoutTime(IEnumerable<string> table) => table.Select(line => string.Join(',', line.Split(',')[..^2]));

    private void Kill(Func<bool> when, IEnumerable<string> arguments)
    {
        using var process = SmallStudy.Begin(folder, ["tune", "clips", .. SmallStudy.Quick, .. arguments]);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        while (!when())
        {
            Assert.False(process.WaitForExit(20), "it ended before it could be killed");
        }

        process.Kill();
        process.WaitForExit();
    }

    private (int Code, string Output, string Errors) Tune(params IEnumerable<string> arguments) => SmallStudy.Start(folder, ["tune", "clips", .. SmallStudy.Quick, .. arguments]);

    private string BrokenWeights()
    {
        var entry = Video3dCnn.SmallEntry;
        var options = new Video3dCnnOptions { Width = 4, TemporalPools = 3 };
        using var model = entry.Build(2, options);
        using (Autograd.NoGrad())
        using (new TensorScope())
        {
            foreach (var parameter in model.Parameters())
            {
                parameter.Detach().Fill_(double.NaN);
            }
        }

        Checkpoint.Save(folder.File("broken.kinora"), entry, options, model, ["down", "right"], new Preprocessing { Geometry = new Squash(new(32, 32)), Sampler = new(SamplingKind.CentredStride, 8, 1) });
        return "broken.kinora";
    }
}
