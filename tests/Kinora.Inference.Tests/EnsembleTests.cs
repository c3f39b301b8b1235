using Kinora.Inference.Fusion;
using Kinora.Models;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Video;
using Kinora.Video.Scaling;

namespace Kinora.Inference.Tests;

/// <summary>Several networks that answer as one.</summary>
public sealed class EnsembleTests : IDisposable
{
    private readonly TemporaryFolder folder = new("ensemble");
    private readonly long liveBefore = TensorScope.LiveTensors;

    public EnsembleTests()
    {
        Networks.SaveVideo(folder.File("clip.mp4"), frames: 40, new FrameSize(48, 48));
        Networks.SaveVideoNetwork(folder.File("rgb.kinora"), Networks.Preprocessing);
        // The stream of motion knows the classes in another order.
        Networks.SaveVideoNetwork(folder.File("flow.kinora"), Networks.Preprocessing with { Colour = FrameColour.FlowFarneback }, [.. Networks.Labels.Reverse()], seed: 4);
    }

    public void Dispose()
    {
        Assert.Equal(liveBefore, TensorScope.LiveTensors);
        folder.Dispose();
    }

    [Theory]
    [InlineData(FusionMethod.Sum, null)]
    [InlineData(FusionMethod.Weighted, new[] { 1.0, 3.0 })]
    [InlineData(FusionMethod.Max, null)]
    [InlineData(FusionMethod.Learned, new[] { 0.5, 1.5 })]
    public void Two_streams_answer_by_the_arithmetic_of_fuse_whatever_the_order_of_their_classes(FusionMethod method, double[]? weights)
    {
        var (rgb, flow) = (Alone("rgb.kinora"), Alone("flow.kinora"));
        var expected = FusionRule.Apply(method, [[.. rgb.Probabilities], [.. flow.Probabilities.Reverse()]], weights);
        using var both = Recognizer.Load([folder.File("rgb.kinora"), folder.File("flow.kinora")], new Ensemble(method, weights));
        Assert.Equal(Networks.Labels, both.Labels);
        var prediction = both.Predict(folder.File("clip.mp4"));
        Assert.Equal(expected, prediction.Probabilities);
        Assert.Equal(rgb.Frames, prediction.Frames);
        Assert.Equal(Enumerable.Range(0, 8).Select(i => 12 + (2 * i)), prediction.Frames);

        var window = both.Timeline(folder.File("clip.mp4")).Windows[1];
        Assert.Equal(both.Predict($"{folder.File("clip.mp4")}#frames={window.FirstFrame}-{window.FirstFrame + window.FrameCount - 1}").Probabilities, window.Probabilities);
    }

    [Fact]
    public void Networks_of_other_classes_and_weights_of_no_use_are_refused_and_nothing_stays()
    {
        Networks.SaveVideoNetwork(folder.File("other.kinora"), Networks.Preprocessing, ["walk", "run", "sit"]);
        var error = Assert.Throws<ModelException>(() => Recognizer.Load([folder.File("rgb.kinora"), folder.File("other.kinora")]));
        Assert.Contains("only one of them has sit, jump", error.Message, StringComparison.Ordinal);
        Assert.Contains("other.kinora", error.Message, StringComparison.Ordinal);
        string[] two = [folder.File("rgb.kinora"), folder.File("flow.kinora")];
        Assert.Throws<ArgumentException>(() => Recognizer.Load(two, new Ensemble(FusionMethod.Weighted)));
        Assert.Throws<ArgumentException>(() => Recognizer.Load(two, new Ensemble(FusionMethod.Weighted, [1])));
        Assert.Throws<ArgumentException>(() => Recognizer.Load(two, new Ensemble(FusionMethod.Weighted, [0, 0])));
        Assert.Throws<ArgumentException>(() => Recognizer.Load(two, new Ensemble(FusionMethod.Sum, [1, 1])));
    }

    private Prediction Alone(string name)
    {
        using var recognizer = Recognizer.Load(folder.File(name));
        return recognizer.Predict(folder.File("clip.mp4"));
    }
}
