using System.Runtime.InteropServices;
using System.Text;

namespace Kinora.Torch.Binding;

/// <summary>What an <see cref="Argument"/> holds; the numbers of native/torch/binding.h.</summary>
internal enum ArgumentTag
{
    None = 0,
    Tensor = 1,
    Integer = 2,
    Real = 3,
    Boolean = 4,
    Integers = 5,
    Reals = 6,
    Tensors = 7,
    Text = 8,
    Device = 9,
    Default = 10,
}

/// <summary>One argument or result of an operator. It lives on the stack; what it points to must outlive the call.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct Argument
{
    [FieldOffset(0)]
    private ArgumentTag tag;
    [FieldOffset(4)]
    private int length;
    [FieldOffset(8)]
    private long integer;
    [FieldOffset(8)]
    private double real;
    [FieldOffset(8)]
    private void* pointer;

    public static Argument None => default;

    /// <summary>The default value of the operator's schema.</summary>
    public static Argument Default => new() { tag = ArgumentTag.Default };

    public static Argument Of(Tensor tensor, string name) =>
        new() { tag = ArgumentTag.Tensor, pointer = (void*)(tensor ?? throw new ArgumentNullException(name)).Handle };

    public static Argument OfOptional(Tensor? tensor) =>
        tensor is null ? None : new() { tag = ArgumentTag.Tensor, pointer = (void*)tensor.Handle };

    public static Argument Of(long value) => new() { tag = ArgumentTag.Integer, integer = value };

    public static Argument Of(double value) => new() { tag = ArgumentTag.Real, real = value };

    public static Argument Of(bool value) => new() { tag = ArgumentTag.Boolean, integer = value ? 1 : 0 };

    public static Argument Of(DType value) => Of((long)value);

    public static Argument Of(MemoryFormat value) => Of((long)value);

    public static Argument Of(Device value) => new() { tag = ArgumentTag.Device, integer = (long)value.Type, length = value.Index };

    public static Argument Integers(long* values, int length) => new() { tag = ArgumentTag.Integers, pointer = values, length = length };

    public static Argument Reals(double* values, int length) => new() { tag = ArgumentTag.Reals, pointer = values, length = length };

    public static Argument Tensors(nint* handles, int length) => new() { tag = ArgumentTag.Tensors, pointer = handles, length = length };

    public static Argument Text(byte* utf8, int length) => new() { tag = ArgumentTag.Text, pointer = utf8, length = length };

    public static byte[] Utf8(string? text) => text is null ? [] : Encoding.UTF8.GetBytes(text);

    /// <summary>The handles of tensors.</summary>
    public static void Fill(Span<nint> handles, ReadOnlySpan<Tensor> tensors, string name)
    {
        for (var i = 0; i < tensors.Length; i++)
        {
            handles[i] = (tensors[i] ?? throw new ArgumentException($"tensor {i} of {tensors.Length} is null", name)).Handle;
        }
    }

    /// <summary>The handles of tensors, 0 for those that are null.</summary>
    public static void FillOptional(Span<nint> handles, ReadOnlySpan<Tensor?> tensors)
    {
        for (var i = 0; i < tensors.Length; i++)
        {
            handles[i] = tensors[i]?.Handle ?? 0;
        }
    }

    /// <summary>The tensor an operator returned; from now on it belongs to the innermost scope.</summary>
    public readonly Tensor TakeTensor() => Tensor.TakeResult((nint)pointer);

    /// <summary>The tensors an operator returned.</summary>
    public readonly Tensor[] TakeTensors()
    {
        var handles = (nint*)pointer;
        var tensors = new Tensor[length];
        for (var i = 0; i < tensors.Length; i++)
        {
            tensors[i] = Tensor.TakeResult(handles[i]);
        }

        NativeMethods.Free(handles);
        return tensors;
    }

    public readonly long ToInteger() => integer;

    public readonly bool ToBoolean() => integer != 0;

    /// <summary>A number, whichever way the library returned it.</summary>
    public readonly double ToReal() => tag == ArgumentTag.Real ? real : integer;

    /// <summary>What it holds, for a recording: a number, a text, an array, or what <paramref name="tensor"/> makes of a handle.</summary>
    /// <param name="tensor">Called for each tensor that is there, in order.</param>
    /// <param name="otherwise">What the schema's default stands for.</param>
    public readonly object? Read<T>(Func<nint, T> tensor, object? otherwise)
        where T : class => tag switch
        {
            ArgumentTag.Tensor => pointer is null ? null : tensor((nint)pointer),
            ArgumentTag.Tensors => Array.ConvertAll(new ReadOnlySpan<nint>(pointer, length).ToArray(), handle => handle == 0 ? null : tensor(handle)),
            ArgumentTag.Integer => integer,
            ArgumentTag.Real => real,
            ArgumentTag.Boolean => integer != 0,
            ArgumentTag.Integers => new ReadOnlySpan<long>(pointer, length).ToArray(),
            ArgumentTag.Reals => new ReadOnlySpan<double>(pointer, length).ToArray(),
            ArgumentTag.Text => Encoding.UTF8.GetString((byte*)pointer, length),
            ArgumentTag.Device => new Device((DeviceType)integer, length),
            ArgumentTag.Default => otherwise,
            _ => null,
        };
}
