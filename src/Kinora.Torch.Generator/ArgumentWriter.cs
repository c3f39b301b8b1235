using System;
using System.Globalization;

namespace Kinora.Torch.Generator;

/// <summary>How one argument of a schema looks in C#: its parameter, and the statement that puts it on the argument stack.</summary>
internal sealed class ArgumentWriter
{
    private readonly SchemaArgument argument;

    public ArgumentWriter(SchemaArgument argument)
    {
        this.argument = argument;
        Name = Naming.Parameter(argument.Name);
        Type = argument.Type switch
        {
            "Tensor" => "Tensor",
            "Tensor?" => "Tensor?",
            "Tensor[]" => "global::System.ReadOnlySpan<Tensor>",
            "Tensor?[]" => "global::System.ReadOnlySpan<Tensor?>",
            "int[]" or "int[]?" => "global::System.ReadOnlySpan<long>",
            "float[]" or "float[]?" => "global::System.ReadOnlySpan<double>",
            "Scalar" or "Scalar?" => "Scalar",
            "int" => "long",
            "int?" => "long?",
            "float" => "double",
            "float?" => "double?",
            "bool" or "bool?" => argument.Type,
            "str" => "string",
            "str?" => "string?",
            "ScalarType" => "DType",
            "ScalarType?" => "DType?",
            "Device" or "Device?" => argument.Type,
            "MemoryFormat" or "MemoryFormat?" => argument.Type,
            // Always the default: tensors here are strided, and random numbers come from the device's one generator.
            "Layout?" or "Generator?" => null,
            _ => throw new FormatException($"the type '{argument.Type}' of '{argument.Name}' has no C# form yet"),
        };
    }

    public string Name { get; }

    /// <summary>The C# type; null for an argument that is never shown.</summary>
    public string? Type { get; }

    public bool IsTensor => argument.Type is "Tensor" or "Tensor?";

    public bool IsTensorList => argument.Type is "Tensor[]" or "Tensor?[]";

    public bool MayHoldNull => argument.Type is "Tensor?[]";

    public bool IsNumberList => Type is "global::System.ReadOnlySpan<long>" or "global::System.ReadOnlySpan<double>";

    public bool IsWritten => argument.IsWritten;

    public bool HasDefault => argument.Default is not null;

    /// <summary>The parameter in the method's head; a default may stand only where every later parameter has one.</summary>
    public string Declare(bool mayOmit) => $"{Type} {Name}{(mayOmit ? " = " + DefaultText() : "")}";

    /// <summary>The expression for the argument stack.</summary>
    public string Pass()
    {
        // Null and empty stand for "not given" where the schema has a default.
        var otherwise = HasDefault ? "Argument.Default" : "Argument.None";
        if (Type is null)
        {
            return otherwise;
        }

        return argument.Type switch
        {
            "Tensor" => $"Argument.Of({Name}, nameof({Name}))",
            "Tensor?" => $"Argument.OfOptional({Name})",
            "Tensor[]" or "Tensor?[]" => $"Argument.Tensors({Buffer}, {Name}.Length)",
            "int[]" when !HasDefault => $"Argument.Integers({Buffer}, {Name}.Length)",
            "int[]" or "int[]?" => $"{Name}.IsEmpty ? {otherwise} : Argument.Integers({Buffer}, {Name}.Length)",
            "float[]" when !HasDefault => $"Argument.Reals({Buffer}, {Name}.Length)",
            "float[]" or "float[]?" => $"{Name}.IsEmpty ? {otherwise} : Argument.Reals({Buffer}, {Name}.Length)",
            "Scalar" or "Scalar?" => $"{Name}.OrElse({otherwise})",
            "str" => $"Argument.Text({Buffer}, {Buffer}Bytes.Length)",
            "str?" => $"{Name} is null ? {otherwise} : Argument.Text({Buffer}, {Buffer}Bytes.Length)",
            "int" or "float" or "bool" or "ScalarType" or "MemoryFormat" or "Device" => $"Argument.Of({Name})",
            _ => $"{Name} is {{ }} {Buffer} ? Argument.Of({Buffer}) : {otherwise}",
        };
    }

    public bool IsText => argument.Type is "str" or "str?";

    /// <summary>The local that holds the pointer to what a list or a text points to.</summary>
    public string Buffer => "p_" + Name.TrimStart('@');

    private string DefaultText()
    {
        var value = argument.Default!;
        return argument.Type switch
        {
            "Tensor" or "Tensor?" => "null",
            "int" or "bool" => value.ToLowerInvariant(),
            "float" => double.Parse(value, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture),
            "str" => value,
            "MemoryFormat" => $"(MemoryFormat){value}",
            "ScalarType" => $"(DType){value}",
            _ => "default",
        };
    }
}
