using System.Globalization;
using System.Text.Json;
using Kinora.Tests;

namespace Kinora.Torch.Tests;

/// <summary>Named tensors that a script of <c>reference/</c> computed with Python's PyTorch, on the same number of threads.</summary>
internal sealed class Reference
{
    private readonly Dictionary<string, (DType DType, long[] Shape, byte[] Bytes)> tensors = new(StringComparer.Ordinal);

    public Reference(string script, params string[] arguments)
    {
        var path = Path.Combine(Places.Repository, "tests/Kinora.Torch.Tests/reference", script);
        var output = Places.Python(path, [TorchRuntime.Threads.ToString(CultureInfo.InvariantCulture), .. arguments]);
        var end = output.AsSpan().IndexOf((byte)'\n');
        using var header = JsonDocument.Parse(output.AsMemory(0, end));
        var position = end + 1;
        foreach (var entry in header.RootElement.EnumerateArray())
        {
            var dtype = DTypes.Parse(entry[1].GetString()!);
            var shape = entry[2].EnumerateArray().Select(size => size.GetInt64()).ToArray();
            var length = (int)shape.Aggregate(1L, (product, size) => product * size) * dtype.Size();
            tensors.Add(entry[0].GetString()!, (dtype, shape, output.AsSpan(position, length).ToArray()));
            position += length;
        }

        Assert.Equal(output.Length, position);
    }

    public IEnumerable<string> Names => tensors.Keys;

    public bool Has(string name) => tensors.ContainsKey(name);

    /// <summary>The tensor, in the innermost scope.</summary>
    public Tensor this[string name] => Tensor.FromBytes(tensors[name].Bytes, tensors[name].DType, tensors[name].Shape);

    /// <summary>Fails unless dtype, shape and every bit are Python's.</summary>
    public void AssertSame(string name, Tensor actual)
    {
        var (dtype, shape, bytes) = tensors[name];
        Assert.True(dtype == actual.DType, $"{name}: {dtype} in Python, {actual.DType} here");
        Assert.True(shape.AsSpan().SequenceEqual(actual.Shape), $"{name}: ({string.Join(", ", shape)}) in Python, {actual} here");
        if (!bytes.AsSpan().SequenceEqual(actual.ToBytes()))
        {
            using var scope = new TensorScope();
            var difference = (actual.Detach().To(DType.Float64) - this[name].To(DType.Float64)).Abs().Max().Item();
            Assert.Fail($"{name}: differs from Python by up to {difference}");
        }
    }
}
