namespace Kinora.Torch.Recording;

/// <summary>One call of an operator.</summary>
public sealed class GraphNode
{
    internal GraphNode(string @operator, IReadOnlyList<GraphArgument> arguments, IReadOnlyList<GraphValue> results)
    {
        Operator = @operator;
        Arguments = arguments;
        Results = results;
    }

    /// <summary>libtorch's name without the overload: <c>aten::conv2d</c>, <c>aten::add_</c>. Kinora's own convolution is the <c>aten::conv3d</c> it equals.</summary>
    public string Operator { get; }

    /// <summary>All arguments in the order of the schema, those not given with their defaults.</summary>
    public IReadOnlyList<GraphArgument> Arguments { get; }

    /// <summary>
    /// The tensors it gave. An operator in place gives a new value of the tensor it wrote to; one that hands on what it was given
    /// (dropout in evaluation mode) gives that same value.
    /// </summary>
    public IReadOnlyList<GraphValue> Results { get; }

    /// <summary>All tensors among the arguments, those in lists too, in order.</summary>
    public IEnumerable<GraphValue> Tensors => Arguments.SelectMany(argument => argument.Value switch
    {
        GraphValue one => [one],
        GraphValue?[] many => many.OfType<GraphValue>(),
        _ => Enumerable.Empty<GraphValue>(),
    });

    /// <summary>The value of an argument; see <see cref="GraphArgument.Value"/>.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public object? this[string argument] =>
        (Arguments.FirstOrDefault(one => one.Name == argument)
            ?? throw new ArgumentException($"{Operator} has no argument '{argument}'; it has {string.Join(", ", Arguments.Select(one => one.Name))}", nameof(argument))).Value;

    /// <summary>The tensor that is an argument.</summary>
    /// <exception cref="ArgumentException">There is no argument of that name, or it is no tensor.</exception>
    public GraphValue Tensor(string argument) =>
        this[argument] as GraphValue ?? throw new ArgumentException($"the argument '{argument}' of {Operator} is no tensor", nameof(argument));

    /// <inheritdoc/>
    public override string ToString() => $"{string.Join(", ", Results)} = {Operator}({string.Join(", ", Tensors)})";
}

/// <summary>One argument of a <see cref="GraphNode"/>.</summary>
/// <param name="Name">Its name in the schema: <c>stride</c>.</param>
/// <param name="Value">
/// A <see cref="GraphValue"/>, a <c>GraphValue?[]</c>, a <see cref="long"/>, <see cref="double"/>, <see cref="bool"/>, <c>long[]</c>,
/// <c>double[]</c>, <see cref="string"/> or <see cref="Device"/>, or null for none. Types of elements and memory formats are libtorch's numbers.
/// </param>
public sealed record GraphArgument(string Name, object? Value);
