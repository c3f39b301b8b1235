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
        var options = new TrainingOptions
        {
            Model = "cnnrnn",
            TrainableStages = 0,
            Frames = 6,
            Stride = 1,
            Size = new(32, 32),
            Epochs = 4,
            BatchSize = 6,
            LearningRate = 1e-3,
            Augment = "none",
            Sampling = SamplingKind.RandomStride,
            Views = 1,
            Threads = 1,
            Split = SplitKind.Group,
            InnerValidation = 0,
            Runs = folder.File("runs"),
        };
        var frozen = new CnnRnnOptions { Hidden = 16, AttentionSize = 16, Dropout = 0 };

        var (looking, lookingLosses) = Run(data, options with { FeatureCopies = 0, Name = "looking" }, frozen);
        var (kept, keptLosses) = Run(data, options with { FeatureCopies = 3, Name = "kept" }, frozen);

        Assert.All(lookingLosses.Zip(keptLosses), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.NotEqual(keptLosses[0], keptLosses[^1]);
        Assert.All(looking.Clips.Zip(kept.Clips), pair => Assert.All(pair.First.Probabilities.Zip(pair.Second.Probabilities), one => Assert.Equal(one.First, one.Second, 1e-3f)));
        Assert.Equal(before, TensorScope.LiveTensors);
    }

    private static (Scores Scores, double[] Losses) Run(DataSet data, TrainingOptions options, object model)
    {
        var run = RunFolder.Create(options.Runs, options.Name);
        TrainingRun.Run(data, FoldPlanner.Plan(data, options), options, model, run, new Silent());
        return (Scores.Load(run.Scores), [.. RunLog.Read(run.Log).OfType<EpochEvent>().Select(epoch => epoch.TrainLoss)]);
    }
}
