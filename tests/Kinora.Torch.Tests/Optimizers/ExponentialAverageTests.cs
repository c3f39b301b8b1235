using Kinora.Torch.Layers;
using Kinora.Torch.Optimizers;
using Kinora.Torch.Serialization;

namespace Kinora.Torch.Tests.Optimizers;

/// <summary>What 200 steps against PyTorch (<see cref="TrainingPartsTests"/>) do not show.</summary>
public sealed class ExponentialAverageTests
{
    [Fact]
    public void Swapped_in_the_module_computes_with_the_averages_and_gets_its_own_back()
    {
        var before = TensorScope.LiveTensors;
        using (var scope = new TensorScope())
        {
            TorchRandom.Seed(1);
            using var module = new Linear(2, 2);
            using var average = new ExponentialAverage(module, 0.5);
            average.Update();
            var first = Bits(module);
            Shift(module, 1);
            average.Update();
            var own = Bits(module);
            var live = TensorScope.LiveTensors;
            using (new TensorScope())
            using (average.Swap())
            {
                Assert.NotEqual(own, Bits(module));
                Assert.NotEqual(first, Bits(module));
                Assert.All(module.StateDict(), entry => Assert.True(entry.Value.Equal(average.StateDict()["module." + entry.Key])));
                Assert.True(module.Weight.RequiresGrad);
                Assert.Throws<InvalidOperationException>(average.Update);
                Assert.Throws<InvalidOperationException>(average.Swap);
            }

            Assert.Equal(own, Bits(module));
            Assert.Equal(live, TensorScope.LiveTensors);

            // Steps after it change the module and not the averages.
            var averages = Bits(average.StateDict());
            Shift(module, 1);
            Assert.Equal(averages, Bits(average.StateDict()));
            Assert.NotEqual(own, Bits(module));
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void Disposed_while_swapped_in_it_gives_the_module_its_own_back()
    {
        using var scope = new TensorScope();
        using var module = new Linear(2, 2);
        var average = new ExponentialAverage(module, 0.5);
        Shift(module, 1);
        var own = Bits(module);
        var swap = average.Swap();
        average.Dispose();
        Assert.Equal(own, Bits(module));
        swap.Dispose();
        Assert.Equal(own, Bits(module));
    }

    [Fact]
    public void Loaded_it_goes_on_with_the_same_bits()
    {
        using var scope = new TensorScope();
        using var module = new BatchNorm1d(3);
        using var first = new ExponentialAverage(module, 0.9);
        first.Update();
        Shift(module, 0.3);
        first.Update();
        using var second = new ExponentialAverage(module, 0.9);
        second.LoadStateDict(first.StateDict());
        Assert.Equal(2, second.Count);
        Shift(module, 0.3);
        first.Update();
        second.Update();
        Assert.Equal(Bits(first.StateDict()), Bits(second.StateDict()));

        var state = first.StateDict().ToDictionary(StringComparer.Ordinal);
        state.Remove("module.weight");
        Assert.Equal("these weights do not fit ExponentialAverage: missing: module.weight", Assert.Throws<WeightsException>(() => second.LoadStateDict(state)).Message);
    }

    private static void Shift(Module module, double by)
    {
        using var mode = Autograd.NoGrad();
        foreach (var (_, value) in module.NamedParameters().Concat(module.NamedBuffers()))
        {
            if (value.DType.IsFloatingPoint())
            {
                value.Add_(by);
            }
            else
            {
                value.Add_(1);
            }
        }
    }

    private static string Bits(Module module) => Bits(module.StateDict());

    private static string Bits(IReadOnlyDictionary<string, Tensor> state)
    {
        using var scope = new TensorScope();
        return string.Join(' ', state.Select(entry => $"{entry.Key}={Convert.ToHexString(entry.Value.Detach().ToBytes())}"));
    }
}
