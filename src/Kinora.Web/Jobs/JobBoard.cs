using System.Collections.Concurrent;

namespace Kinora.Web.Jobs;

/// <summary>What is known of jobs only while the server runs: how far they are, who watches them, how to stop them.</summary>
internal sealed class JobBoard
{
    private readonly ConcurrentDictionary<string, Running> running = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Watch> watches = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>From 0 to 1; 0 for a job that is not running.</summary>
    public double ProgressOf(string job) => running.TryGetValue(job, out var one) ? one.Progress : 0;

    /// <summary>Notes that a job runs, until the result is disposed.</summary>
    /// <param name="job">Its id.</param>
    /// <param name="stop">Cancelled when somebody cancels the job.</param>
    public Running Begin(string job, CancellationTokenSource stop)
    {
        var one = new Running(this, job, stop);
        running[job] = one;
        return one;
    }

    /// <summary>Asks a job that runs to stop.</summary>
    public void Stop(string job)
    {
        if (running.TryGetValue(job, out var one))
        {
            one.Stop();
        }
    }

    /// <summary>Wakes whoever watches a job.</summary>
    public void Changed(string job)
    {
        lock (gate)
        {
            if (watches.TryGetValue(job, out var watch))
            {
                watch.Pulse();
            }
        }
    }

    /// <summary>Begins to watch a job, until the result is disposed.</summary>
    public Watch Open(string job)
    {
        lock (gate)
        {
            var watch = watches.TryGetValue(job, out var one) ? one : watches[job] = new Watch(this, job);
            watch.Watchers++;
            return watch;
        }
    }

    /// <summary>How many jobs are watched.</summary>
    internal int Watched
    {
        get
        {
            lock (gate)
            {
                return watches.Count;
            }
        }
    }

    /// <summary>A job that runs.</summary>
    internal sealed class Running(JobBoard board, string job, CancellationTokenSource stop) : IProgress<(int Done, int Total)>, IDisposable
    {
        private readonly Lock gate = new();
        private bool isOver;
        private double progress;

        public double Progress => Volatile.Read(ref progress);

        public void Report((int Done, int Total) value)
        {
            Volatile.Write(ref progress, value.Total > 0 ? Math.Clamp((double)value.Done / value.Total, 0, 1) : 0);
            board.Changed(job);
        }

        public void Stop()
        {
            lock (gate)
            {
                if (!isOver)
                {
                    stop.Cancel();
                }
            }
        }

        public void Dispose()
        {
            lock (gate)
            {
                isOver = true;
            }

            board.running.TryRemove(new(job, this));
        }
    }

    /// <summary>A job that somebody watches.</summary>
    internal sealed class Watch(JobBoard board, string job) : IDisposable
    {
        private TaskCompletionSource next = New();

        public int Watchers { get; set; }

        /// <summary>Ends with the next change. Taken before the job is looked at, so that no change is missed.</summary>
        public Task Next
        {
            get
            {
                lock (board.gate)
                {
                    return next.Task;
                }
            }
        }

        public void Pulse()
        {
            next.SetResult();
            next = New();
        }

        public void Dispose()
        {
            lock (board.gate)
            {
                if (--Watchers == 0)
                {
                    board.watches.Remove(job);
                }
            }
        }

        private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
