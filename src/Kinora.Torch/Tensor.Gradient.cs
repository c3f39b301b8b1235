using Kinora.Torch.Binding;

namespace Kinora.Torch;

/// <content>Gradients.</content>
public sealed partial class Tensor
{
    /// <summary>Whether operators on this tensor are noted for <see cref="Backward"/>.</summary>
    /// <exception cref="TorchException">Set on a tensor of integers, or on a result of other operators.</exception>
    public bool RequiresGrad
    {
        get => NativeMethods.RequiresGrad(Handle) != 0;
        set => TorchException.Check(NativeMethods.SetRequiresGrad(Handle, value ? 1 : 0));
    }

    /// <summary>
    /// The gradient that <see cref="Backward"/> left, or null. Each reading gives a new handle to it, which belongs to the
    /// innermost scope as every tensor does; writing shares the given tensor.
    /// </summary>
    public Tensor? Grad
    {
        get
        {
            var gradient = NativeMethods.Grad(Handle);
            GC.KeepAlive(this);
            return gradient == 0 ? null : Take(gradient);
        }

        set
        {
            TorchException.Check(NativeMethods.SetGrad(Handle, value?.Handle ?? 0));
            GC.KeepAlive(this);
            GC.KeepAlive(value);
        }
    }

    /// <summary>Adds the gradient of this tensor to <see cref="Grad"/> of every leaf it was computed from.</summary>
    /// <param name="gradient">What to multiply with; needed unless this is a scalar.</param>
    /// <param name="retainGraph">Keeps what was saved on the way, for a second call.</param>
    /// <exception cref="TorchException">Nothing here requires a gradient, or the graph was freed.</exception>
    public void Backward(Tensor? gradient = null, bool retainGraph = false)
    {
        TorchException.Check(NativeMethods.Backward(Handle, gradient?.Handle ?? 0, retainGraph ? 1 : 0));
        GC.KeepAlive(this);
        GC.KeepAlive(gradient);
    }
}
