using System.Collections;

namespace Kinora.Torch.Layers;

/// <summary>
/// Layers one after the other. They are named "0", "1", ... or by the names given. What lies between two layers is freed as soon
/// as the second has run (autograd keeps what it needs), so long networks need little memory.
/// </summary>
public sealed class Sequential : Layer, IReadOnlyList<Layer>
{
    private readonly List<Layer> layers = [];

    /// <summary>No layers: the input is handed on.</summary>
    public Sequential()
    {
    }

    /// <summary>Layers named "0", "1", ...</summary>
    public Sequential(params IEnumerable<Layer> layers)
        : this(layers.Select((layer, i) => (i.ToString(), layer)))
    {
    }

    /// <summary>Layers under the given names.</summary>
    public Sequential(params IEnumerable<(string Name, Layer Layer)> layers)
    {
        foreach (var (name, layer) in layers)
        {
            this.layers.Add(Register(name, layer));
        }
    }

    /// <inheritdoc/>
    public int Count => layers.Count;

    /// <inheritdoc/>
    public Layer this[int index] => layers[index];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        var value = input;
        foreach (var layer in layers)
        {
            var next = layer.Forward(value);

            // Identity, and layers that work in place, hand on the object they were given; what is not this scope's stays.
            if (!ReferenceEquals(next, value) && value.Scope == scope)
            {
                value.Dispose();
            }

            value = next;
        }

        return scope.Return(value);
    }

    /// <inheritdoc/>
    public IEnumerator<Layer> GetEnumerator() => layers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
