using Kinora.Data;
using Kinora.Inference;
using Kinora.Models;
using Kinora.Results;
using Kinora.Tests;
using Kinora.Training.Folds;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Training.Tests;

/// <summary>A network of optical flow is trained, measured and used on flow that is found on the way.</summary>
public sealed class FlowTrainingTests
{
    [Fact]
    public void A_motion_stream_learns_real_clips_and_predicts_as_it_was_measured()
    {
        using var folder = Places.Temporary();
        var data = DataSets.Open(Places.RealData("weizmann"));
        var options = new TrainingOptions
        {
            Model = "cnn3d_flow",
            Colour = FrameColour.FlowDis,
            Frames = 16,
            Stride = 1,
            Size = new(32, 32),
            Sampling = SamplingKind.Uniform,
            Subset = 20,
            Validation = 0.5,
            Epochs = 1,
            BatchSize = 5,
            Views = 2,
            Threads = 1,
            DiskCacheMb = 0,
            Runs = folder.File("runs"),
        };
        var model = ModelZoo.Find(options.Model).Defaults;
        Assert.Empty(options.Mistakes(model));
        var run = RunFolder.Create(options.Runs, options.Name);

        TrainingRun.Run(data, FoldPlanner.Plan(data, options), options, model, run, new Silent());

        using var recognizer = Recognizer.Load(run.BestCheckpoint);
        var seen = recognizer.Checkpoints[0].Preprocessing;
        Assert.Equal((2, FrameColour.FlowDis, 0.5f, 0.226f), (seen.Channels, seen.Colour, seen.Mean[0], seen.Std[0]));
        foreach (var clip in Scores.Load(run.Scores).Clips)
        {
            var path = data.Samples.Single(sample => sample.Name == clip.Name).Path;
            Assert.All(recognizer.Predict(path).Probabilities.Zip(clip.Probabilities), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
    }

    [Fact]
    public void Mean_and_deviation_that_are_given_stand_and_those_of_pictures_do_not_serve_flow()
    {
        var flow = new TrainingOptions { Colour = FrameColour.FlowFarneback };
        Assert.Equal(Preprocessing.FlowMean, flow.ToPreprocessing().Mean);
        Assert.Equal(Preprocessing.FlowStd, flow.ToPreprocessing().Std);
        Assert.Equal([0.4f, 0.5f, 0.6f], (flow with { Mean = [0.4, 0.5, 0.6] }).ToPreprocessing().Mean);
        Assert.Equal(flow.ToPreprocessing().Mean, new TrainingOptions().WithPreprocessing(flow.ToPreprocessing()).ToPreprocessing().Mean);
        Assert.Equal(Preprocessing.ImageNetMean, new TrainingOptions().ToPreprocessing().Mean);
    }

    [Fact]
    public void What_flow_cannot_be_is_refused_before_anything_is_opened()
    {
        var options = new TrainingOptions { Colour = FrameColour.FlowFarneback, Filter = ScaleFilter.FFmpegBilinear, Augment = "randaugment ops 1 magnitude 3" };
        var mistakes = options.Mistakes(ModelZoo.Find(options.Model).Defaults);
        Assert.Collection(
            mistakes,
            mistake => Assert.StartsWith("--filter is ffmpeg-bilinear", mistake, StringComparison.Ordinal),
            mistake => Assert.StartsWith("--augment: 'randaugment", mistake, StringComparison.Ordinal));
    }
}
