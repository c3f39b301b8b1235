using Kinora.Torch.Initializers;

namespace Kinora.Torch.Tests.Layers;

[Collection(nameof(LayerReference))]
public sealed class InitializeTests(LayerReference reference)
{
    private static readonly Dictionary<string, Action<Tensor>> Cases = new()
    {
        ["Uniform"] = t => Initialize.Uniform(t),
        ["Uniform of a range"] = t => Initialize.Uniform(t, -2.5, 0.5),
        ["Normal"] = t => Initialize.Normal(t),
        ["Normal of few"] = t => Initialize.Normal(t, 1.5, 0.25),
        ["Normal of many"] = t => Initialize.Normal(t, -1, 3),
        ["Constant"] = t => Initialize.Constant(t, 0.3),
        ["Zeros"] = Initialize.Zeros,
        ["Ones"] = Initialize.Ones,
        ["KaimingUniform"] = t => Initialize.KaimingUniform(t),
        ["KaimingUniform of outputs"] = t => Initialize.KaimingUniform(t, Gain.Tanh, FanMode.Out),
        ["KaimingUniform as in layers"] = t => Initialize.KaimingUniform(t, Gain.LeakyRelu(Math.Sqrt(5))),
        ["KaimingNormal"] = t => Initialize.KaimingNormal(t),
        ["KaimingNormal of outputs"] = t => Initialize.KaimingNormal(t, Gain.Relu, FanMode.Out),
        ["KaimingNormal of a leaky rectifier"] = t => Initialize.KaimingNormal(t, Gain.LeakyRelu(0.2)),
        ["XavierUniform"] = t => Initialize.XavierUniform(t),
        ["XavierUniform with gain"] = t => Initialize.XavierUniform(t, Gain.Selu),
        ["XavierNormal"] = t => Initialize.XavierNormal(t, Gain.Relu),
        ["TruncatedNormal"] = t => Initialize.TruncatedNormal(t),
        ["TruncatedNormal of a range"] = t => Initialize.TruncatedNormal(t, 0.1, 0.02, -0.05, 0.11),
        ["Orthogonal"] = t => Initialize.Orthogonal(t),
        ["Orthogonal, wide"] = t => Initialize.Orthogonal(t, 1.4),
        ["Orthogonal, high"] = t => Initialize.Orthogonal(t),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Fact]
    public void The_cases_are_those_that_PyTorch_ran() => Assert.Equal(reference.Below("initialiser/"), Cases.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void One_seed_gives_the_bits_of_PyTorch(string name)
    {
        var before = TensorScope.LiveTensors;
        using (new TensorScope())
        {
            var expected = reference[$"initialiser/{name}"];
            var tensor = Ops.Empty(expected.Shape);
            tensor.RequiresGrad = true;
            TorchRandom.Seed(3);
            Cases[name](tensor);
            Assert.Equal(expected.ToArray<float>(), tensor.ToArray<float>());
            Assert.True(Autograd.IsEnabled);
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void A_vector_has_no_fan()
    {
        using var tensor = Ops.Empty([3]);
        Assert.StartsWith("a weight needs at least 2 dimensions (out, in, ...) for its fan; this one has shape (3,)", Assert.Throws<ArgumentException>(() => Initialize.KaimingUniform(tensor)).Message, StringComparison.Ordinal);
        Assert.StartsWith("orthogonal weights need at least 2 dimensions; this tensor has shape (3,)", Assert.Throws<ArgumentException>(() => Initialize.Orthogonal(tensor)).Message, StringComparison.Ordinal);
    }
}
