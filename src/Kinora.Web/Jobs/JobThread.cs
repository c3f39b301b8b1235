using System.Collections.Concurrent;

namespace Kinora.Web.Jobs;

/// <summary>
/// The thread on which one job after another is done. A thread of its own for each job would cost memory: malloc, told to keep what it
/// has, keeps it for each of the heaps that it gives to threads, and in the end as many hold the memory of the largest job as there are.
/// </summary>
internal sealed class JobThread : IDisposable
{
    private readonly BlockingCollection<Task> waiting = [];
    private readonly Thread thread;

    public JobThread()
    {
        thread = new Thread(Work) { IsBackground = true, Name = "job" };
        thread.Start();
    }

    /// <summary>Does something on the thread.</summary>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        // Whoever waits goes on elsewhere: here he would keep the thread, and could not end it.
        var task = new Task<T>(work, TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.Add(task);
        return task;
    }

    /// <summary>Ends the thread, after what it was given.</summary>
    public void Dispose()
    {
        waiting.CompleteAdding();
        thread.Join();
        waiting.Dispose();
    }

    private void Work()
    {
        foreach (var task in waiting.GetConsumingEnumerable())
        {
            task.RunSynchronously(TaskScheduler.Default);
        }
    }
}
