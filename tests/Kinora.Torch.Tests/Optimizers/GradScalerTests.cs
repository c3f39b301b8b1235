using Kinora.Torch.Optimizers;

namespace Kinora.Torch.Tests.Optimizers;

/// <summary>
/// The published rules of torch.cuda.amp.GradScaler as a table: PyTorch switches its own off without CUDA, so that it cannot be
/// run beside this one here.
/// </summary>
public sealed class GradScalerTests
{
    /// <summary>Steps (f: finite, i: infinite, n: no number) with a growth interval of 3, then scale and tracker.</summary>
    [Theory]
    [InlineData("f", 65536, 1)]
    [InlineData("ff", 65536, 2)]
    [InlineData("fff", 131072, 0)]
    [InlineData("ffff", 131072, 1)]
    [InlineData("ffffff", 262144, 0)]
    [InlineData("i", 32768, 0)]
    [InlineData("n", 32768, 0)]
    [InlineData("ffi", 32768, 0)]
    [InlineData("ffiff", 32768, 2)]
    [InlineData("ffifff", 65536, 0)]
    [InlineData("iin", 8192, 0)]
    [InlineData("fffi", 65536, 0)]
    public void Scale_and_tracker_follow_the_rules(string steps, double scale, int tracker)
    {
        var before = TensorScope.LiveTensors;
        using (var scope = new TensorScope())
        {
            var parameter = Parameter();
            using var optimizer = new SGD([("w", parameter)], 0.5);
            using var scaler = new GradScaler(growthInterval: 3);
            var expected = 1f;
            foreach (var step in steps)
            {
                optimizer.ZeroGrad();
                var factor = step switch { 'i' => float.PositiveInfinity, 'n' => float.NaN, _ => 0.25f };
                scaler.Scale(parameter.Mul((double)factor).Sum()).Backward();
                Assert.Equal(step == 'f', scaler.Step(optimizer));
                scaler.Update();
                expected -= step == 'f' ? 0.5f * 0.25f : 0;

                // Both elements: a step left out leaves all as it is.
                Assert.Equal([expected, expected], parameter.Detach().ToArray<float>());
            }

            Assert.Equal((scale, tracker), (scaler.CurrentScale, scaler.GrowthTracker));
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void One_bad_element_of_one_gradient_is_found_and_the_others_are_unscaled_all_the_same()
    {
        using var scope = new TensorScope();
        var (a, b) = (Parameter(), Parameter());
        using var optimizer = new SGD([("a", a), ("b", b), ("c", Parameter())], 0.5);
        using var scaler = new GradScaler(initScale: 8);
        a.Grad = Tensor.From<float>([16, 24], 2);
        b.Grad = Tensor.From<float>([8, float.NegativeInfinity], 2);
        scaler.Unscale(optimizer);
        Assert.Equal([2f, 3f], a.Grad.ToArray<float>());
        Assert.Equal([1f, float.NegativeInfinity], b.Grad.ToArray<float>());
        Assert.Throws<InvalidOperationException>(() => scaler.Unscale(optimizer));
        Assert.False(scaler.Step(optimizer));
        Assert.Throws<InvalidOperationException>(() => scaler.Step(optimizer));
        scaler.Update();
        Assert.Equal(4, scaler.CurrentScale);
        Assert.Throws<InvalidOperationException>(scaler.Update);
    }

    [Fact]
    public void Unscaled_by_hand_they_are_not_unscaled_again()
    {
        using var scope = new TensorScope();
        var parameter = Parameter();
        using var optimizer = new SGD([("w", parameter)], 1);
        using var scaler = new GradScaler();
        scaler.Scale(parameter.Sum()).Backward();
        Assert.Equal([65536f, 65536f], parameter.Grad!.ToArray<float>());
        scaler.Unscale(optimizer);
        Assert.Equal([1f, 1f], parameter.Grad!.ToArray<float>());
        Assert.True(scaler.Step(optimizer));
        Assert.Equal([0f, 0f], parameter.Detach().ToArray<float>());
    }

    [Fact]
    public void One_of_two_optimizers_with_bad_gradients_lowers_the_scale_of_both()
    {
        using var scope = new TensorScope();
        var (good, bad) = (Parameter(), Parameter());
        using var first = new SGD([("w", good)], 1);
        using var second = new SGD([("w", bad)], 1);
        using var scaler = new GradScaler();
        good.Grad = Tensor.From<float>([0, 0], 2);
        bad.Grad = Tensor.From<float>([0, float.NaN], 2);
        Assert.True(scaler.Step(first));
        Assert.False(scaler.Step(second));
        scaler.Update();
        Assert.Equal(32768, scaler.CurrentScale);
    }

    [Fact]
    public void A_scale_beyond_float32_is_not_taken()
    {
        using var scope = new TensorScope();
        var parameter = Parameter();
        using var optimizer = new SGD([("w", parameter)], 1);
        using var scaler = new GradScaler(initScale: 3e38, growthInterval: 1);
        parameter.Grad = Tensor.From<float>([0, 0], 2);
        scaler.Step(optimizer);
        scaler.Update();
        Assert.Equal(((double)3e38f, 0), (scaler.CurrentScale, scaler.GrowthTracker));
    }

    [Fact]
    public void Its_state_travels_and_another_is_refused()
    {
        using var scope = new TensorScope();
        var parameter = Parameter();
        using var optimizer = new SGD([("w", parameter)], 1);
        using var scaler = new GradScaler(initScale: 1024);
        parameter.Grad = Tensor.From<float>([0, 0], 2);
        scaler.Step(optimizer);
        scaler.Update();
        using var other = new GradScaler();
        other.LoadStateDict(scaler.StateDict());
        Assert.Equal((1024.0, 1), (other.CurrentScale, other.GrowthTracker));

        var state = scaler.StateDict().ToDictionary(StringComparer.Ordinal);
        state["scale"] = Tensor.Of(1.0);
        Assert.Equal("the state has Float64 () as 'scale', where Float32 () is expected", Assert.Throws<TorchException>(() => other.LoadStateDict(state)).Message);
        state.Remove("scale");
        Assert.Equal("the state of GradScaler lacks 'scale'", Assert.Throws<TorchException>(() => other.LoadStateDict(state)).Message);
        Assert.Equal(1024, other.CurrentScale);
    }

    private static Tensor Parameter()
    {
        var parameter = Ops.Ones([2]);
        parameter.RequiresGrad = true;
        return parameter;
    }
}
