using System.Globalization;
using Kinora.Models.Weights;
using Kinora.Tests;
using Kinora.Torch;

namespace Kinora.Models.Tests;

/// <summary>The networks that look at frames, against the same networks in PyTorch (reference/frame_models.py).</summary>
public sealed class FrameModelTests
{
    private const int Classes = 5;

    [Theory]
    [InlineData("cnnlstm", "2 3 4 32 32")]
    [InlineData("cnnrnn", "2 3 4 32 32")]
    [InlineData("cnnrnn_partly_frozen", "2 3 4 32 32")]
    [InlineData("convnet_rnn", "2 3 5 32 32")]
    [InlineData("convnet_rnn_lrcn", "3 1 5 32 48")]
    [InlineData("features_rnn", "4 48 7 1 1")]
    [InlineData("features_transformer", "4 48 7 1 1")]
    [InlineData("tsn", "2 3 3 32 32")]
    [InlineData("tsn_stacked", "2 2 6 32 32")]
    [InlineData("resnet50_frame", "2 3 2 32 32")]
    public void Weights_logits_loss_and_gradients_equal_those_of_PyTorch_bit_for_bit(string name, string shape)
    {
        var sizes = shape.Split(' ').Select(size => long.Parse(size, CultureInfo.InvariantCulture)).ToArray();
        PythonNetwork.AssertSame("frame_models.py", [name, .. shape.Split(' ')], () => Build(name, (int)sizes[1]), sizes);
    }

    public static TheoryData<string> Masked => [.. ModelZoo.All.Where(entry => entry.Name is "convnet_rnn" or "features_rnn" or "features_transformer" or "cnnlstm" or "cnnrnn" or "tsn").Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Masked))]
    public void Padding_to_forty_frames_changes_nothing(string name)
    {
        using var scope = new TensorScope();
        using var quiet = Autograd.NoGrad();
        var entry = ModelZoo.Find(name);
        var (channels, size) = entry.Input.Size == 1 ? (24, 1) : (3, 32);
        TorchRandom.Seed(3);
        using var model = entry.Build(Classes, channels: channels);
        model.Eval();
        long[] lengths = [7, 40, 1, 23];
        var padded = PythonNetwork.Ramp([4, channels, 40, size, size]) * 3.0;
        var logits = model.Forward(padded, Torch.Layers.Recurrent.MaskOf(lengths, 40));
        for (var i = 0; i < lengths.Length; i++)
        {
            var alone = model.Forward(padded.Narrow(0, i, 1).Narrow(2, 0, lengths[i]));
            var difference = (alone - logits.Narrow(0, i, 1)).Abs().Max().Item();
            Assert.True(difference <= 1e-5, $"clip {i}: logits differ by {difference}");
            Assert.Equal(alone.Argmax().Item(), logits.Select(0, i).Argmax().Item());
        }

        // A mask that did nothing would pass above only if padding did nothing: it does.
        Assert.False(model.Forward(padded).Equal(logits));
    }

    [Fact]
    public void A_stack_counts_where_any_of_its_frames_is_real()
    {
        using var scope = new TensorScope();
        using var quiet = Autograd.NoGrad();
        TorchRandom.Seed(3);
        using var model = new Tsn(new() { Stack = 3 }, Classes, channels: 2);
        model.Eval();
        var clips = PythonNetwork.Ramp([2, 2, 9, 32, 32]) * 3.0;
        var logits = model.Forward(clips, Torch.Layers.Recurrent.MaskOf([4, 9], 9));

        // Four real frames of nine: the first two stacks of three.
        var expected = model.Forward(clips.Narrow(2, 0, 6)).Narrow(0, 0, 1);
        Assert.True((expected - logits.Narrow(0, 0, 1)).Abs().Max().Item() <= 1e-5);
        Assert.False(model.Forward(clips).Narrow(0, 0, 1).Equal(logits.Narrow(0, 0, 1)));
        Assert.True((model.Forward(clips).Narrow(0, 1, 1) - logits.Narrow(0, 1, 1)).Abs().Max().Item() <= 1e-5);
    }

    [Fact]
    public void Frames_that_do_not_divide_into_stacks_are_refused()
    {
        using var scope = new TensorScope();
        using var model = new Tsn(new() { Stack = 3 }, Classes, channels: 2);
        Assert.Contains("do not divide into stacks of 3", Assert.Throws<ModelException>(() => model.Forward(PythonNetwork.Ramp([1, 2, 4, 32, 32]))).Message, StringComparison.Ordinal);
        Assert.Contains("at least 3 frames", Assert.Throws<ModelException>(() => model.Forward(PythonNetwork.Ramp([1, 2, 2, 32, 32]))).Message, StringComparison.Ordinal);
        Assert.Contains("--stack: found 2", Assert.Single(new TsnOptions { Stack = 2, Backbone = "none" }.Validate(new(new TsnOptions()))).ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_pictures_begin_a_network_of_stacked_flow()
    {
        using var folder = Places.Temporary();
        using var scope = new TensorScope();
        using var pictures = new Tsn(new(), Classes);
        Torch.Serialization.SafeTensors.Save(folder.File("pictures.safetensors"), pictures.StateDict());
        using var weights = SavedWeights.Load(folder.File("pictures.safetensors"));
        using var flow = new Tsn(new() { Stack = 10 }, Classes, channels: 2);

        var report = PretrainedWeights.Load(flow, weights);

        Assert.Equal("backbone.conv1.weight", report.Adapted!.Name);
        var (from, to) = (pictures.StateDict()["backbone.conv1.weight"], flow.StateDict()["backbone.conv1.weight"]);
        Assert.Equal([64, 20, 7, 7], to.Shape);
        Assert.True((to.Select(1, 19) - (from.Mean([1]) * 0.15)).Abs().Max().Item() < 1e-6);
    }

    [Fact]
    public void Lrcn_of_Keras_answers_as_its_reference_says()
    {
        var folder = Places.RealData("weights", "lrcn_ucf50_7cls");
        using var scope = new TensorScope();
        using var quiet = Autograd.NoGrad();
        using var model = new ConvNetRnn(new() { BatchNorm = false, Pools = [4, 4, 2, 2], Cell = RecurrentKind.Lstm, Hidden = 32, Dense = [] }, classes: 7);
        model.LoadStateDict(Torch.Serialization.SafeTensors.Load(Path.Combine(folder, "model.safetensors")).Tensors);
        model.Eval();
        var input = Enumerable.Range(0, 20 * 3 * 64 * 64).Select(i => (float)(0.5 + (0.5 * Math.Sin(0.001 * i)))).ToArray();
        var frames = Tensor.From<float>(input, 1, 20, 3, 64, 64);
        var logits = model.Forward(frames.Transpose(1, 2)).ToArray<float>();

        using var reference = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "reference.json")));
        var expected = reference.RootElement.GetProperty("logits").EnumerateArray().Select(value => value.GetSingle()).ToArray();
        Assert.All(expected.Zip(logits), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    private static CnnRnn PartlyFrozen(CnnRnn model)
    {
        model.TrainLast(1, freezeBatchNorm: false);
        return model;
    }

    private static VideoModel Build(string name, int channels) => name switch
    {
        "cnnrnn_partly_frozen" => PartlyFrozen(new CnnRnn(new() { Cell = RecurrentKind.Gru, Layers = 2, Bidirectional = false, Attention = false }, Classes, channels)),
        "convnet_rnn_lrcn" => new ConvNetRnn(new() { BatchNorm = false, Cell = RecurrentKind.Lstm, Dense = [] }, Classes, channels),
        "tsn_stacked" => new Tsn(new() { Stack = 3 }, Classes, channels),
        _ => ModelZoo.Find(name).Build(Classes, channels: channels),
    };
}
