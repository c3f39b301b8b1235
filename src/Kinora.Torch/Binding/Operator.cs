using System.Runtime.CompilerServices;
using Kinora.Torch.Recording;

namespace Kinora.Torch.Binding;

/// <summary>The gate every operator passes.</summary>
internal static unsafe class Operator
{
    /// <summary>Looks an operator up and keeps it; a schema that is not the library's is refused by name.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static nint Find(ref nint place, ReadOnlySpan<byte> schema)
    {
        nint found;
        // A UTF-8 literal ends with a zero byte beyond its length.
        fixed (byte* text = schema)
        {
            found = NativeMethods.Operator(text);
        }

        if (found == 0)
        {
            throw TorchException.Last();
        }

        return place = found;
    }

    /// <summary>Calls an operator; where this thread records, the call is noted with the names in its schema.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Call(nint op, ReadOnlySpan<byte> schema, Argument* arguments, int count, Argument* results, int room)
    {
        if (NativeMethods.Call(op, arguments, count, results, room) < 0)
        {
            throw TorchException.Last();
        }

        Recorder.Current?.Note(op, schema, arguments, count, results, room);
    }
}
