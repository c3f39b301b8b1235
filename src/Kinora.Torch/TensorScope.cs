using Kinora.Torch.Binding;

namespace Kinora.Torch;

/// <summary>
/// Owns the tensors made on this thread while it is the innermost scope, and frees them when it is disposed:
/// <code>
/// using var scope = new TensorScope();
/// var loss = model.Forward(clips).CrossEntropyLoss(labels);
/// return scope.Return(loss);
/// </code>
/// A scope belongs to its thread and never crosses an <c>await</c>; disposing it elsewhere, or before a scope inside it,
/// throws. A tensor made while no scope is open belongs to the caller.
/// </summary>
public sealed class TensorScope : IDisposable
{
    [ThreadStatic]
    private static TensorScope? innermost;

    private readonly TensorScope? parent;
    private readonly Thread thread;
    private Tensor?[] tensors = new Tensor?[16];
    private int count;
    private bool disposed;

    /// <summary>Opens a scope inside the innermost one of this thread.</summary>
    public TensorScope()
    {
        parent = innermost;
        thread = Thread.CurrentThread;
        innermost = this;
    }

    /// <summary>Tensors of the whole process not yet freed, those that no scope owns included.</summary>
    public static long LiveTensors => NativeMethods.Live();

    internal static TensorScope? Innermost => innermost;

    /// <summary>
    /// Moves a tensor of this scope to the enclosing one, or to the caller if there is none. A tensor that this scope does
    /// not own (an argument passed through, a parameter) stays with its owner.
    /// </summary>
    /// <returns>The same tensor.</returns>
    public Tensor Return(Tensor tensor)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        CheckThread("returned from");
        if (tensor.Scope == this)
        {
            Remove(tensor);
            parent?.Add(tensor);
        }

        return tensor;
    }

    /// <summary>Frees every tensor the scope still owns.</summary>
    /// <exception cref="InvalidOperationException">Called on another thread, or while a scope inside it is open.</exception>
    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        CheckThread("disposed");
        if (innermost != this)
        {
            throw new InvalidOperationException("a TensorScope is disposed while one opened after it is still open; dispose scopes in the reverse order of opening (using var does)");
        }

        disposed = true;
        innermost = parent;
        for (var i = count - 1; i >= 0; i--)
        {
            tensors[i]?.Free();
        }

        tensors = [];
        count = 0;
    }

    internal void Add(Tensor tensor)
    {
        if (count == tensors.Length)
        {
            Array.Resize(ref tensors, count * 2);
        }

        tensor.Scope = this;
        tensor.Slot = count;
        tensors[count++] = tensor;
    }

    internal void Remove(Tensor tensor)
    {
        CheckThread("emptied");
        tensors[tensor.Slot] = null;
        tensor.Scope = null;
        while (count > 0 && tensors[count - 1] is null)
        {
            count--;
        }
    }

    private void CheckThread(string what)
    {
        if (Thread.CurrentThread != thread)
        {
            throw new InvalidOperationException($"a TensorScope of thread {thread.ManagedThreadId} is {what} on thread {Environment.CurrentManagedThreadId}; a scope stays on its thread: close it before an await, and take tensors out of it with Tensor.Unscoped before handing them over");
        }
    }
}
