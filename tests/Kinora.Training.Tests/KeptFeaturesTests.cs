using Kinora.Data;
using Kinora.Models;
using Kinora.Results;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Training.Folds;
using Kinora.Video.Sampling;

namespace Kinora.Training.Tests;

/// <summary>A frozen backbone looks at each frame once; what is learnt from it is the same.</summary>
public sealed class KeptFeaturesTests
{
    [Fact]
    public void Without_augmentation_kept_features_train_to_the_same_losses_and_scores_as_looking_every_time()
    {
        using var folder = Places.Temporary();
        var before = TensorScope.LiveTensors;
        var data = DataSets.Open(MovingSquares.Write(folder));
        var options = Options(folder) with { Augment = "none" };
        var (looking, lookingLosses) = Run(data, options with { FeatureCopies = 0, Name = "looking" }, Frozen);
        var (kept, keptLosses) = Run(data, options with { FeatureCopies = 3, Name = "kept" }, Frozen);

        Assert.All(lookingLosses.Zip(keptLosses), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.NotEqual(keptLosses[0], keptLosses[^1]);
        Assert.All(looking.Clips.Zip(kept.Clips), pair => Assert.All(pair.First.Probabilities.Zip(pair.Second.Probabilities), one => Assert.Equal(one.First, one.Second, 1e-3f)));
        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void A_later_run_takes_the_features_from_disk_and_ends_with_the_same_bits()
    {
        using var folder = Places.Temporary();
        var cache = Environment.GetEnvironmentVariable("KINORA_CACHE");
        try
        {
            Environment.SetEnvironmentVariable("KINORA_CACHE", folder.File("cache"));
            var data = DataSets.Open(MovingSquares.Write(folder));
            var options = Options(folder) with { Augment = "flip 0.5, gray 0.3", FeatureCopies = 2 };
            var alone = Run(data, options with { DiskCacheMb = 0, Name = "alone" }, Frozen);
            var first = Run(data, options with { Name = "first" }, Frozen);
            var seen = Sizes();
            var second = Run(data, options with { Name = "second" }, Frozen);
            var otherHead = Run(data, options with { Name = "other" }, Frozen with { Hidden = 8 });

            Assert.Equal(data.Samples.Count, seen.Count);
            Assert.Equal(seen, Sizes());
            Assert.Equal(alone.Losses, first.Losses);
            Assert.Equal(alone.Losses, second.Losses);
            Assert.Equal(alone.Scores.Clips.SelectMany(clip => clip.Probabilities), second.Scores.Clips.SelectMany(clip => clip.Probabilities));
            Assert.NotEqual(alone.Losses, otherHead.Losses);

            // Another seed draws other weights, so that everything is looked at again.
            Run(data, options with { Seed = 7, Name = "seed" }, Frozen);
            Assert.Equal(2 * seen.Count, Sizes().Count);
        }
        finally
        {
            Environment.SetEnvironmentVariable("KINORA_CACHE", cache);
        }

        List<(string, long)> Sizes() =>
            [.. Directory.GetFiles(folder.File("cache"), "*.features", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => (file, new FileInfo(file).Length))];
    }

    private static CnnRnnOptions Frozen { get; } = new() { Hidden = 16, AttentionSize = 16, Dropout = 0 };

    private static TrainingOptions Options(TemporaryFolder folder) => new()
    {
        Model = "cnnrnn",
        TrainableStages = 0,
        Frames = 6,
        Stride = 1,
        Size = new(32, 32),
        Epochs = 4,
        BatchSize = 6,
        LearningRate = 1e-3,
        Sampling = SamplingKind.RandomStride,
        Views = 1,
        Threads = 1,
        Split = SplitKind.Group,
        InnerValidation = 0,
        Runs = folder.File("runs"),
    };

    private static (Scores Scores, double[] Losses) Run(DataSet data, TrainingOptions options, object model)
    {
        var run = RunFolder.Create(options.Runs, options.Name);
        TrainingRun.Run(data, FoldPlanner.Plan(data, options), options, model, run, new Silent());
        return (Scores.Load(run.Scores), [.. RunLog.Read(run.Log).OfType<EpochEvent>().Select(epoch => epoch.TrainLoss)]);
    }
}
