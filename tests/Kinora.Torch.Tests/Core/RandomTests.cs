namespace Kinora.Torch.Tests.Core;

public sealed class RandomTests
{
    [Fact]
    public void State_and_numbers_are_those_of_Python()
    {
        var reference = new Reference("random_state.py");
        using var scope = new TensorScope();
        TorchRandom.Seed(1234567890123);
        reference.AssertSame("seeded", State());
        reference.AssertSame("drawn", Ops.Randn([7]));
        Ops.Rand([5000]);
        Ops.Randperm(13);
        reference.AssertSame("later", State());
        var state = TorchRandom.GetState();
        reference.AssertSame("next", Ops.Randn([20]));
        Ops.Randn([3]);
        TorchRandom.SetState(state);
        reference.AssertSame("next", Ops.Randn([20]));
        TorchRandom.SetState(reference["later"].ToArray<byte>());
        reference.AssertSame("next", Ops.Randn([20]));
        TorchRandom.Seed(-1);
        reference.AssertSame("seeded below zero", State());
    }

    [Fact]
    public void What_is_no_state_is_refused()
    {
        var state = TorchRandom.GetState();
        Assert.StartsWith("random state: Expected either a CPUGeneratorImplState", Assert.Throws<TorchException>(() => TorchRandom.SetState(new byte[10])).Message, StringComparison.Ordinal);
        Assert.Equal(state, TorchRandom.GetState());
    }

    private static Tensor State()
    {
        var state = TorchRandom.GetState();
        return Tensor.From(state, state.Length);
    }
}
