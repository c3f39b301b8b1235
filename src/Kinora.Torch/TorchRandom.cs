using Kinora.Torch.Binding;

namespace Kinora.Torch;

/// <summary>PyTorch's default generators, one a device: the same seed gives the numbers that PyTorch draws.</summary>
public static class TorchRandom
{
    /// <summary>Seeds the generators of all devices, as <c>torch.manual_seed</c> does.</summary>
    public static void Seed(long seed) => TorchException.Check(NativeMethods.Seed(unchecked((ulong)seed)));

    /// <summary>The whole state of a device's generator; for the CPU the bytes of <c>torch.get_rng_state()</c>.</summary>
    /// <param name="device">The CPU unless given.</param>
    /// <exception cref="TorchException">There is no such device.</exception>
    public static byte[] GetState(Device? device = null)
    {
        var of = device ?? Device.Cpu;
        var handle = NativeMethods.RandomState((int)of.Type, of.Index);
        if (handle == 0)
        {
            throw TorchException.Last();
        }

        using var state = Tensor.Take(handle);
        return state.ToBytes();
    }

    /// <summary>Puts a generator back to where <see cref="GetState"/> found it.</summary>
    /// <exception cref="TorchException">The bytes are no state of such a generator, or there is no such device.</exception>
    public static void SetState(ReadOnlySpan<byte> state, Device? device = null)
    {
        var of = device ?? Device.Cpu;
        using var tensor = Tensor.From(state, state.Length);
        TorchException.Check(NativeMethods.SetRandomState((int)of.Type, of.Index, tensor.Handle));
    }
}
