using System.Runtime.InteropServices;
using Kinora.Torch.Binding;

namespace Kinora.Torch;

/// <summary>
/// libtorch refused, in one line with the operator, the shapes of its arguments and the library's message; or libtorch
/// itself, or a state given to an optimiser, is not what is needed.
/// </summary>
public sealed class TorchException : Exception
{
    public TorchException(string message)
        : base(message)
    {
    }

    public TorchException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Whether there was no memory left: libtorch's allocators have no code for it, only words.</summary>
    public bool IsOutOfMemory =>
        Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
        || Message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase)
        || Message.Contains("bad_alloc", StringComparison.Ordinal);

    /// <summary>The failure that the native library noted last on this thread.</summary>
    internal static unsafe TorchException Last() => new(Marshal.PtrToStringUTF8((nint)NativeMethods.Error()) ?? "libtorch failed without a message");

    /// <summary>Throws where a native function says that it failed.</summary>
    internal static void Check(int status)
    {
        if (status < 0)
        {
            throw Last();
        }
    }
}
