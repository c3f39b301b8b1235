namespace Kinora.Torch.Serialization;

/// <summary>The names of element types in safetensors files.</summary>
internal static class SafeTensorsType
{
    public static string NameOf(DType type) => type switch
    {
        DType.UInt8 => "U8",
        DType.Int8 => "I8",
        DType.Int16 => "I16",
        DType.Int32 => "I32",
        DType.Int64 => "I64",
        DType.Float16 => "F16",
        DType.Float32 => "F32",
        DType.Float64 => "F64",
        DType.Bool => "BOOL",
        DType.BFloat16 => "BF16",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "safetensors has no such element type"),
    };

    public static DType Parse(string name, string tensor) => name switch
    {
        "U8" => DType.UInt8,
        "I8" => DType.Int8,
        "I16" => DType.Int16,
        "I32" => DType.Int32,
        "I64" => DType.Int64,
        "F16" => DType.Float16,
        "F32" => DType.Float32,
        "F64" => DType.Float64,
        "BOOL" => DType.Bool,
        "BF16" => DType.BFloat16,
        _ => throw new InvalidDataException($"tensor '{tensor}' has dtype '{name}'; known are U8, I8, I16, I32, I64, F16, F32, F64, BOOL and BF16"),
    };
}
