using System.Diagnostics;
using System.Globalization;
using Kinora.Models;
using Kinora.Torch;
using Kinora.Torch.Layers;
using Kinora.Torch.Optimizers;

namespace Kinora.Benchmarks;

/// <summary>
/// One training step of video3dcnn and video3dcnn_s (8 clips of 3 x 16 x 112 x 112, Adam), beside the same in Python: as
/// users run it, and with the allocator settings that Kinora makes. The three take turns, with the same number of threads.
/// </summary>
internal static class TrainStepBenchmark
{
    private const int Classes = 51;
    private const int Turns = 3;
    private const int Warmup = 2;
    private const int Steps = 3;

    /// <param name="name">Which of the two networks.</param>
    public static void Run(string name)
    {
        var threads = TorchRuntime.Threads;
        Console.WriteLine($"{name}, training step, 8 x 3 x 16 x 112 x 112, Adam, {threads} threads: ms, median of {Turns} turns of {Steps} steps");
        Compare((Video3dCnnOptions)ModelZoo.Find(name).Defaults with { Dropout = 0.5 }, threads);
    }

    private static void Compare(Video3dCnnOptions options, int threads)
    {
        var (kinora, stock, tuned) = (new List<double>(), new List<double>(), new List<double>());
        using (var network = new Network(options))
        {
            network.Step();
            network.Step();
            for (var turn = 0; turn < Turns; turn++)
            {
                for (var step = 0; step < Steps; step++)
                {
                    kinora.Add(network.Step());
                }

                stock.AddRange(Python(options, threads));
                tuned.AddRange(Python(options, threads, "tuned"));
            }
        }

        Print("Kinora", kinora);
        Print("Python as users run it", stock);
        Print("Python, Kinora's settings", tuned);
        Console.WriteLine($"  Kinora takes {Measure.Middle(kinora) / Measure.Middle(stock):F2} of Python's time as users run it, {Measure.Middle(kinora) / Measure.Middle(tuned):F2} with the same settings");
    }

    private static IEnumerable<double> Python(Video3dCnnOptions options, int threads, params string[] more) =>
        Measure.Python("train_step.py", [Text(options.Width), Text(options.TemporalPools), Text(threads), Text(Warmup), Text(Steps), .. more])
            .Split('\n')
            .Select(line => double.Parse(line, CultureInfo.InvariantCulture));

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static void Print(string what, List<double> milliseconds) =>
        Console.WriteLine($"  {what,-28} {Measure.Middle(milliseconds),7:F0}   ({milliseconds.Min():F0} to {milliseconds.Max():F0})");

    private sealed class Network : IDisposable
    {
        private readonly Video3dCnn model;
        private readonly CrossEntropyLoss loss = new();
        private readonly Adam optimizer;
        private readonly Tensor clips;
        private readonly Tensor labels;

        public Network(Video3dCnnOptions options)
        {
            TorchRandom.Seed(0);
            model = new Video3dCnn(options, Classes);
            optimizer = new Adam(model.NamedParameters(), 1e-4, weightDecay: 1e-4);
            clips = Ops.Randn([8, 3, 16, 112, 112]);
            labels = Ops.Randint(Classes, [8], dtype: DType.Int64);
        }

        public double Step()
        {
            var start = Stopwatch.GetTimestamp();
            using var scope = new TensorScope();
            optimizer.ZeroGrad();
            var value = loss.Forward(model.Forward(clips), labels);
            value.Backward();
            optimizer.Step();
            value.Item();
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        public void Dispose()
        {
            optimizer.Dispose();
            model.Dispose();
            loss.Dispose();
            clips.Dispose();
            labels.Dispose();
        }
    }
}
