using Kinora.Torch.Recording;

namespace Kinora.Models.Sizes;

/// <summary>What an operator is in a table of layers.</summary>
internal static class OperatorKind
{
    // They show what is there in another order, shape or type, or a part of it.
    private static readonly HashSet<string> views = new(StringComparer.Ordinal)
    {
        "view", "reshape", "permute", "transpose", "t", "flatten", "unflatten", "squeeze", "unsqueeze", "expand", "expand_as", "movedim",
        "narrow", "slice", "select", "unbind", "chunk", "split", "split_with_sizes", "as_strided", "unfold", "contiguous", "detach", "to",
    };

    // Names of PyTorch's modules that are not those of the operators in capitals.
    private static readonly Dictionary<string, string> modules = new(StringComparer.Ordinal)
    {
        ["relu"] = "ReLU",
        ["leaky_relu"] = "LeakyReLU",
        ["relu6"] = "ReLU6",
        ["prelu"] = "PReLU",
        ["elu"] = "ELU",
        ["selu"] = "SELU",
        ["celu"] = "CELU",
        ["gelu"] = "GELU",
        ["silu"] = "SiLU",
        ["lstm"] = "LSTM",
        ["lstm_cell"] = "LSTMCell",
        ["gru"] = "GRU",
        ["gru_cell"] = "GRUCell",
    };

    /// <summary>The operator's name without name space, and without the mark of working in place.</summary>
    public static string PlainName(GraphNode node) => node.Operator[(node.Operator.IndexOf("::", StringComparison.Ordinal) + 2)..].TrimEnd('_');

    /// <summary>Whether its result is only another view of its argument.</summary>
    public static bool IsView(GraphNode node) => views.Contains(PlainName(node));

    /// <summary>Whether it belongs in the table: it works on tensors, and does more than show or hand on what it was given.</summary>
    public static bool IsLayer(GraphNode node) =>
        node.Tensors.Any() && node.Results.Any(result => !node.Tensors.Contains(result)) && !IsView(node);

    /// <summary>What it is, as PyTorch's modules are called: <c>Conv3d</c>, <c>BatchNorm3d</c>, <c>ReLU</c>.</summary>
    public static string Of(GraphNode node)
    {
        var name = PlainName(node);
        if (name is "batch_norm" or "instance_norm")
        {
            return $"{Pascal(name)}{Math.Max(node.Tensor("input").Shape.Count - 2, 1)}d";
        }

        return modules.GetValueOrDefault(name) ?? Pascal(name);
    }

    private static string Pascal(string name) =>
        string.Concat(name.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
