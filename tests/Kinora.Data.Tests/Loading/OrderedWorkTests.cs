using System.Diagnostics;
using Kinora.Data.Loading;

namespace Kinora.Data.Tests.Loading;

public sealed class OrderedWorkTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(4, 3)]
    [InlineData(8, 100)]
    public void Results_come_in_order_though_work_does_not_end_in_order(int workers, int ahead)
    {
        var results = OrderedWork.Run([.. Enumerable.Range(0, 200)], i =>
        {
            Thread.SpinWait(i % 7 * 2000);
            return i * i;
        }, workers, ahead, default);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => i * i), results);
    }

    [Fact]
    public void No_more_is_begun_than_may_be_ahead()
    {
        var begun = 0;
        foreach (var i in OrderedWork.Run([.. Enumerable.Range(0, 50)], i => { Interlocked.Increment(ref begun); return i; }, workers: 4, ahead: 5, default))
        {
            Thread.Sleep(2);
            // While result i is in use, i + 1 results are taken and five more may be begun.
            Assert.InRange(Volatile.Read(ref begun), i + 1, i + 6);
        }
    }

    [Fact]
    public void Several_threads_work_at_once()
    {
        using var meeting = new Barrier(2);
        Assert.Equal([true, true], OrderedWork.Run([0, 1], _ => meeting.SignalAndWait(TimeSpan.FromSeconds(30)), workers: 2, ahead: 2, default));
    }

    [Fact]
    public void What_work_throws_comes_in_its_place_with_its_own_stack()
    {
        var seen = new List<int>();
        var error = Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (var i in OrderedWork.Run([.. Enumerable.Range(0, 20)], Fail, workers: 3, ahead: 6, default))
            {
                seen.Add(i);
            }
        });
        Assert.Equal(Enumerable.Range(0, 7), seen);
        Assert.Contains(nameof(Fail), error.StackTrace, StringComparison.Ordinal);

        static int Fail(int i) => i >= 7 ? throw new InvalidOperationException($"{i}") : i;
    }

    [Fact]
    public void Cancelling_ends_it_after_the_work_in_hand()
    {
        using var cancel = new CancellationTokenSource();
        var (begun, running) = (0, 0);
        var clock = Stopwatch.StartNew();
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var i in OrderedWork.Run([.. Enumerable.Range(0, 10_000)], Slow, workers: 2, ahead: 8, cancel.Token))
            {
                if (i == 3)
                {
                    cancel.Cancel();
                }
            }
        });
        Assert.InRange(begun, 4, 12);
        Assert.Equal(0, running);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);

        int Slow(int i)
        {
            Interlocked.Increment(ref begun);
            Interlocked.Increment(ref running);
            Thread.Sleep(5);
            Interlocked.Decrement(ref running);
            return i;
        }
    }

    [Fact]
    public void Cancelling_wakes_one_who_waits_for_work()
    {
        using var cancel = new CancellationTokenSource();
        using var release = new ManualResetEventSlim();
        using var timer = new Timer(_ =>
        {
            cancel.Cancel();
            release.Set();
        }, null, 50, Timeout.Infinite);
        Assert.Throws<OperationCanceledException>(() => OrderedWork.Run([0, 1], i => { release.Wait(); return i; }, workers: 1, ahead: 2, cancel.Token).Count());
    }

    [Fact]
    public void Leaving_early_ends_the_threads()
    {
        var running = 0;
        foreach (var _ in OrderedWork.Run([.. Enumerable.Range(0, 1000)], Work, workers: 4, ahead: 8, default))
        {
            break;
        }

        Assert.Equal(0, Volatile.Read(ref running));

        int Work(int i)
        {
            Interlocked.Increment(ref running);
            Thread.Sleep(1);
            Interlocked.Decrement(ref running);
            return i;
        }
    }
}
