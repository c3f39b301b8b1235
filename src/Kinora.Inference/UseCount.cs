namespace Kinora.Inference;

/// <summary>Counts who is using an object, so that it is taken apart only when nobody is.</summary>
/// <param name="owner">The object, for the message to who comes too late.</param>
internal sealed class UseCount(object owner)
{
    private readonly object gate = new();
    private int users;
    private bool closed;

    /// <summary>Begins a use; it ends when the result is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The object was closed.</exception>
    public Use Begin()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, owner);
            users++;
            return new Use(this);
        }
    }

    /// <summary>Refuses new uses and waits for those under way.</summary>
    /// <returns>Whether this is the first call, whose caller takes the object apart.</returns>
    public bool Close()
    {
        lock (gate)
        {
            var isFirst = !closed;
            closed = true;
            while (users > 0)
            {
                Monitor.Wait(gate);
            }

            return isFirst;
        }
    }

    private void End()
    {
        lock (gate)
        {
            users--;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>One use.</summary>
    public readonly struct Use(UseCount count) : IDisposable
    {
        public void Dispose() => count.End();
    }
}
