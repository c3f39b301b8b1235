using Kinora.Torch.Binding;

namespace Kinora.Torch.Serialization;

/// <summary>Moves the elements of tensors between their own memory and files, without a copy of the whole in between.</summary>
internal static unsafe class TensorBytes
{
    /// <summary>Spans and reads end at 2^31; tensors do not.</summary>
    private const int Chunk = 1 << 30;

    /// <summary>A contiguous tensor on the CPU whose elements have no value yet.</summary>
    public static Tensor Allocate(DType type, ReadOnlySpan<long> shape) => Ops.Empty(shape, dtype: type, device: Device.Cpu);

    /// <summary>Reads all elements of a contiguous tensor on the CPU.</summary>
    /// <exception cref="EndOfStreamException">The stream has fewer bytes.</exception>
    public static void Fill(Tensor tensor, Stream stream) => ForEachChunk(tensor, stream.ReadExactly);

    /// <summary>Writes all elements in order of the shape, from any device and of any strides.</summary>
    public static void Write(Tensor tensor, Stream stream)
    {
        using var scope = new TensorScope();
        ForEachChunk(tensor.Detach().To(Device.Cpu).Contiguous(), bytes => stream.Write(bytes));
    }

    private delegate void ChunkAction(Span<byte> bytes);

    private static void ForEachChunk(Tensor tensor, ChunkAction action)
    {
        var data = (byte*)NativeMethods.Data(tensor.Handle);
        var length = tensor.ElementCount * tensor.DType.Size();
        for (var done = 0L; done < length; done += Chunk)
        {
            action(new Span<byte>(data + done, (int)Math.Min(Chunk, length - done)));
        }

        GC.KeepAlive(tensor);
    }
}
