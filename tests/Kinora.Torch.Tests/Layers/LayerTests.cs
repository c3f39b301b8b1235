using Kinora.Torch.Layers;

namespace Kinora.Torch.Tests.Layers;

/// <summary>Every layer against PyTorch on the same libtorch, with one thread: the same bits.</summary>
[Collection(nameof(LayerReference))]
public sealed class LayerTests : IDisposable
{
    private readonly LayerReference _reference;
    private readonly int _threads = TorchRuntime.Threads;

    public LayerTests(LayerReference reference)
    {
        _reference = reference;
        TorchRuntime.Threads = 1;
    }

    public static TheoryData<string> Names => [.. LayerCases.All.Keys];

    /// <summary>For sequences with holes PyTorch runs each alone, so sums have another order and float32 would show nothing.</summary>
    public static TheoryData<string> NamesInOneOrder => [.. LayerCases.All.Keys.Where(name => !HasHoles(name))];

    public void Dispose() => TorchRuntime.Threads = _threads;

    [Fact]
    public void The_cases_are_those_that_PyTorch_ran() => Assert.Equal(_reference.Cases, LayerCases.All.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Initial_weights_equal_those_of_PyTorch(string name)
    {
        using var scope = new TensorScope();
        TorchRandom.Seed(1);
        using var module = LayerCases.All[name]();
        Same(_reference.Below($"{name}/initial/"), module.StateDict());
    }

    [Theory]
    [MemberData(nameof(NamesInOneOrder))]
    public void Outputs_gradients_and_buffers_equal_those_of_PyTorch_in_float32(string name) => Run(name, DType.Float32);

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_gradients_and_buffers_equal_those_of_PyTorch_in_float64(string name) => Run(name, DType.Float64);

    private static bool HasHoles(string name) => name.EndsWith("with holes", StringComparison.Ordinal);

    private void Run(string name, DType type)
    {
        var before = TensorScope.LiveTensors;
        using (new TensorScope())
        {
            Compare(name, type, tolerance: HasHoles(name) ? 1e-8 : 0);
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    private void Compare(string name, DType type, double tolerance)
    {
        var here = $"{name}/{type.ToString().ToLowerInvariant()}";
        TorchRandom.Seed(1);
        using var module = LayerCases.All[name]();
        module.To(type);
        var inputs = new OrderedDictionary<string, Tensor>();
        foreach (var (key, value) in _reference.Below($"{here}/in/"))
        {
            inputs[key] = value.Clone();
            inputs[key].RequiresGrad = value.DType.IsFloatingPoint();
        }

        TorchRandom.Seed(2);
        using (Autograd.NoGrad())
        {
            LayerCases.Run(module, inputs);
        }

        var outputs = LayerCases.Run(module, inputs);
        Same(_reference.Below($"{here}/train/"), Numbered(outputs), tolerance);
        outputs.Zip(_reference.Below($"{here}/weight/").Values, (output, weight) => (output * weight).Sum())
            .Aggregate((sum, next) => sum + next)
            .Backward();

        var gradients = new OrderedDictionary<string, Tensor>();
        foreach (var (key, value) in inputs.Where(item => item.Value.RequiresGrad).Select(item => ($"in.{item.Key}", item.Value)).Concat(module.NamedParameters()))
        {
            gradients[key] = Assert.IsType<Tensor>(value.Grad);
        }

        Same(_reference.Below($"{here}/gradient/"), gradients, tolerance);
        Same(_reference.Below($"{here}/state/"), module.NamedBuffers().ToDictionary(buffer => buffer.Name, buffer => buffer.Value), tolerance);
        module.Eval();
        Same(_reference.Below($"{here}/eval/"), Numbered(LayerCases.Run(module, inputs)), tolerance);
    }

    private static Dictionary<string, Tensor> Numbered(Tensor[] tensors) => tensors.Index().ToDictionary(item => $"{item.Index}", item => item.Item);

    private static void Same(IReadOnlyDictionary<string, Tensor> expected, IReadOnlyDictionary<string, Tensor> actual, double tolerance = 0)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        foreach (var (key, want) in expected)
        {
            var have = actual[key];
            Assert.Equal((key, want.DType, string.Join(',', want.Shape)), (key, have.DType, string.Join(',', have.Shape)));
            if (!want.ToBytes().AsSpan().SequenceEqual(have.ToBytes()))
            {
                var difference = (want.To(DType.Float64) - have.To(DType.Float64)).Abs().Max().Item();
                Assert.True(difference <= tolerance, $"{key} differs by {difference}, at most {tolerance} is expected");
            }
        }
    }
}
