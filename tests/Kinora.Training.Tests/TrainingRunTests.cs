using System.Text.Json;
using Kinora.Data;
using Kinora.Models;
using Kinora.Results;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Torch.Serialization;
using Kinora.Training.Folds;
using Kinora.Video.Sampling;

namespace Kinora.Training.Tests;

public sealed class TrainingRunTests
{
    private static readonly TrainingOptions Quick = new()
    {
        Frames = 8,
        Stride = 1,
        Size = new(32, 32),
        Epochs = 12,
        BatchSize = 4,
        LearningRate = 3e-3,
        Augment = "none",
        Sampling = SamplingKind.RandomStride,
        Views = 2,
        Threads = 1,
        DiskCacheMb = 0,
    };

    [Fact]
    public void Every_person_is_left_out_once_and_the_network_learns_what_moves_where()
    {
        using var folder = Places.Temporary();
        var before = TensorScope.LiveTensors;
        var data = DataSets.Open(MovingSquares.Write(folder));
        var options = Quick with { Split = SplitKind.LeaveOneGroupOut, InnerValidation = 0, Epochs = 20, Runs = folder.File("runs") };
        var observer = new Silent();

        var results = Run(data, options, observer, out var run);

        Assert.Equal(MovingSquares.Persons, results.Folds!.Select(fold => fold.Name));
        Assert.Equal(18, results.Clips);
        Assert.True(results.Top1.Value >= 0.9, $"top-1 is {results.Top1}");
        Assert.Equal(3 * options.Epochs, RunLog.Read(run.Log).OfType<EpochEvent>().Count());
        Assert.Equal(18, Scores.Load(run.Scores).Clips.Count);
        foreach (var person in MovingSquares.Persons)
        {
            using var best = Checkpoint.Load(run.Fold(person).BestCheckpoint);
            Assert.Equal(person, RunRecipe.Read(best.Recipe)!.Fold);
        }

        // The verdict of the split travels with the results and with every checkpoint.
        Assert.Equal(SplitTrust.Clean, RunResults.Load(run.Results).Protocol.Audit!.Verdict);
        using (var file = SafeTensors.Load(run.Fold(MovingSquares.Persons[0]).BestCheckpoint))
        using (var audit = JsonDocument.Parse(file.Metadata["kinora.audit"]))
        {
            Assert.Equal("clean", audit.RootElement.GetProperty("verdict").GetString());
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void No_fold_ever_shows_the_person_it_leaves_out_to_training_or_to_the_choice_of_the_epoch()
    {
        using var folder = Places.Temporary();
        var data = DataSets.Open(MovingSquares.Write(folder, perPerson: 1));

        var plan = FoldPlanner.Plan(data, new TrainingOptions { Split = SplitKind.LeaveOneGroupOut });

        foreach (var fold in plan.Folds)
        {
            Assert.NotEmpty(fold.Selection);
            Assert.All(fold.Train.Concat(fold.Selection), i => Assert.NotEqual(fold.Name, data.Samples[i].Group));
            Assert.All(fold.Test, i => Assert.Equal(fold.Name, data.Samples[i].Group));
            Assert.Empty(Groups(fold.Train).Intersect(Groups(fold.Selection)));
        }

        IEnumerable<string?> Groups(IEnumerable<int> samples) => samples.Select(i => data.Samples[i].Group).Distinct();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.0)]
    [InlineData(0.5)]
    public void One_division_may_leave_the_choice_of_the_epoch_to_others_than_the_measured_clips(double? inner)
    {
        using var folder = Places.Temporary();
        var data = DataSets.Open(MovingSquares.Write(folder));

        var plan = FoldPlanner.Plan(data, new TrainingOptions { Split = SplitKind.Group, Validation = 0.34, InnerValidation = inner });

        var fold = Assert.Single(plan.Folds);
        Assert.Empty(fold.Train.Intersect(fold.Test));
        Assert.Equal(inner is null ? fold.Test : [], fold.Selection.Intersect(fold.Test));
        Assert.Equal(18, fold.Train.Concat(fold.Selection).Concat(fold.Test).Distinct().Count());
        Assert.Equal(inner == 0, fold.Selection.Count == 0);
        Assert.Contains(inner switch { null => "measured", 0 => "last epoch", _ => "training side" }, plan.SettingsChosenOn, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_whatever_the_number_of_decoding_threads()
    {
        using var folder = Places.Temporary();
        var data = DataSets.Open(MovingSquares.Write(folder));
        var options = Quick with { Epochs = 2, Augment = new TrainingOptions().Augment, Split = SplitKind.Group, Validation = 0.34 };

        var first = Weights(options with { Workers = 1, CacheMb = 0, Runs = folder.File("first") });
        var second = Weights(options with { Workers = 3, Runs = folder.File("second") });
        var other = Weights(options with { Workers = 1, Seed = 7, Runs = folder.File("other") });

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);

        byte[] Weights(TrainingOptions asked)
        {
            Run(data, asked, new Silent(), out var run);
            using var last = Checkpoint.Load(run.LastCheckpoint);
            return [.. last.Model.StateDict().Values.SelectMany(tensor => tensor.ToBytes())];
        }
    }

    [Fact]
    public void A_random_split_of_known_persons_is_said_to_leak()
    {
        using var folder = Places.Temporary();
        var data = DataSets.Open(MovingSquares.Write(folder, perPerson: 2));

        Assert.Contains("share their", FoldPlanner.Plan(data, new TrainingOptions { Split = SplitKind.Random }).Caution, StringComparison.Ordinal);
        Assert.Null(FoldPlanner.Plan(data, new TrainingOptions { Split = SplitKind.Group, Validation = 0.34 }).Caution);
    }

    [Fact]
    public void A_stopped_training_leaves_the_last_whole_checkpoint_and_no_tensor()
    {
        using var folder = Places.Temporary();
        var data = DataSets.Open(MovingSquares.Write(folder));
        var before = TensorScope.LiveTensors;
        using var stop = new CancellationTokenSource();
        var observer = new Silent { OnEpoch = epoch => { if (epoch == 2) { stop.Cancel(); } } };
        var options = Quick with { Runs = folder.File("runs"), Name = "stopped" };

        Assert.Throws<OperationCanceledException>(() => Run(data, options, observer, out _, stop.Token));

        using (var best = Checkpoint.Load(Path.Combine(folder.File("runs"), "stopped", "checkpoints", "best.kinora")))
        {
            Assert.Equal(["down", "up"], best.Labels);
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void A_folder_that_changes_while_it_is_trained_on_is_told_of_file_by_file()
    {
        using var folder = Places.Temporary();
        var data = DataSets.Open(MovingSquares.Write(folder));
        var options = Quick with { Epochs = 4, CacheMb = 0, Split = SplitKind.Group, Validation = 0.34, InnerValidation = 0, Runs = folder.File("runs") };
        var train = FoldPlanner.Plan(data, options).Folds.Single().Train.Select(number => data.Samples[number]).ToArray();
        var observer = new Silent
        {
            OnEpoch = epoch =>
            {
                if (epoch == 2)
                {
                    File.Delete(train[0].Path);
                    File.WriteAllText(train[1].Path, "no video any more");
                    File.Copy(train[3].Path, train[2].Path, overwrite: true);
                }
            },
        };

        var results = Run(data, options, observer, out var run);

        Assert.Equal([train[0].Name, train[1].Name], results.Skipped.Select(file => file.File).Order(StringComparer.Ordinal));
        Assert.Contains("no such file", results.Skipped.Single(file => file.File == train[0].Name).Reason, StringComparison.OrdinalIgnoreCase);
        var told = Assert.Single(observer.Notices, notice => notice.Contains("while the run went on", StringComparison.Ordinal));
        Assert.StartsWith($"3 of the 18 clips of {data.Root} were changed or removed", told, StringComparison.Ordinal);
        Assert.All(train[..3], sample => Assert.Contains(sample.Name, told, StringComparison.Ordinal));
        Assert.Equal(6, results.Clips);
        Assert.Equal(4, RunLog.Read(run.Log).OfType<EpochEvent>().Count());
    }

    [Fact]
    public void Options_that_do_not_fit_together_are_all_named_at_once()
    {
        var options = new TrainingOptions { Frames = 4, Size = new(16, 64), Augment = "flip 2", Device = "gpu" };

        var mistakes = options.Mistakes(ModelZoo.Find(options.Model).Defaults);

        Assert.Equal(4, mistakes.Count);
        Assert.Contains("--frames is 4", mistakes[0], StringComparison.Ordinal);
        Assert.Contains("--size is 16 64", mistakes[1], StringComparison.Ordinal);
        Assert.Contains("--augment", mistakes[2], StringComparison.Ordinal);
        Assert.Contains("--device", mistakes[3], StringComparison.Ordinal);
    }

    private static RunResults Run(DataSet data, TrainingOptions options, ITrainingObserver observer, out RunFolder run, CancellationToken cancellation = default)
    {
        run = RunFolder.Create(options.Runs, options.Name);
        return TrainingRun.Run(data, FoldPlanner.Plan(data, options), options, ModelZoo.Find(options.Model).Defaults, run, observer, cancellation);
    }
}
