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
        var state = adam.StateDict();
        using var other = new Adam([("a", parameters[1].Value)]);
        var stranger = Assert.Throws<TorchException>(() => other.LoadStateDict(state));
        Assert.Equal("the state of Adam has 'b.weight.step', which belongs to no parameter of this one", stranger.Message);

        using var wrongSize = new Adam([("b.weight", parameters[1].Value)]);
        var size = Assert.Throws<TorchException>(() => wrongSize.LoadStateDict(state.Where(e => e.Key.StartsWith('b')).ToDictionary()));
        Assert.Equal("the state of Adam has 'b.weight.exp_avg' of shape (2, 2); the parameter's is (3,)", size.Message);
        Assert.Empty(wrongSize.StateDict());

        using var sgd = new SGD(parameters, 0.1);
        Assert.Throws<TorchException>(() => sgd.LoadStateDict(state));
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
