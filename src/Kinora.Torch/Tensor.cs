using System.Globalization;
using Kinora.Torch.Binding;
using Kinora.Torch.Recording;

namespace Kinora.Torch;

/// <summary>
/// A tensor of libtorch. It belongs to the scope it was made in, or to whoever took it out with <see cref="Unscoped"/>;
/// the owner frees it, no finaliser does. Operators are methods under PyTorch's names: <c>x.Relu()</c>, <c>x.Add_(y)</c>.
/// </summary>
public sealed partial class Tensor : IDisposable
{
    private nint handle;

    private Tensor(nint handle) => this.handle = handle;

#if DEBUG
#pragma warning disable MA0055 // Do not use finalizer: this one only counts.
    // Reports, never frees: the collector may see an owner as dead while native code still works on what it owned.
    ~Tensor()
    {
        if (handle != 0)
        {
            TorchRuntime.ReportLeak();
        }
    }
#pragma warning restore MA0055
#endif

    /// <summary>Sizes along each dimension; empty for a scalar.</summary>
    public unsafe long[] Shape
    {
        get
        {
            var shape = new long[Dim];
            fixed (long* p = shape)
            {
                NativeMethods.Shape(Handle, p);
            }

            return shape;
        }
    }

    /// <summary>Elements to step over for one step along each dimension.</summary>
    public unsafe long[] Strides
    {
        get
        {
            var strides = new long[Dim];
            fixed (long* p = strides)
            {
                NativeMethods.Strides(Handle, p);
            }

            return strides;
        }
    }

    /// <summary>Number of dimensions.</summary>
    public int Dim => NativeMethods.Dim(Handle);

    /// <summary>Number of elements.</summary>
    public long ElementCount => NativeMethods.ElementCount(Handle);

    /// <summary>The type of the elements.</summary>
    public DType DType => (DType)NativeMethods.DType(Handle);

    /// <summary>Where the elements are.</summary>
    public Device Device
    {
        get
        {
            var packed = NativeMethods.Device(Handle);
            return new Device((DeviceType)(packed >> 32), (int)packed);
        }
    }

    /// <summary>Whether the elements lie in memory in row order without gaps.</summary>
    public bool IsContiguous => NativeMethods.IsContiguous(Handle) != 0;

    /// <summary>Whether it was made in <see cref="Autograd.InferenceMode"/>, so that autograd can never use it.</summary>
    public bool IsInference => NativeMethods.IsInference(Handle) != 0;

    /// <summary>The address of libtorch's tensor.</summary>
    /// <exception cref="ObjectDisposedException">The tensor was freed, by its owner or with its scope.</exception>
    internal nint Handle => handle != 0 ? handle : throw Freed();

    internal TensorScope? Scope { get; set; }

    internal int Slot { get; set; }

    /// <summary>
    /// Takes the tensor out of its scope: from now on it belongs to the caller, who disposes it. Modules and optimisers do
    /// so with what they keep, a loader with what it hands to another thread.
    /// </summary>
    /// <returns>The same tensor.</returns>
    public Tensor Unscoped()
    {
        _ = Handle;
        Scope?.Remove(this);
        return this;
    }

    /// <summary>Size along a dimension; negative numbers count from the last.</summary>
    public long Size(int dim)
    {
        var shape = Shape;
        var index = dim < 0 ? dim + shape.Length : dim;
        return (uint)index < (uint)shape.Length
            ? shape[index]
            : throw new ArgumentOutOfRangeException(nameof(dim), dim, $"the shape is {ShapeText(shape)}");
    }

    /// <summary>A copy, or this tensor's elements themselves where they are already on that device.</summary>
    public Tensor To(Device device) => To(dtype: null, device: device);

    /// <summary>Frees the tensor now. Views of it, and what autograd saved, keep the memory they need.</summary>
    public void Dispose()
    {
        if (handle == 0)
        {
            return;
        }

        Scope?.Remove(this);
        Free();
    }

    /// <summary>What it is, not what it holds: <c>Float32 (2, 3)</c>.</summary>
    public override string ToString() => handle == 0
        ? "a freed tensor"
        : $"{DType} {ShapeText(Shape)}{(Device.Type == DeviceType.Cpu ? "" : " on " + Device)}";

    /// <summary>A shape as messages show it: <c>(8, 3, 16, 112, 112)</c>.</summary>
    internal static string ShapeText(ReadOnlySpan<long> shape) =>
        "(" + string.Join(", ", shape.ToArray().Select(s => s.ToString(CultureInfo.InvariantCulture))) + (shape.Length == 1 ? ",)" : ")");

    /// <summary>A tensor that the native side gave otherwise than as an operator's result; it goes to the innermost scope.</summary>
    internal static Tensor Take(nint handle)
    {
        Recorder.Current?.Forget(handle);
        return TakeResult(handle);
    }

    /// <summary>A tensor that an operator gave; it goes to the innermost scope.</summary>
    internal static Tensor TakeResult(nint handle)
    {
        if (handle == 0)
        {
            throw new TorchException("the library gave an undefined tensor");
        }

        var tensor = new Tensor(handle);
        TensorScope.Innermost?.Add(tensor);
        return tensor;
    }

    /// <summary>Gives the native reference back. The owner alone calls it.</summary>
    internal void Free()
    {
        NativeMethods.Release(handle);
        handle = 0;
        Scope = null;
#if DEBUG
        GC.SuppressFinalize(this);
#endif
    }

    private static ObjectDisposedException Freed() =>
        new(nameof(Tensor), "this tensor was freed: by Dispose, or with the scope it was made in (TensorScope.Return or Tensor.Unscoped keep one)");
}
