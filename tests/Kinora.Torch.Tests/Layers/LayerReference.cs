namespace Kinora.Torch.Tests.Layers;

[CollectionDefinition(nameof(LayerReference))]
public sealed class LayerReferenceCollection : ICollectionFixture<LayerReference>;

/// <summary>What PyTorch gave, from reference/layers.py, run once for all tests, on one thread: then sums have one order.</summary>
public sealed class LayerReference
{
    private readonly Reference reference;

    public LayerReference()
    {
        var threads = TorchRuntime.Threads;
        TorchRuntime.Threads = 1;
        reference = new Reference("../Layers/reference/layers.py");
        TorchRuntime.Threads = threads;
    }

    /// <summary>Names of all layers that PyTorch ran.</summary>
    public IEnumerable<string> Layers => reference.Names.Where(name => name.Contains("/float32/", StringComparison.Ordinal)).Select(name => name.Split('/')[0]).Distinct();

    /// <summary>The names that begin so, without that beginning.</summary>
    public IEnumerable<string> Below(string prefix) =>
        reference.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..]);

    /// <summary>A tensor, in the innermost scope.</summary>
    public Tensor this[string name] => reference[name];

    /// <summary>Fails unless names, types, shapes and every bit are PyTorch's.</summary>
    public void AssertSame(string prefix, IEnumerable<KeyValuePair<string, Tensor>> actual)
    {
        var all = actual.ToArray();
        Assert.Equal(Below(prefix), all.Select(item => item.Key));
        Assert.All(all, item => reference.AssertSame(prefix + item.Key, item.Value));
    }

    /// <summary>Fails unless names and shapes are PyTorch's and no element differs by more than the tolerance.</summary>
    public void AssertClose(string prefix, IEnumerable<KeyValuePair<string, Tensor>> actual, double tolerance)
    {
        using var scope = new TensorScope();
        var all = actual.ToArray();
        Assert.Equal(Below(prefix), all.Select(item => item.Key));
        foreach (var (name, value) in all)
        {
            var expected = this[prefix + name];
            Assert.Equal((expected.DType, string.Join(',', expected.Shape)), (value.DType, string.Join(',', value.Shape)));
            var difference = (expected - value.Detach()).Abs().Max().Item();
            Assert.True(difference <= tolerance, $"{prefix}{name} differs by {difference}, at most {tolerance} is expected");
        }
    }
}
