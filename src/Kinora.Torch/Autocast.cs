using Kinora.Torch.Binding;

namespace Kinora.Torch;

/// <summary>
/// Which numbers convolutions and products of matrices compute with, by PyTorch's rules (<c>torch.autocast</c>), on the thread that
/// says so; weights, their gradients and what loses by few digits stay float32:
/// <code>using (Autocast.Enable(Device.Cpu, DType.BFloat16)) { loss = criterion.Forward(model.Forward(clips), labels); }</code>
/// Micikevicius et al. 2017, "Mixed Precision Training", https://arxiv.org/abs/1710.03740.
/// </summary>
public static class Autocast
{
    private const int TypeBits = 8;

    /// <summary>Whether operators on that kind of device cast, on this thread.</summary>
    /// <param name="device">Its type counts.</param>
    public static bool IsEnabled(Device device) => (State(device.Type) & 1) != 0;

    /// <summary>Until disposed operators cast to a type where that is safe. Weights cast once are kept until the outermost region ends.</summary>
    /// <param name="device">Where the operators run; its type counts.</param>
    /// <param name="dtype">bfloat16 on the processor, bfloat16 or float16 on CUDA.</param>
    /// <returns>Restores what was before; to be disposed on the same thread, in the reverse order.</returns>
    /// <exception cref="ArgumentException">The device has no operators of that type.</exception>
    public static IDisposable Enable(Device device, DType dtype)
    {
        if (dtype != DType.BFloat16 && (dtype != DType.Float16 || device.Type == DeviceType.Cpu))
        {
            throw new ArgumentException($"{dtype} on {device}: expected BFloat16{(device.Type == DeviceType.Cpu ? "" : " or Float16")}", nameof(dtype));
        }

        return new Region(device.Type, ((int)dtype << TypeBits) | 1);
    }

    /// <summary>Until disposed nothing is cast, inside <see cref="Enable"/> too.</summary>
    /// <param name="device">Where the operators run; its type counts.</param>
    /// <returns>Restores what was before; to be disposed on the same thread, in the reverse order.</returns>
    public static IDisposable Disable(Device device) => new Region(device.Type, State(device.Type) & ~1);

    private static int State(DeviceType type)
    {
        var state = NativeMethods.Autocast((int)type);
        TorchException.Check(state);
        return state;
    }

    private sealed class Region : IDisposable
    {
        [ThreadStatic]
        private static Region? innermost;

        private readonly Region? outer = innermost;
        private readonly Thread thread = Thread.CurrentThread;
        private readonly DeviceType type;
        private readonly int before;
        private bool disposed;

        public Region(DeviceType type, int state)
        {
            this.type = type;
            before = State(type);
            TorchException.Check(NativeMethods.SetAutocast((int)type, state));
            NativeMethods.EnterAutocast();
            innermost = this;
        }

        public void Dispose()
        {
            if (disposed)
            {
                return;
            }

            if (Thread.CurrentThread != thread || innermost != this)
            {
                throw new InvalidOperationException("a region of autocast ends on the thread it began on and after those inside it; end it before an await, with using");
            }

            disposed = true;
            innermost = outer;
            NativeMethods.LeaveAutocast();
            TorchException.Check(NativeMethods.SetAutocast((int)type, before));
        }
    }
}
