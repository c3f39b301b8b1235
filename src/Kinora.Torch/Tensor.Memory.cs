using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kinora.Torch.Binding;

namespace Kinora.Torch;

/// <content>Between C# memory and tensors. Elements are copied, in row order.</content>
public sealed partial class Tensor
{
    /// <summary>A new tensor on the CPU with a copy of the values.</summary>
    /// <param name="values">As many as the shape has elements, in row order.</param>
    /// <param name="shape">Without sizes: a scalar.</param>
    /// <exception cref="ArgumentException">The number of values is not the shape's.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> values, params ReadOnlySpan<long> shape)
        where T : unmanaged =>
        FromBytes(MemoryMarshal.AsBytes(values), DTypes.Of<T>(), shape);

    /// <summary>A new scalar on the CPU.</summary>
    public static Tensor Of<T>(T value)
        where T : unmanaged =>
        From(new ReadOnlySpan<T>(in value));

    /// <summary>A new tensor on the CPU from the bytes of its elements (native byte order, row order).</summary>
    /// <exception cref="ArgumentException">The number of bytes is not the shape's.</exception>
    public static unsafe Tensor FromBytes(ReadOnlySpan<byte> bytes, DType dtype, params ReadOnlySpan<long> shape)
    {
        var expected = (long)dtype.Size();
        foreach (var size in shape)
        {
            expected = size >= 0 ? checked(expected * size) : throw new ArgumentException($"a negative size in the shape {ShapeText(shape)}", nameof(shape));
        }

        if (bytes.Length != expected)
        {
            throw new ArgumentException($"{bytes.Length / dtype.Size()} values for the shape {ShapeText(shape)}, which has {expected / dtype.Size()}", nameof(bytes));
        }

        fixed (byte* b = bytes)
        fixed (long* s = shape)
        {
            var made = NativeMethods.FromMemory(b, s, shape.Length, (int)dtype);
            return made != 0 ? Take(made) : throw TorchException.Last();
        }
    }

    /// <summary>A copy of the elements, from whichever device.</summary>
    /// <exception cref="InvalidOperationException">The elements are not of type <typeparamref name="T"/>.</exception>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        var values = new T[ElementCount];
        CopyTo<T>(values);
        return values;
    }

    /// <summary>Copies the elements, from whichever device, to memory of exactly as many.</summary>
    /// <exception cref="InvalidOperationException">The elements are not of type <typeparamref name="T"/>.</exception>
    /// <exception cref="TorchException">The room is not exactly that of the elements.</exception>
    public void CopyTo<T>(Span<T> destination)
        where T : unmanaged
    {
        CheckType<T>();
        CopyBytesTo(MemoryMarshal.AsBytes(destination));
    }

    /// <summary>Copies the bytes of the elements to memory of exactly as many.</summary>
    /// <exception cref="TorchException">The room is not exactly that of the elements.</exception>
    public unsafe void CopyBytesTo(Span<byte> destination)
    {
        fixed (byte* p = destination)
        {
            TorchException.Check(NativeMethods.CopyOut(Handle, p, destination.Length));
        }

        GC.KeepAlive(this);
    }

    /// <summary>The bytes of the elements (native byte order, row order), copied.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[checked(ElementCount * NativeMethods.ElementSize(Handle))];
        CopyBytesTo(bytes);
        return bytes;
    }

    /// <summary>
    /// The elements themselves, to read or write without a copy; valid while the tensor lives, which the caller sees to.
    /// Autograd does not notice what is written here.
    /// </summary>
    /// <exception cref="InvalidOperationException">Other elements than <typeparamref name="T"/>, not on the CPU, or not contiguous.</exception>
    public unsafe Span<T> Data<T>()
        where T : unmanaged
    {
        CheckType<T>();
        if (Device.Type != DeviceType.Cpu || !IsContiguous)
        {
            throw new InvalidOperationException($"{this}: only a contiguous tensor on the CPU shows its memory; call To(Device.Cpu).Contiguous() first");
        }

        var data = NativeMethods.Data(Handle);
        return data is null && ElementCount > 0 ? throw TorchException.Last() : new Span<T>(data, checked((int)ElementCount));
    }

    /// <summary>The value of a tensor with one element.</summary>
    /// <exception cref="TorchException">It has another number of elements.</exception>
    public double Item()
    {
        if (ElementCount != 1)
        {
            throw new TorchException($"item: a tensor with one element is expected, this is {this}");
        }

        return LocalScalarDense();
    }

    private void CheckType<T>([CallerMemberName] string caller = "")
        where T : unmanaged
    {
        if (DType != DTypes.Of<T>())
        {
            throw new InvalidOperationException($"{caller}<{typeof(T).Name}> of {this}: convert it first, To(DType.{DTypes.Of<T>()})");
        }
    }
}
