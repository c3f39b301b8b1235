using System.Runtime.ExceptionServices;

namespace Kinora.Data.Loading;

/// <summary>Work on a list by several threads whose results come one after another in the list's order, however many threads there are.</summary>
internal static class OrderedWork
{
    /// <summary>Starts when enumerated; ends its threads when done, cancelled, or no longer enumerated.</summary>
    /// <param name="items">Reason to work on.</param>
    /// <param name="make">The work on one item; called on other threads, several at a time. Reason it throws is thrown to the enumerator in the item's place.</param>
    /// <param name="workers">Threads, at least 1.</param>
    /// <param name="ahead">How many items may be begun or ready beyond the one that is waited for, at least 1; bounds memory.</param>
    /// <param name="cancel">Ends the enumeration with <see cref="OperationCanceledException"/>; work that has begun is waited for.</param>
    public static IEnumerable<TResult> Run<TItem, TResult>(IReadOnlyList<TItem> items, Func<TItem, TResult> make, int workers, int ahead, CancellationToken cancel)
    {
        var line = new Line<TItem, TResult>(items, make, ahead);
        var threads = new List<Thread>();
        using var wake = cancel.Register(line.Stop);
        try
        {
            for (var i = 0; i < Math.Min(workers, items.Count); i++)
            {
                var thread = new Thread(line.Work) { IsBackground = true, Name = $"kinora clips {i + 1}" };
                thread.Start();
                threads.Add(thread);
            }

            for (var i = 0; i < items.Count; i++)
            {
                var (result, error) = line.Take(i, cancel);
                error?.Throw();
                yield return result!;
            }
        }
        finally
        {
            line.Stop();
            threads.ForEach(thread => thread.Join());
        }
    }

    private sealed class Line<TItem, TResult>(IReadOnlyList<TItem> items, Func<TItem, TResult> make, int ahead)
    {
        private readonly (TResult? Result, ExceptionDispatchInfo? Error, bool Ready)[] slots = new (TResult?, ExceptionDispatchInfo?, bool)[Math.Min(ahead, items.Count)];
        private readonly object gate = new();
        private int begun;
        private int taken;
        private bool stopped;

        public void Work()
        {
            while (Begin() is { } i)
            {
                (TResult? Result, ExceptionDispatchInfo? Error, bool Ready) done;
                try
                {
                    done = (make(items[i]), null, true);
                }
                catch (Exception e)
                {
                    done = (default, ExceptionDispatchInfo.Capture(e), true);
                }

                lock (gate)
                {
                    slots[i % slots.Length] = done;
                    Monitor.PulseAll(gate);
                }
            }
        }

        public (TResult? Result, ExceptionDispatchInfo? Error) Take(int i, CancellationToken cancel)
        {
            lock (gate)
            {
                ref var slot = ref slots[i % slots.Length];
                while (!slot.Ready)
                {
                    cancel.ThrowIfCancellationRequested();
                    Monitor.Wait(gate);
                }

                cancel.ThrowIfCancellationRequested();
                var (result, error, _) = slot;
                slot = default;
                taken = i + 1;
                Monitor.PulseAll(gate);
                return (result, error);
            }
        }

        public void Stop()
        {
            lock (gate)
            {
                stopped = true;
                Monitor.PulseAll(gate);
            }
        }

        private int? Begin()
        {
            lock (gate)
            {
                while (!stopped && begun < items.Count && begun >= taken + slots.Length)
                {
                    Monitor.Wait(gate);
                }

                return stopped || begun == items.Count ? null : begun++;
            }
        }
    }
}
