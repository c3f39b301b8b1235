using Kinora.Torch.Binding;

namespace Kinora.Torch;

/// <summary>
/// What autograd notes, for the thread that says so:
/// <code>using (Autograd.NoGrad()) { ... }</code>
/// </summary>
public static class Autograd
{
    /// <summary>Whether operators are noted for <see cref="Tensor.Backward"/> on this thread.</summary>
    public static bool IsEnabled => NativeMethods.GradMode() != 0;

    /// <summary>Until disposed nothing is noted.</summary>
    public static GradGuard NoGrad() => new(enabled: false);

    /// <summary>Until disposed operators are noted, inside <see cref="NoGrad"/> too.</summary>
    public static GradGuard EnableGrad() => new(enabled: true);

    /// <summary>
    /// Until disposed nothing is noted and no version is counted: faster than <see cref="NoGrad"/>, but what is made inside
    /// can never take part in autograd.
    /// </summary>
    public static InferenceGuard InferenceMode() => new(NativeMethods.EnterInferenceMode());

    /// <summary>
    /// The gradients of the sum of the outputs with respect to each input, added to nothing; null for an input that the
    /// outputs do not depend on.
    /// </summary>
    /// <param name="outputs">Scalars.</param>
    /// <param name="inputs">Tensors that require a gradient.</param>
    /// <param name="createGraph">Notes the gradients' own computation, for gradients of gradients.</param>
    /// <exception cref="TorchException">An output is no scalar, or nothing requires a gradient.</exception>
    public static unsafe Tensor?[] Gradients(ReadOnlySpan<Tensor> outputs, ReadOnlySpan<Tensor> inputs, bool createGraph = false)
    {
        var from = new nint[outputs.Length];
        var to = new nint[inputs.Length];
        var found = new nint[inputs.Length];
        Argument.Fill(from, outputs, nameof(outputs));
        Argument.Fill(to, inputs, nameof(inputs));
        fixed (nint* o = from, i = to, g = found)
        {
            TorchException.Check(NativeMethods.Gradients(o, from.Length, i, to.Length, createGraph ? 1 : 0, g));
        }

        return Array.ConvertAll(found, handle => handle == 0 ? null : Tensor.Take(handle));
    }

    /// <summary>Restores the mode that was before, when disposed.</summary>
    public readonly ref struct GradGuard
    {
        private readonly int before;

        internal GradGuard(bool enabled)
        {
            before = NativeMethods.GradMode();
            NativeMethods.SetGradMode(enabled ? 1 : 0);
        }

        public void Dispose() => NativeMethods.SetGradMode(before);
    }

    /// <summary>Ends inference mode when disposed.</summary>
    public readonly ref struct InferenceGuard
    {
        private readonly nint guard;

        internal InferenceGuard(nint guard) => this.guard = guard;

        public void Dispose() => NativeMethods.LeaveInferenceMode(guard);
    }
}
