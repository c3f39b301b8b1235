using System.Diagnostics;
using Kinora.Data.Loading;
using Kinora.Torch;
using Kinora.Training.Mixing;
using Kinora.Training.State;

namespace Kinora.Training.Engine;

/// <summary>The steps of one epoch, from wherever it stands.</summary>
/// <param name="loader">Gives the batches.</param>
/// <param name="step">Does a step.</param>
/// <param name="mixing">How batches are mixed.</param>
/// <param name="options">How to train.</param>
/// <param name="device">Where the network is.</param>
/// <param name="observer">Hears how it goes.</param>
internal sealed class EpochLoop(
    ClipLoader loader, TrainingStep step, BatchMixing mixing, TrainingOptions options, Device device, ITrainingObserver observer)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly int batches = loader.BatchesPerEpoch;
    private double? first;

    /// <summary>Steps of a whole epoch.</summary>
    public int Steps => (batches + options.Accumulate - 1) / options.Accumulate;

    /// <summary>Trains until the epoch is over, or somebody ends it.</summary>
    /// <param name="now">Where it stands, between two steps.</param>
    /// <param name="begin">Told the number of each step of the epoch, from 0, before it.</param>
    /// <param name="reached">Told after each step where it stands; false ends the epoch there.</param>
    /// <param name="cancellation">Ends the reading of clips.</param>
    /// <returns>Where it stands then.</returns>
    /// <exception cref="TrainingException">The loss is no number any more.</exception>
    public TrainingState Run(TrainingState now, Action<int> begin, Func<TrainingState, bool> reached, CancellationToken cancellation)
    {
        first ??= now.Epoch + ((double)now.Batches / batches);
        step.Parts = Math.Max(step.Parts, now.Parts);
        var at = now;
        while (true)
        {
            // Should memory be exhausted, the step begins anew with smaller parts, the random numbers with it.
            var random = TorchRandom.GetState(device);
            try
            {
                return Go();
            }
            catch (TorchException e) when (e.IsOutOfMemory && step.Parts < options.BatchSize)
            {
                step.Parts *= 2;
                TorchRandom.SetState(random, device);
                observer.Notice($"memory is exhausted: from here each batch of {options.BatchSize} goes through in {step.Parts} parts whose gradients are added up ({e.Message})");
            }

            catch (TorchException e) when (e.IsOutOfMemory)
            {
                throw TooLarge(e);
            }
            catch (OperationCanceledException) when (at == now && cancellation.IsCancellationRequested)
            {
                // Between two steps as well: where it stands can be kept.
                reached(now);
                throw;
            }

            TrainingState Go()
            {
                var (elapsed, from, group) = (clock.Elapsed, now, 0);
                at = now;

                // A step that has begun is finished: within it there is nothing to go on from.
                foreach (var batch in loader.Epoch(now.Epoch, options.Accumulate == 1 ? cancellation : CancellationToken.None, now.Position))
                {
                    using var owned = batch;
                    if (at == now)
                    {
                        begin(now.Batches / options.Accumulate);
                        step.Begin();
                        group = Math.Max(1, Math.Min(options.Accumulate, batches - now.Batches));
                    }

                    var (loss, right) = step.Add(batch, mixing.Draw(options.Size, options.Seed, now.Epoch, at.Batches), 1.0 / group);
                    if (!double.IsFinite(loss))
                    {
                        throw new TrainingException(
                            $"the loss became {loss} in epoch {now.Epoch + 1}, batch {at.Batches + 1} (clips {string.Join(", ", batch.Sources.Select(source => source.Name))}); a smaller --learning-rate, --clip-norm or a warm-up usually helps");
                    }

                    at = at with
                    {
                        Position = batch.Position,
                        Batches = at.Batches + 1,
                        Loss = at.Loss + (loss * batch.Sources.Count),
                        Right = at.Right + right,
                        Seen = at.Seen + batch.Sources.Count,
                        EpochSeconds = from.EpochSeconds + (clock.Elapsed - elapsed).TotalSeconds,
                        Parts = step.Parts,
                    };
                    if (at.Batches - now.Batches == group)
                    {
                        step.Finish();
                        now = at;
                        random = TorchRandom.GetState(device);
                        if (!reached(now))
                        {
                            return now;
                        }
                    }

                    Tell(at);
                }

                // Clips that could not be read leave the last step with fewer batches than planned.
                if (at != now)
                {
                    step.Finish();
                    now = at;
                    reached(now);
                }

                return now;
            }
        }
    }

    /// <summary>What to do where one clip alone is too much.</summary>
    public static TrainingException TooLarge(TorchException e) =>
        new($"one clip alone exhausts the memory ({e.Message}); give a smaller --size, fewer --frames, --precision bfloat16, or a smaller network");

    private void Tell(TrainingState at)
    {
        var done = at.Epoch + ((double)at.Batches / batches);
        var left = (done - first) is > 0 and var here ? clock.Elapsed * ((options.Epochs - done) / here) : TimeSpan.Zero;
        observer.Stepped(new TrainingProgress(
            at.Epoch + 1, options.Epochs, at.Batches, batches, at.Loss / at.Seen, (double)at.Right / at.Seen, at.Seen / at.EpochSeconds, left));
    }
}
