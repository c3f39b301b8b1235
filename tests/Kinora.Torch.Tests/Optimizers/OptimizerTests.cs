using Kinora.Torch.Optimizers;

namespace Kinora.Torch.Tests.Optimizers;

public sealed class OptimizerTests
{
    [Fact]
    public void State_is_named_by_parameter_in_their_order()
    {
        using var scope = new TensorScope();
        var parameters = Parameters();
        using var adam = new Adam(parameters, amsGrad: true);
        Assert.Empty(adam.StateDict());
        StepOnce(adam, parameters);
        Assert.Equal(
            ["b.weight.step", "b.weight.exp_avg", "b.weight.exp_avg_sq", "b.weight.max_exp_avg_sq", "a.step", "a.exp_avg", "a.exp_avg_sq", "a.max_exp_avg_sq"],
            adam.StateDict().Keys);
    }

    [Fact]
    public void It_frees_what_it_remembers()
    {
        using var scope = new TensorScope();
        var parameters = Parameters();
        var adam = new Adam(parameters);
        var before = TensorScope.LiveTensors;
        StepOnce(adam, parameters);
        StepOnce(adam, parameters);
        Assert.Equal(before + 6, TensorScope.LiveTensors);
        adam.Dispose();
        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void What_it_remembers_outlives_the_scope_of_the_step()
    {
        using var scope = new TensorScope();
        var parameters = Parameters();
        using var sgd = new SGD(parameters, 0.1, momentum: 0.9);
        using (new TensorScope())
        {
            StepOnce(sgd, parameters);
        }

        Assert.Equal([1f, 1f, 1f], sgd.StateDict()["a.momentum_buffer"].ToArray<float>());
    }

    [Fact]
    public void Gradients_are_freed_or_zeroed()
    {
        using var scope = new TensorScope();
        var parameters = Parameters();
        using var sgd = new SGD(parameters, 0.1);
        parameters[1].Value.Sum().Backward();
        sgd.ZeroGrad(setToNone: false);
        Assert.Equal([0f, 0f, 0f], parameters[1].Value.Grad!.ToArray<float>());
        Assert.Null(parameters[0].Value.Grad);
        sgd.ZeroGrad();
        Assert.Null(parameters[1].Value.Grad);
    }

    [Fact]
    public void A_state_of_other_parameters_is_refused_and_changes_nothing()
    {
        using var scope = new TensorScope();
        var parameters = Parameters();
        using var adam = new Adam(parameters);
        StepOnce(adam, parameters);
        var state = adam.StateDict().ToDictionary(StringComparer.Ordinal);
        using var other = new Adam([("a", parameters[1].Value)]);
        Assert.Equal("3 of 6 entries are not of the state of this Adam; the first is 'b.weight.step'", Refusal(other, state));

        using var amsGrad = new Adam(parameters, amsGrad: true);
        Assert.Equal("the state of Adam lacks 'b.weight.max_exp_avg_sq'", Refusal(amsGrad, state));

        using var sgd = new SGD(parameters, 0.1, momentum: 0.9);
        Assert.Equal("6 of 6 entries are not of the state of this SGD; the first is 'b.weight.step'", Refusal(sgd, state));

        state["b.weight.exp_avg"] = Ops.Zeros([2, 3]);
        using var fresh = new Adam(parameters);
        Assert.Equal("the state has Float32 (2, 3) as 'b.weight.exp_avg', where Float32 (2, 2) is expected", Refusal(fresh, state));
        state["b.weight.exp_avg"] = Ops.Zeros([2, 2], DType.Float64);
        Assert.Equal("the state has Float64 (2, 2) as 'b.weight.exp_avg', where Float32 (2, 2) is expected", Refusal(fresh, state));
        Assert.Empty(fresh.StateDict());
    }

    [Fact]
    public void Settings_outside_their_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD([], -1));
        Assert.Throws<ArgumentException>(() => new SGD([], 0.1, nesterov: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam([], beta1: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW([], weightDecay: -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RMSprop([], alpha: -1));
        using var scope = new TensorScope();
        var one = Tensor.Of(1f);
        Assert.Throws<ArgumentException>(() => new SGD([("a", one), ("a", one)], 0.1));
    }

    private static string Refusal(Optimizer optimizer, IReadOnlyDictionary<string, Tensor> state) =>
        Assert.Throws<TorchException>(() => optimizer.LoadStateDict(state)).Message;

    private static (string Name, Tensor Value)[] Parameters()
    {
        var b = Ops.Ones([2, 2]);
        var a = Ops.Ones([3]);
        b.RequiresGrad = true;
        a.RequiresGrad = true;
        return [("b.weight", b), ("a", a)];
    }

    private static void StepOnce(Optimizer optimizer, (string Name, Tensor Value)[] parameters)
    {
        using var scope = new TensorScope();
        optimizer.ZeroGrad();
        (parameters[0].Value.Sum() + parameters[1].Value.Sum()).Backward();
        optimizer.Step();
    }
}
