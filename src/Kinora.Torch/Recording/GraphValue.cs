namespace Kinora.Torch.Recording;

/// <summary>A tensor as a graph knows it: what it is at one point of the computation. After an operator in place it is another value.</summary>
public sealed class GraphValue
{
    internal GraphValue(GraphValueKind kind, string name, long[] shape, DType dtype)
    {
        Kind = kind;
        Name = name;
        Shape = shape;
        DType = dtype;
    }

    /// <summary>Where it comes from.</summary>
    public GraphValueKind Kind { get; }

    /// <summary>The module's name of a parameter or buffer (<c>layer1.0.conv1.weight</c>), <c>input0</c>, or a number of its own: <c>%12</c>.</summary>
    public string Name { get; }

    /// <summary>Sizes along each dimension.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The type of the elements.</summary>
    public DType DType { get; }

    /// <summary>Number of elements.</summary>
    public long ElementCount => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>What it is: <c>%12 Float32 (2, 3)</c>.</summary>
    public override string ToString() => $"{Name} {DType} {Tensor.ShapeText([.. Shape])}";
}

/// <summary>Where a <see cref="GraphValue"/> comes from.</summary>
public enum GraphValueKind
{
    /// <summary>It was given to the computation.</summary>
    Input,

    /// <summary>A parameter of the module.</summary>
    Parameter,

    /// <summary>A buffer of the module.</summary>
    Buffer,

    /// <summary>A tensor from elsewhere: made before, or from numbers in memory.</summary>
    Constant,

    /// <summary>The result of an operator.</summary>
    Result,
}
