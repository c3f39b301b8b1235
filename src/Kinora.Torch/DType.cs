namespace Kinora.Torch;

/// <summary>The type of a tensor's elements; the numbers of libtorch's <c>c10::ScalarType</c>.</summary>
public enum DType : sbyte
{
    UInt8 = 0,
    Int8 = 1,
    Int16 = 2,
    Int32 = 3,
    Int64 = 4,
    Float16 = 5,
    Float32 = 6,
    Float64 = 7,
    Bool = 11,
    BFloat16 = 15,
}

/// <summary>Facts about <see cref="DType"/>.</summary>
public static class DTypes
{
    /// <summary>The element type whose memory looks as a C# value of <typeparamref name="T"/> does.</summary>
    /// <exception cref="NotSupportedException">No element type does.</exception>
    public static DType Of<T>()
        where T : unmanaged =>
        typeof(T) == typeof(float) ? DType.Float32
        : typeof(T) == typeof(double) ? DType.Float64
        : typeof(T) == typeof(long) ? DType.Int64
        : typeof(T) == typeof(int) ? DType.Int32
        : typeof(T) == typeof(short) ? DType.Int16
        : typeof(T) == typeof(sbyte) ? DType.Int8
        : typeof(T) == typeof(byte) ? DType.UInt8
        : typeof(T) == typeof(bool) ? DType.Bool
        : typeof(T) == typeof(Half) ? DType.Float16
        : throw new NotSupportedException($"no tensor holds {typeof(T).Name}; float, double, long, int, short, sbyte, byte, bool and Half have a dtype");

    /// <summary>Bytes of one element.</summary>
    public static int Size(this DType dtype) => dtype switch
    {
        DType.UInt8 or DType.Int8 or DType.Bool => 1,
        DType.Int16 or DType.Float16 or DType.BFloat16 => 2,
        DType.Int32 or DType.Float32 => 4,
        DType.Int64 or DType.Float64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "not a dtype"),
    };

    /// <summary>Whether elements are floating-point numbers, which alone can have gradients.</summary>
    public static bool IsFloatingPoint(this DType dtype) =>
        dtype is DType.Float16 or DType.Float32 or DType.Float64 or DType.BFloat16;

    /// <summary>Reads PyTorch's name, <c>float32</c>, or its other names, <c>float</c>, <c>half</c>, <c>long</c>.</summary>
    /// <exception cref="FormatException">No dtype has that name.</exception>
    public static DType Parse(string name) => name switch
    {
        "uint8" => DType.UInt8,
        "int8" => DType.Int8,
        "int16" or "short" => DType.Int16,
        "int32" or "int" => DType.Int32,
        "int64" or "long" => DType.Int64,
        "float16" or "half" => DType.Float16,
        "float32" or "float" => DType.Float32,
        "float64" or "double" => DType.Float64,
        "bool" => DType.Bool,
        "bfloat16" => DType.BFloat16,
        _ => throw new FormatException($"'{name}' is no dtype; known are uint8, int8, int16, int32, int64, float16, bfloat16, float32, float64, bool"),
    };
}

/// <summary>How the elements of a tensor lie in memory; the numbers of <c>c10::MemoryFormat</c>.</summary>
public enum MemoryFormat : sbyte
{
    Contiguous = 0,
    Preserve = 1,
    ChannelsLast = 2,
    ChannelsLast3d = 3,
}
