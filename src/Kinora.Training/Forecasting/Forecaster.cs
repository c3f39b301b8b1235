using System.Diagnostics;
using Kinora.Torch;

namespace Kinora.Training.Forecasting;

/// <summary>
/// Measures a batch before the first step: with one clip and with two, which tells what a clip more takes, then, where memory allows,
/// with all of them. So a batch that would exhaust the memory is cut before it is tried; the system's way to tell would be to
/// kill the process.
/// </summary>
internal static class Forecaster
{
    // What is left to others, and to what a forecast cannot see.
    private const double Usable = 0.85;

    /// <summary>Measures.</summary>
    /// <param name="batch">Clips of a batch.</param>
    /// <param name="steps">Steps of the whole training.</param>
    /// <param name="batchesPerStep">Batches of a step.</param>
    /// <param name="later">Bytes that training takes later on: the optimiser's memory, frames that are kept.</param>
    /// <param name="run">Computes loss and gradients of so many clips of a batch, and forgets them.</param>
    public static TrainingForecast Measure(int batch, long steps, int batchesPerStep, long later, Action<int> run)
    {
        // The first time, libraries are loaded and kernels chosen: no measure of anything.
        run(1);
        var one = Peak(1);
        var (parts, clock, available) = (1, new Stopwatch(), MemoryGauge.Available());
        while (true)
        {
            try
            {
                var two = batch > 1 ? Peak(2) : one;
                if (one is { } first && two is { } second && available is { } limit)
                {
                    var clip = Math.Max(0, second - first);
                    while (parts < batch && first + (clip * (Size() - 1)) + later > Usable * limit)
                    {
                        parts *= 2;
                    }
                }

                var peak = Size() > 2 ? Peak(Size()) : two;
                clock.Restart();
                run(Size());
                var step = clock.Elapsed * ((double)batch / Size()) * batchesPerStep;
                return new TrainingForecast(step, step * steps, peak + later, available, parts);
            }
            catch (TorchException e) when (e.IsOutOfMemory && parts < batch)
            {
                // A graphics card says so itself.
                parts *= 2;
            }
        }

        int Size() => (batch + parts - 1) / parts;

        long? Peak(int clips)
        {
            MemoryGauge.ForgetPeak();
            run(clips);
            return MemoryGauge.Peak();
        }
    }
}
