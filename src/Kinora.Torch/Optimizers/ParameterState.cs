namespace Kinora.Torch.Optimizers;

/// <summary>What an optimiser remembers of one parameter; the tensors are its own.</summary>
internal sealed class ParameterState(string[] names) : IDisposable
{
    private const string Step = "step";

    private readonly Tensor?[] tensors = new Tensor?[names.Length];

    /// <summary>What is remembered once the parameter had a gradient.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>What there is, in the order of the names.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> Entries => names
        .Select((name, i) => (name, Tensor: tensors[i]))
        .Where(entry => entry.Tensor is not null)
        .Select(entry => (entry.name, entry.Tensor!));

    /// <summary>A count is read at every step, so it stays on the CPU.</summary>
    public static Device DeviceOf(string name, Tensor parameter) =>
        string.Equals(name, Step, StringComparison.Ordinal) ? Device.Cpu : parameter.Device;

    /// <summary>Throws unless the tensor is such as is remembered under this key.</summary>
    public static void Check(string key, Tensor tensor, Tensor parameter)
    {
        var isStep = key.EndsWith("." + Step, StringComparison.Ordinal);
        var shape = isStep ? [] : parameter.Shape;
        var dtype = isStep ? DType.Float32 : parameter.DType;
        if (tensor.DType != dtype || !tensor.Shape.AsSpan().SequenceEqual(shape))
        {
            throw new TorchException($"the state has {tensor} as '{key}', where {dtype} {Tensor.ShapeText(shape)} is expected");
        }
    }

    public Tensor? Find(string name) => tensors[names.AsSpan().IndexOf(name)];

    /// <summary>The tensor of that name, zeros of the parameter's shape at first.</summary>
    public Tensor ZerosAtFirst(string name, Tensor parameter) =>
        Find(name) ?? Set(name, parameter.ZerosLike(memoryFormat: MemoryFormat.Preserve));

    /// <summary>Counts one step more; the number of steps so far.</summary>
    public double CountStep()
    {
        // A float, as PyTorch keeps it.
        var step = Find(Step) ?? Set(Step, Tensor.Of(0f));
        return step.Add_(1).Item();
    }

    public Tensor Set(string name, Tensor tensor)
    {
        var index = names.AsSpan().IndexOf(name);
        tensors[index]?.Dispose();
        return tensors[index] = tensor.Unscoped();
    }

    public void Dispose()
    {
        for (var i = 0; i < tensors.Length; i++)
        {
            tensors[i]?.Dispose();
            tensors[i] = null;
        }
    }
}
