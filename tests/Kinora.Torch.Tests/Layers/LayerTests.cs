namespace Kinora.Torch.Tests.Layers;

/// <summary>Every layer against PyTorch on the same libtorch, with one thread: the same bits.</summary>
[Collection(nameof(LayerReference))]
public sealed class LayerTests : IDisposable
{
    private readonly LayerReference reference;
    private readonly int threads = TorchRuntime.Threads;

    public LayerTests(LayerReference reference)
    {
        this.reference = reference;
        TorchRuntime.Threads = 1;
    }

    public static TheoryData<string> Names => [.. LayerCases.All.Keys];

    /// <summary>For sequences with holes PyTorch runs each alone, so sums have another order and float32 would show nothing.</summary>
    public static TheoryData<string> NamesInOneOrder => [.. LayerCases.All.Keys.Where(name => !HasHoles(name))];

    public void Dispose() => TorchRuntime.Threads = threads;

    [Fact]
    public void The_cases_are_those_that_PyTorch_ran() => Assert.Equal(reference.Layers, LayerCases.All.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Initial_weights_equal_those_of_PyTorch(string name)
    {
        using var scope = new TensorScope();
        TorchRandom.Seed(1);
        using var module = LayerCases.All[name]();
        reference.AssertSame($"{name}/initial/", module.StateDict());
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
        foreach (var key in reference.Below($"{here}/in/"))
        {
            inputs[key] = reference[$"{here}/in/{key}"];
            inputs[key].RequiresGrad = inputs[key].DType.IsFloatingPoint();
        }

        TorchRandom.Seed(2);
        using (Autograd.NoGrad())
        {
            LayerCases.Run(module, inputs);
        }

        var outputs = LayerCases.Run(module, inputs);
        Same("train", Numbered(outputs));
        outputs.Select((output, i) => (output * reference[$"{here}/weight/{i}"]).Sum())
            .Aggregate((sum, next) => sum + next)
            .Backward();

        var gradients = new OrderedDictionary<string, Tensor>();
        foreach (var (key, value) in inputs.Where(item => item.Value.RequiresGrad).Select(item => ($"in.{item.Key}", item.Value)).Concat(module.NamedParameters()))
        {
            gradients[key] = Assert.IsType<Tensor>(value.Grad);
        }

        Same("gradient", gradients);
        Same("state", module.NamedBuffers().Select(buffer => KeyValuePair.Create(buffer.Name, buffer.Value)));
        module.Eval();
        Same("eval", Numbered(LayerCases.Run(module, inputs)));

        void Same(string part, IEnumerable<KeyValuePair<string, Tensor>> actual)
        {
            if (tolerance == 0)
            {
                reference.AssertSame($"{here}/{part}/", actual);
            }
            else
            {
                reference.AssertClose($"{here}/{part}/", actual, tolerance);
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, Tensor>> Numbered(Tensor[] tensors) =>
        tensors.Index().Select(item => KeyValuePair.Create($"{item.Index}", item.Item));
}
