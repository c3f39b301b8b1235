using Kinora.Data;
using Kinora.Data.Splitting;
using Kinora.Models;
using Kinora.Results;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Torch.Layers;
using Kinora.Torch.Optimizers;
using Kinora.Training.Engine;
using Kinora.Training.Folds;
using Kinora.Training.Forecasting;
using Kinora.Training.Mixing;
using Kinora.Training.State;

namespace Kinora.Training.Tests;

/// <summary>What the engine does around a step.</summary>
public sealed class EngineTests
{
    private static readonly TrainingOptions Quick = new() { Frames = 4, Stride = 1, Size = new(16, 16), BatchSize = 8, Epochs = 1, Threads = 1, DiskCacheMb = 0, Augment = "none", Momentum = 0 };

    [Fact]
    public void A_batch_that_exhausts_the_memory_goes_through_in_parts_with_the_same_gradient()
    {
        using var folder = Places.Temporary();
        var data = DataSets.Open(MovingSquares.Write(folder));
        var before = TensorScope.LiveTensors;

        var (roomy, _) = WeightsAfterOneStep(data, most: 8);
        var (tight, notices) = WeightsAfterOneStep(data, most: 2);

        Assert.All(roomy.Zip(tight), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        Assert.Equal(2, notices.Count);
        Assert.Contains("goes through in 2 parts", notices[0], StringComparison.Ordinal);
        Assert.Contains("goes through in 4 parts", notices[1], StringComparison.Ordinal);
        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void One_clip_that_exhausts_the_memory_ends_training_with_advice()
    {
        using var folder = Places.Temporary();
        var data = DataSets.Open(MovingSquares.Write(folder));

        var refused = Assert.Throws<TrainingException>(() => WeightsAfterOneStep(data, most: 0));

        Assert.Contains("one clip alone exhausts the memory", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--precision bfloat16", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_forecast_that_exhausts_the_memory_asks_for_smaller_parts()
    {
        var forecast = Forecaster.Measure(batch: 8, steps: 10, batchesPerStep: 1, later: 0, count =>
        {
            if (count > 3)
            {
                throw new TorchException("CUDA out of memory");
            }
        });

        Assert.Equal(4, forecast.Parts);
    }

    [Theory]
    [InlineData(0, 0, "4 4 4 4 4 4")]
    [InlineData(2, 0, "0 0 4 4 4 4")]
    [InlineData(2, 1, "0 0 1 2 3 4")]
    [InlineData(1, 2, "0 1 1 2 2 3")]
    public void Stages_are_unfrozen_from_the_last_to_the_first(int frozen, int perStage, string expected)
    {
        var schedule = new StageSchedule(Stages: 5, Trainable: 4, frozen, perStage);
        Assert.Equal(expected, string.Join(' ', Enumerable.Range(0, 6).Select(schedule.At)));
    }

    [Fact]
    public void The_best_epochs_are_remembered_and_of_equal_ones_the_lower_loss_then_the_earlier()
    {
        var best = new BestEpochs(2, []);
        Assert.Equal(0, best.Add(new EpochScore(0, 0.5, 1)));
        Assert.Equal(1, best.Add(new EpochScore(1, 0.5, 1)));
        Assert.Equal(0, best.Add(new EpochScore(2, 0.5, 0.9)));
        Assert.Null(best.Add(new EpochScore(3, 0.4, 0.1)));
        Assert.Equal([2, 0], best.Scores.Select(score => score.Epoch));
    }

    [Fact]
    public void A_balanced_epoch_shows_every_class_as_often_and_every_clip_of_a_class_as_often()
    {
        int[] labels = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 2];
        var order = BalancedOrder.Of(labels, seed: 3, epoch: 5);
        Assert.Equal([4, 4, 4], order.GroupBy(clip => labels[clip]).OrderBy(group => group.Key).Select(group => group.Count()));
        Assert.Equal([2, 2], order.Where(clip => labels[clip] == 1).GroupBy(clip => clip).Select(group => group.Count()));
        Assert.Equal(4, order.Where(clip => labels[clip] == 0).Distinct().Count());
        Assert.Equal(order, BalancedOrder.Of(labels, seed: 3, epoch: 5));
        Assert.NotEqual(order, BalancedOrder.Of(labels, seed: 3, epoch: 6));
    }

    [Fact]
    public void Training_ends_early_where_nothing_gets_better_and_where_the_time_is_over()
    {
        using var folder = Places.Temporary();
        var data = DataSets.Open(MovingSquares.Write(folder, perPerson: 1));
        var options = Quick with { Model = "video3dcnn_s", Frames = 8, Size = new(32, 32), Epochs = 30, LearningRate = 1e-8, Split = Training.SplitKind.Group, Validation = 0.34 };

        Assert.InRange(Epochs(options with { Patience = 2, BestBy = SelectionMetric.Top1, Runs = folder.File("patience") }), 3, 29);
        Assert.Equal(1, Epochs(options with { Time = TimeSpan.FromSeconds(0.001), Runs = folder.File("time") }));

        int Epochs(TrainingOptions asked)
        {
            var run = RunFolder.Create(asked.Runs, "run");
            TrainingRun.Run(data, FoldPlanner.Plan(data, asked), asked, ModelZoo.Find(asked.Model).Defaults, run, new Silent());
            return RunLog.Read(run.Log).OfType<EpochEvent>().Count();
        }
    }

    private static (float[] Weights, List<string> Notices) WeightsAfterOneStep(DataSet data, int most)
    {
        TorchRandom.Seed(1);
        using var scope = new TensorScope();
        using var model = new Fussy(most);
        using var criterion = new CrossEntropyLoss();
        using var optimizer = new SGD(model.NamedParameters(), 0.1);
        var clips = Quick.ToSource(data);
        var loader = clips.Training([.. Enumerable.Range(0, 8)], Quick.ToPreprocessing(data), Quick.ToTrainingSampler(), Quick.ToAugmentations(), 8, Device.Cpu);
        var observer = new Silent();
        var loop = new EpochLoop(loader, new TrainingStep(model, criterion, optimizer, Quick, Device.Cpu, null, null), new BatchMixing(0, 0), Quick, Device.Cpu, observer);
        loop.Run(new TrainingState { Clips = "", Files = "", Threads = 1 }, _ => { }, _ => true, CancellationToken.None);
        return (model.Weights, observer.Notices);
    }

    /// <summary>A linear network whose memory holds few clips.</summary>
    private sealed class Fussy : VideoModel
    {
        private readonly Linear fc;
        private readonly int most;

        public Fussy(int most)
            : base(classes: 2, channels: 3, new InputLimits(1, 1))
        {
            this.most = most;
            fc = Register("fc", new Linear(3 * 4 * 16 * 16, 2));
        }

        public float[] Weights => fc.NamedParameters().First().Value.Detach().ToArray<float>();

        public override Tensor Forward(Tensor input) =>
            input.Shape[0] <= most ? fc.Forward(input.Flatten(1)) : throw new TorchException("out of memory, as a test wants it");
    }
}
