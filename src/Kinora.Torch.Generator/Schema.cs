using System.Collections.Generic;

namespace Kinora.Torch.Generator;

/// <summary>One operator as the dispatcher declares it: <c>aten::relu(Tensor self) -> Tensor</c>.</summary>
internal sealed class Schema(string text, string name, IReadOnlyList<SchemaArgument> arguments, IReadOnlyList<SchemaReturn> returns)
{
    /// <summary>The whole line, which the library's own schema is compared with.</summary>
    public string Text { get; } = text;

    /// <summary>Without name space and overload: <c>max_pool3d</c>.</summary>
    public string Name { get; } = name;

    public IReadOnlyList<SchemaArgument> Arguments { get; } = arguments;

    public IReadOnlyList<SchemaReturn> Returns { get; } = returns;
}

/// <summary>An argument. <see cref="Type"/> has no alias mark, no list length and no "Sym": <c>int[]?</c>, <c>Tensor</c>.</summary>
internal sealed class SchemaArgument(string type, string name, string? defaultValue, bool isWritten)
{
    public string Type { get; } = type;

    public string Name { get; } = name;

    /// <summary>As written: <c>[1, 1]</c>, <c>None</c>, <c>0.5</c>; null where there is none.</summary>
    public string? Default { get; } = defaultValue;

    /// <summary>The operator writes to it: <c>Tensor(a!)</c>.</summary>
    public bool IsWritten { get; } = isWritten;
}

/// <summary>A result: its type as above, its name where the schema gives one, and whether it is an argument written to.</summary>
internal sealed class SchemaReturn(string type, string? name, bool isWritten)
{
    public string Type { get; } = type;

    public string? Name { get; } = name;

    public bool IsWritten { get; } = isWritten;
}
