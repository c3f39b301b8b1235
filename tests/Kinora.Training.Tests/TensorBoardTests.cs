using System.Text.Json;
using Kinora.Data;
using Kinora.Models;
using Kinora.Results;
using Kinora.Tests;
using Kinora.Training.Folds;
using Kinora.Training.TensorBoard;

namespace Kinora.Training.Tests;

/// <summary>Event files, read back by a Python script that knows the format from its description alone.</summary>
public sealed class TensorBoardTests
{
    private static readonly TrainingOptions Quick = new()
    {
        Frames = 8,
        Stride = 1,
        Size = new(32, 32),
        Epochs = 2,
        Augment = "none",
        Views = 1,
        Threads = 1,
        DiskCacheMb = 0,
        Split = SplitKind.Group,
        Validation = 0.34,
    };

    [Fact]
    public void A_training_is_written_as_it_is_logged()
    {
        using var folder = Places.Temporary();
        var (run, data) = Begin(folder, Quick);
        RunResults results;
        using (var records = new TensorBoardRecords(run, data, Quick))
        {
            results = TrainingRun.Run(data, FoldPlanner.Plan(data, Quick), Quick, ModelZoo.Find(Quick.Model).Defaults, run, records);
            Assert.Null(records.NotKept);
        }

        var events = Read(Assert.Single(Directory.GetFiles(run.TensorBoard, "events.out.tfevents.*")));

        Assert.Equal("brain.Event:2", events[0].GetProperty("file_version").GetString());
        Assert.Equal("```yaml\nepochs: 2\n```", Value(events, 0, "recipe").GetProperty("text").GetString());
        var epochs = RunLog.Read(run.Log).OfType<EpochEvent>().ToArray();
        Assert.Equal(2, epochs.Length);
        foreach (var epoch in epochs)
        {
            Assert.Equal((float)epoch.TrainLoss, Scalar("loss/train"));
            Assert.Equal((float)epoch.ValidationLoss!.Value, Scalar("loss/validation"));
            Assert.Equal((float)epoch.TrainAccuracy, Scalar("accuracy/train"));
            Assert.Equal((float)epoch.ValidationAccuracy!.Value, Scalar("accuracy/validation"));
            Assert.Equal((float)epoch.LearningRate, Scalar("learning_rate"));
            Assert.Equal((float)epoch.ClipsPerSecond!.Value, Scalar("clips_per_second"));
            Assert.Equal(epoch.Time.ToUnixTimeMilliseconds() / 1000.0, events.Single(one => Has(one, epoch.Epoch, "loss/train")).GetProperty("time").GetDouble());

            float Scalar(string tag) => Value(events, epoch.Epoch, tag).GetProperty("scalar").GetSingle();
        }

        Assert.Equal((float)results.Top1.Value, Value(events, 2, "measured/top1").GetProperty("scalar").GetSingle());
        foreach (var (step, tag) in (ReadOnlySpan<(int, string)>)[(0, "clips/as_trained"), (2, "measured/confusion")])
        {
            var size = Value(events, step, tag).GetProperty("image").EnumerateArray().Select(number => number.GetInt32()).ToArray();
            Assert.True(size is [> 60, > 60, 3], $"{tag}: {string.Join(' ', size)}");
        }
    }

    [Fact]
    public void A_run_that_goes_on_takes_back_the_epochs_that_are_trained_again()
    {
        using var folder = Places.Temporary();
        var (run, data) = Begin(folder, Quick);
        var fold = FoldPlanner.Plan(data, Quick).Folds[0];
        foreach (var epochs in (int[][])[[1, 2, 3], [3, 4]])
        {
            using var records = new TensorBoardRecords(run, data, Quick);
            records.FoldStarted(fold, 1, 1);
            foreach (var epoch in epochs)
            {
                records.EpochEnded(Epoch(epoch), isBest: true);
            }
        }

        // A third process finds everything trained, and only measures: nothing is taken back.
        using (var log = RunLog.Open(run.Log))
        {
            log.Append(Epoch(4));
        }

        using (var records = new TensorBoardRecords(run, data, Quick))
        {
            records.FoldStarted(fold, 1, 1);
            records.FoldEnded(fold, new Scores(["down", "up"], [new ClipScore("a.mp4", null, 1, [0.25f, 0.75f])]));
        }

        // By name, as TensorBoard reads them; all began within a second or two.
        var files = Directory.GetFiles(run.TensorBoard).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(3, files.Length);
        var events = Read(files);
        var start = Assert.Single(events, one => one.TryGetProperty("session", out _));
        Assert.Equal((1, 3), (start.GetProperty("session").GetInt32(), start.GetProperty("step").GetInt32()));

        // What a reader keeps: nothing of an earlier file from the step of the start on.
        var kept = new List<int>();
        foreach (var one in events)
        {
            if (one.TryGetProperty("session", out _))
            {
                kept.RemoveAll(step => step >= one.GetProperty("step").GetInt32());
            }
            else if (one.TryGetProperty("values", out _))
            {
                kept.Add(one.GetProperty("step").GetInt32());
            }
        }

        // Recipe and clips, then each epoch once, then what was measured after the last.
        Assert.Equal([0, 0, 1, 2, 3, 4, 4], kept);
        Assert.Equal(1, Value(events, 4, "measured/top1").GetProperty("scalar").GetSingle());
    }

    [Fact]
    public void Each_of_several_folds_has_a_folder_of_its_own()
    {
        using var folder = Places.Temporary();
        var options = Quick with { Split = SplitKind.LeaveOneGroupOut };
        var (run, data) = Begin(folder, options);
        var plan = FoldPlanner.Plan(data, options);
        using (var records = new TensorBoardRecords(run, data, options))
        {
            foreach (var (number, fold) in plan.Folds.Index())
            {
                records.FoldStarted(fold, number + 1, plan.Folds.Count);
                records.EpochEnded(Epoch(1), isBest: true);
            }
        }

        Assert.Equal(MovingSquares.Persons, Directory.GetDirectories(run.TensorBoard).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        Assert.All(MovingSquares.Persons, person => Assert.Equal(1, Value(Read(Directory.GetFiles(Path.Combine(run.TensorBoard, person))), 1, "loss/train").GetProperty("scalar").GetSingle()));
    }

    [Fact]
    public void Where_nothing_can_be_written_the_training_goes_on_and_is_told_once()
    {
        using var folder = Places.Temporary();
        var (run, data) = Begin(folder, Quick);
        File.WriteAllText(run.TensorBoard, "in the way");
        using var records = new TensorBoardRecords(run, data, Quick);

        records.FoldStarted(FoldPlanner.Plan(data, Quick).Folds[0], 1, 1);
        records.EpochEnded(Epoch(1), isBest: true);

        Assert.StartsWith($"no more is written for TensorBoard into {run.TensorBoard}: ", records.NotKept, StringComparison.Ordinal);
        Assert.Equal("in the way", File.ReadAllText(run.TensorBoard));
    }

    private static EpochEvent Epoch(int number) => new()
    {
        Time = DateTimeOffset.UnixEpoch.AddHours(number),
        Epoch = number,
        TrainLoss = 1.0 / number,
        TrainAccuracy = 0.5,
        LearningRate = 1e-3,
        Seconds = 1,
    };

    private static (RunFolder Run, DataSet Data) Begin(TemporaryFolder folder, TrainingOptions options)
    {
        var data = DataSets.Open(MovingSquares.Write(folder));
        var run = RunFolder.Create(folder.File("runs"), "one");
        AtomicFile.WriteText(run.Recipe, $"epochs: {options.Epochs}\n");
        return (run, data);
    }

    private static JsonElement[] Read(params string[] files) =>
        [.. JsonDocument.Parse(Places.Python(Path.Combine(Places.Repository, "tests", "Kinora.Training.Tests", "reference", "read_events.py"), files)).RootElement.EnumerateArray()];

    private static bool Has(JsonElement one, int step, string tag) =>
        one.GetProperty("step").GetInt32() == step && one.TryGetProperty("values", out var values) && values.EnumerateArray().Any(value => value.GetProperty("tag").GetString() == tag);

    private static JsonElement Value(JsonElement[] events, int step, string tag) =>
        events.Single(one => Has(one, step, tag)).GetProperty("values").EnumerateArray().Single(value => value.GetProperty("tag").GetString() == tag);
}
