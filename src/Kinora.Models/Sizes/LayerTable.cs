using Kinora.Torch;
using Kinora.Torch.Layers;
using Kinora.Torch.Recording;

namespace Kinora.Models.Sizes;

/// <summary>What a network is made of and what it costs: its layers in the order in which an input passes them.</summary>
public sealed class LayerTable
{
    private LayerTable(IReadOnlyList<LayerRow> rows)
    {
        Rows = rows;
        Parameters = rows.Sum(row => row.Parameters);
        MultiplyAdds = rows.Sum(row => row.MultiplyAdds);
    }

    /// <summary>The layers; last, with no output, the modules that evaluation does not need (an auxiliary head).</summary>
    public IReadOnlyList<LayerRow> Rows { get; }

    /// <summary>Numbers learnt, all of the module's, each counted once.</summary>
    public long Parameters { get; }

    /// <summary>Multiply-adds of one input; see <see cref="LayerRow.MultiplyAdds"/>.</summary>
    public long MultiplyAdds { get; }

    /// <summary>Puts a network in evaluation mode and runs it once on zeros of a shape.</summary>
    /// <param name="network">The network.</param>
    /// <param name="shape">Of its input: (1, C, T, H, W) for clips, (1, C, H, W) for pictures.</param>
    /// <exception cref="ModelException">The network does not take this shape.</exception>
    /// <exception cref="TorchException">Nor does one of its layers.</exception>
    public static LayerTable Of(Layer network, params IReadOnlyList<long> shape)
    {
        using var scope = new TensorScope();
        using var inference = Autograd.InferenceMode();
        network.Eval();
        var input = Ops.Zeros([.. shape]);
        return Of(network, Graph.Record(network, [input], () => network.Forward(input)));
    }

    /// <summary>The table of a recorded graph.</summary>
    /// <param name="module">The module of the recording.</param>
    /// <param name="graph">Recorded in evaluation mode, of one input.</param>
    public static LayerTable Of(Module module, Graph graph)
    {
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, value) in module.NamedParameters().DistinctBy(parameter => parameter.Value))
        {
            sizes.Add(name, value.ElementCount);
        }

        var rows = new List<LayerRow>();
        var viewed = new Dictionary<GraphValue, GraphValue>();
        foreach (var node in graph.Nodes)
        {
            if (OperatorKind.IsView(node))
            {
                foreach (var result in node.Results)
                {
                    viewed.TryAdd(result, Origin(node.Tensors.First()));
                }
            }
            else if (OperatorKind.IsLayer(node))
            {
                GraphValue[] stored = [.. node.Tensors.Select(Origin).Where(IsStored).Distinct()];
                var parameters = stored.Sum(value => sizes.Remove(value.Name, out var size) ? size : 0);
                rows.Add(new LayerRow(NameOf(node, stored), OperatorKind.Of(node), node.Results[0].Shape, parameters, OperatorCost.MultiplyAdds(node)));
            }
        }

        rows.AddRange(Unused(module, sizes));
        return new LayerTable(rows);

        // A part of a parameter, or another view of it, is that parameter still.
        GraphValue Origin(GraphValue value) => viewed.GetValueOrDefault(value, value);
    }

    private static bool IsStored(GraphValue value) => value.Kind is GraphValueKind.Parameter or GraphValueKind.Buffer;

    private static string NameOf(GraphNode node, GraphValue[] stored) =>
        stored.Length == 0 ? OperatorKind.PlainName(node) : Owner(stored[0].Name) is { Length: > 0 } owner ? owner : stored[0].Name;

    private static IEnumerable<LayerRow> Unused(Module module, Dictionary<string, long> sizes) =>
        from inner in module.NamedModules()
        let own = sizes.Where(parameter => Owner(parameter.Key) == inner.Name).Sum(parameter => parameter.Value)
        where own > 0
        select new LayerRow(inner.Name, inner.Value.GetType().Name, Output: null, own, MultiplyAdds: 0);

    // The module of "layer1.0.conv1.weight" is "layer1.0.conv1".
    private static string Owner(string parameter) => parameter[..Math.Max(parameter.LastIndexOf('.'), 0)];
}

/// <summary>One layer of a network.</summary>
/// <param name="Name">The module that owns its parameters (<c>layer1.0.conv1</c>); the operator (<c>relu</c>) where it has none.</param>
/// <param name="Kind">What it is, as PyTorch's modules are called: <c>Conv3d</c>, <c>ReLU</c>.</param>
/// <param name="Output">Shape of what it gives; null for a module that was not run.</param>
/// <param name="Parameters">Numbers learnt, where they are used first.</param>
/// <param name="MultiplyAdds">
/// Multiplications, each with its addition, of convolutions, linear layers, products of matrices and recurrent layers. Biases,
/// norms, pooling and activations are not counted, as is the custom.
/// </param>
public sealed record LayerRow(string Name, string Kind, IReadOnlyList<long>? Output, long Parameters, long MultiplyAdds);
