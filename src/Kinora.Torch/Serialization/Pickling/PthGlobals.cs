using System.Text;

namespace Kinora.Torch.Serialization.Pickling;

/// <summary>The few names of Python that weight files may use. Everything else is refused by name, and nothing is ever imported.</summary>
/// <param name="tensors">Receives every tensor that is rebuilt.</param>
internal sealed class PthGlobals(List<Tensor> tensors)
{
    /// <summary>What <c>module.name</c> stands for.</summary>
    /// <exception cref="InvalidDataException">The name is none of those accepted.</exception>
    public object Find(string module, string name) => (module, name) switch
    {
        ("torch._utils", "_rebuild_tensor_v2") => new PickleFunction(name, RebuildTensor),
        ("torch._utils", "_rebuild_tensor") => new PickleFunction(name, RebuildTensor),
        ("torch._utils", "_rebuild_parameter") => new PickleFunction(name, RebuildParameter),
        ("torch", "Size") => new PickleFunction(name, arguments => Sizes(Single(arguments, name))),
        ("collections", "OrderedDict") => new PickleFunction(name, OrderedDict),
        ("builtins" or "__builtin__", "set" or "frozenset") => new PickleFunction(name, arguments => PickleContainers.Set(Items(arguments, name))),
        ("builtins" or "__builtin__", "bytes" or "bytearray") => new PickleFunction(name, Bytes),
        ("_codecs", "encode") => new PickleFunction(name, Encode),
        ("torch" or "torch.cuda", _) when StorageOf(name) is { } type => new StorageType(type),
        ("torch", _) when TypeOf(name) is { } type => type,
        _ => throw Refused(module, name),
    };

    private static DType? StorageOf(string name) => name switch
    {
        "ByteStorage" => DType.UInt8,
        "CharStorage" => DType.Int8,
        "ShortStorage" => DType.Int16,
        "IntStorage" => DType.Int32,
        "LongStorage" => DType.Int64,
        "HalfStorage" => DType.Float16,
        "FloatStorage" => DType.Float32,
        "DoubleStorage" => DType.Float64,
        "BoolStorage" => DType.Bool,
        "BFloat16Storage" => DType.BFloat16,
        _ => null,
    };

    private static DType? TypeOf(string name) => name switch
    {
        "uint8" => DType.UInt8,
        "int8" => DType.Int8,
        "int16" => DType.Int16,
        "int32" => DType.Int32,
        "int64" => DType.Int64,
        "float16" => DType.Float16,
        "float32" => DType.Float32,
        "float64" => DType.Float64,
        "bool" => DType.Bool,
        "bfloat16" => DType.BFloat16,
        _ => null,
    };

    private static InvalidDataException Refused(string module, string name)
    {
        var full = Printable($"{module}.{name}");
        var quantised = name is "_rebuild_qtensor" or "QUInt8Storage" or "QInt8Storage" or "QInt32Storage" or "QUInt4x2Storage" or "QUInt2x4Storage";
        return new InvalidDataException(quantised
            ? $"refused: it holds quantised tensors ('{full}'); dequantise them in PyTorch and save again"
            : $"refused: its pickle asks for '{full}'; accepted are tensors, containers, text and numbers: load it in PyTorch, if you trust it, and save its state dict");
    }

    /// <summary>(storage, first element, sizes, strides, ...): gradients and hooks that may follow are of no concern.</summary>
    private Tensor RebuildTensor(object?[] arguments)
    {
        if (arguments is not [StorageSlice storage, long offset, var sizeValue, var strideValue, ..])
        {
            throw new InvalidDataException("damaged: a tensor in its pickle is described wrongly");
        }

        if (arguments.Length > 6 && arguments[6] is OrderedDictionary<object, object?> { Count: > 0 })
        {
            throw new InvalidDataException("refused: it holds a tensor that is a lazy conjugate or negative; save it after .resolve_conj().resolve_neg()");
        }

        var sizes = Sizes(sizeValue);
        var strides = Sizes(strideValue);
        RequireInside(storage, offset, sizes, strides);
        var tensor = storage.Elements.AsStrided(sizes, strides, storage.Start + offset);
        tensors.Add(tensor);
        return tensor;
    }

    private static void RequireInside(StorageSlice storage, long offset, long[] sizes, long[] strides)
    {
        Int128 last = offset;
        var empty = false;
        for (var i = 0; i < Math.Min(sizes.Length, strides.Length); i++)
        {
            empty |= sizes[i] == 0;
            last += (Int128)strides[i] * (sizes[i] - 1);
        }

        var possible = sizes.Length == strides.Length && TensorSize.Bytes(storage.Elements.DType, sizes) is not null
            && offset >= 0 && offset <= storage.Count && strides.All(stride => stride >= 0);
        if (!possible || (!empty && last >= storage.Count))
        {
            throw new InvalidDataException($"damaged: a tensor of shape [{string.Join(", ", sizes.Take(8))}] does not lie within its storage of {storage.Count} elements");
        }
    }

    private static object? RebuildParameter(object?[] arguments) =>
        arguments is [Tensor data, ..] ? data : throw new InvalidDataException("damaged: a parameter in its pickle has no tensor");

    private static OrderedDictionary<object, object?> OrderedDict(object?[] arguments)
    {
        var result = new OrderedDictionary<object, object?>();
        foreach (var item in Items(arguments, "OrderedDict"))
        {
            var (key, value) = item switch
            {
                object?[] and [var first, var second] => (first, second),
                List<object?> and [var first, var second] => (first, second),
                _ => throw new InvalidDataException("damaged: an OrderedDict in its pickle is made of something else than pairs"),
            };
            result[PickleContainers.Key(key)] = value;
        }

        return result;
    }

    /// <summary>Protocols below 3 have no bytes: Python writes text and has it encoded, or calls bytes() for none.</summary>
    private static object? Encode(object?[] arguments) => arguments is [string text, "latin1"] && text.All(letter => letter <= 0xFF)
        ? Encoding.Latin1.GetBytes(text)
        : throw new InvalidDataException("damaged: bytes in its pickle are written wrongly");

    private static object? Bytes(object?[] arguments) => arguments switch
    {
        [] => Array.Empty<byte>(),
        [byte[] bytes] => bytes,
        [string text, "latin-1"] => Encode([text, "latin1"]),
        _ => throw new InvalidDataException("damaged: bytes in its pickle are written wrongly"),
    };

    private static long[] Sizes(object? value) => value switch
    {
        long[] sizes => sizes,
        object?[] items when items.All(item => item is long) => [.. items.Cast<long>()],
        _ => throw new InvalidDataException("damaged: a shape in its pickle is no tuple of whole numbers"),
    };

    private static object? Single(object?[] arguments, string name) =>
        arguments is [var single] ? single : throw new InvalidDataException($"damaged: '{name}' in its pickle takes one argument");

    private static IEnumerable<object?> Items(object?[] arguments, string name) => arguments switch
    {
        [] => [],
        [List<object?> list] => list,
        [object?[] tuple] => tuple,
        _ => throw new InvalidDataException($"damaged: '{name}' in its pickle takes one list"),
    };

    private static string Printable(string name)
    {
        var clean = string.Concat(name.Select(letter => char.IsControl(letter) ? '?' : letter));
        return clean.Length <= 120 ? clean : clean[..120] + "...";
    }
}
