using Kinora.Models.Weights;
using Kinora.Torch;

namespace Kinora.Models.Tests;

public sealed class FirstLayerTests
{
    [Theory]
    [InlineData("mc3_18", "stem.0.weight")]
    [InlineData("cnn3d_v2", "conv1.weight")]
    public void A_gray_clip_gives_what_it_gave_as_RGB(string name, string first)
    {
        var before = TensorScope.LiveTensors;
        TorchRandom.Seed(11);
        using (var scope = new TensorScope())
        {
            using var coloured = ModelZoo.Find(name).Build(5);
            using var gray = ModelZoo.Find(name).Build(5, channels: 1);
            coloured.To(DType.Float64);
            gray.To(DType.Float64);
            var state = new Dictionary<string, Tensor>(coloured.StateDict());
            state[first] = FirstLayer.Adapt(state[first], 1);
            gray.LoadStateDict(state);
            coloured.Eval();
            gray.Eval();

            using var noGrad = Autograd.NoGrad();
            var clip = PythonNetwork.Ramp([1, 1, 16, 16, 16], DType.Float64);
            var expected = coloured.Forward(clip.Repeat([1, 3, 1, 1, 1]));
            var difference = (gray.Forward(clip) - expected).Abs().Max().Item();
            Assert.True(difference <= 1e-12 * expected.Abs().Max().Item(), $"differs by {difference}");
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void Every_channel_gets_the_mean_and_all_together_the_old_sum()
    {
        using var scope = new TensorScope();
        var weight = PythonNetwork.Ramp([4, 3, 2, 5, 5], DType.Float64);
        var flow = FirstLayer.Adapt(weight, 2);
        Assert.Equal([4, 2, 2, 5, 5], flow.Shape);
        Assert.True((flow.Sum([1]) - weight.Sum([1])).Abs().Max().Item() < 1e-14);
        Assert.True(flow.Select(1, 0).Equal(flow.Select(1, 1)));
        Assert.True((flow.Select(1, 0) - (weight.Mean([1]) * 1.5)).Abs().Max().Item() < 1e-14);
        Assert.Equal([4, 10, 5, 5], FirstLayer.Adapt(weight.Select(2, 0), 10).Shape);
    }

    [Fact]
    public void As_many_channels_as_before_change_nothing()
    {
        using var scope = new TensorScope();
        var weight = PythonNetwork.Ramp([4, 3, 2, 5, 5]);
        Assert.Same(weight, FirstLayer.Adapt(weight, 3));
        Assert.Throws<ModelException>(() => FirstLayer.Adapt(Ops.Ones([4, 3]), 1));
    }
}
