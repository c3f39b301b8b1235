using Kinora.Data;
using Kinora.Models;
using Kinora.Results;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Training.Folds;
using Kinora.Training.Schedules;
using Kinora.Video.Sampling;

namespace Kinora.Training.Tests;

/// <summary>A training that was stopped and goes on ends with the bits of one that was not.</summary>
public sealed class ResumeTests
{
    private static readonly TrainingOptions Quick = new()
    {
        Frames = 8,
        Stride = 1,
        Size = new(32, 32),
        Epochs = 4,
        BatchSize = 4,
        LearningRate = 3e-3,
        Sampling = SamplingKind.RandomStride,
        Views = 1,
        Threads = 1,
        DiskCacheMb = 0,
        Split = SplitKind.Group,
        Validation = 0.34,
    };

    /// <summary>Everything that a step changes, in turn.</summary>
    public static TheoryData<string> Kinds => ["plain", "plateau", "everything", "frozen", "folds", "unfreezing"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Stopped_at_several_steps_and_resumed_it_ends_with_the_same_bits(string kind)
    {
        using var folder = Places.Temporary();
        var before = TensorScope.LiveTensors;
        var data = DataSets.Open(MovingSquares.Write(folder));
        var (options, model) = OptionsOf(kind);
        options = options with { Runs = folder.File("runs") };

        var whole = RunFolder.Create(options.Runs, "whole");
        var expected = TrainingRun.Run(data, FoldPlanner.Plan(data, options), options, model, whole, new Silent());
        var broken = RunFolder.Create(options.Runs, "broken");
        var results = StoppedOften(data, options, model, broken);

        Assert.Equal(Weights(whole), Weights(broken));
        Assert.Equal(File.ReadAllText(whole.Scores), File.ReadAllText(broken.Scores));
        Assert.Equal(expected.Top1, results.Top1);
        Assert.Equal(Told(whole), Told(broken));
        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void Other_clips_than_it_began_with_are_refused()
    {
        using var folder = Places.Temporary();
        var list = MovingSquares.Write(folder);
        var options = Quick with { Runs = folder.File("runs") };
        var run = RunFolder.Create(options.Runs, "run");
        using var stop = new CancellationTokenSource();
        var data = DataSets.Open(list);
        Assert.ThrowsAny<OperationCanceledException>(() => TrainingRun.Run(
            data, FoldPlanner.Plan(data, options), options, ModelZoo.Find(options.Model).Defaults, run, new Silent { OnStep = stop.Cancel }, stop.Token));
        File.WriteAllLines(list, File.ReadAllLines(list).SkipLast(1));

        data = DataSets.Open(list);
        var refused = Assert.Throws<TrainingException>(() => TrainingRun.Run(
            data, FoldPlanner.Plan(data, options), options, ModelZoo.Find(options.Model).Defaults, run, new Silent()));

        Assert.Contains("does not hold the clips that the run began with", refused.Message, StringComparison.Ordinal);
    }

    private static (TrainingOptions Options, object Model) OptionsOf(string kind)
    {
        var rnn = new CnnRnnOptions { Hidden = 8, AttentionSize = 8, Dropout = 0.3 };
        return kind switch
        {
            "plain" => (Quick, ModelZoo.Find(Quick.Model).Defaults),
            "plateau" => (Quick with { Scheduler = ScheduleKind.Plateau, PlateauPatience = 0, Optimizer = OptimizerKind.Sgd }, ModelZoo.Find(Quick.Model).Defaults),
            "everything" => (Quick with
            {
                Accumulate = 2,
                BatchSize = 2,
                EmaDecay = 0.9,
                ClipNorm = 1,
                WarmupEpochs = 2,
                Mixup = 0.4,
                Cutmix = 0.5,
                BalancedSampling = true,
                LabelSmoothing = 0.1,
                Optimizer = OptimizerKind.AdamW,
                KeepBest = 2,
                BestBy = SelectionMetric.Loss,
                Precision = PrecisionKind.Bfloat16,
            }, ModelZoo.Find(Quick.Model).Defaults),
            "frozen" => (Quick with { Model = "cnnrnn", TrainableStages = 0, FeatureCopies = 2 }, rnn),
            "folds" => (Quick with { Split = SplitKind.LeaveOneGroupOut, InnerValidation = 0, Epochs = 2 }, ModelZoo.Find(Quick.Model).Defaults),
            "unfreezing" => (Quick with { Model = "cnnrnn", FreezeBackboneUntilEpoch = 1, UnfreezeStageEpochs = 1, Optimizer = OptimizerKind.RmsProp }, rnn),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    // Each time after some steps more, so that it is stopped within epochs, at their ends and between folds.
    private static RunResults StoppedOften(DataSet data, TrainingOptions options, object model, RunFolder run)
    {
        for (var steps = 1; ; steps += 2)
        {
            using var stop = new CancellationTokenSource();
            var left = steps;
            try
            {
                return TrainingRun.Run(
                    data, FoldPlanner.Plan(data, options), options, model, run, new Silent { OnStep = () => { if (--left == 0) { stop.Cancel(); } } }, stop.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.True(steps < 100, "it does not come to an end");
            }
        }
    }

    private static Dictionary<string, byte[]> Weights(RunFolder run)
    {
        var all = new Dictionary<string, byte[]>();
        foreach (var file in Directory.GetFiles(run.Path, "*.kinora", SearchOption.AllDirectories).Order())
        {
            using var checkpoint = Checkpoint.Load(file);
            all.Add(Path.GetRelativePath(run.Path, file), [.. checkpoint.Model.StateDict().Values.SelectMany(tensor => tensor.ToBytes())]);
        }

        Assert.NotEmpty(all);
        return all;
    }

    // What the log says, but for the clock.
    private static IEnumerable<(string?, int, double, double, double?, double?, double)> Told(RunFolder run) =>
        RunLog.Read(run.Log).OfType<EpochEvent>().Select(epoch =>
            (epoch.Fold, epoch.Epoch, epoch.TrainLoss, epoch.TrainAccuracy, epoch.ValidationLoss, epoch.ValidationAccuracy, epoch.LearningRate));
}
