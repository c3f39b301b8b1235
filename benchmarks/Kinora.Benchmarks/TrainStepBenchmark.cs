using System.Diagnostics;
using System.Globalization;
using Kinora.Models;
using Kinora.Torch;
using Kinora.Torch.Layers;
using Kinora.Torch.Optimizers;

namespace Kinora.Benchmarks;

/// <summary>
/// One training step of video3dcnn and video3dcnn_s (8 clips of 3 x 16 x 112 x 112, Adam), beside the same in Python: as
/// users run it, and with the allocator settings that Kinora makes. The three take turns step by step, with the same number
/// of threads: what a shared machine gives changes from minute to minute, and so touches all three alike.
/// </summary>
internal static class TrainStepBenchmark
{
    private const int Classes = 51;
    private const int Warmup = 2;

    /// <param name="name">Which of the two networks.</param>
    /// <param name="turns">Steps that are counted, of each of the three.</param>
    public static void Run(string name, int turns)
    {
        var threads = TorchRuntime.Threads;
        Console.WriteLine($"{name}, training step, 8 x 3 x 16 x 112 x 112, Adam, {threads} threads: ms, median of {turns} steps, taking turns");
        var options = (Video3dCnnOptions)ModelZoo.Find(name).Defaults with { Dropout = 0.5 };
        string[] shape = [Text(options.Width), Text(options.TemporalPools), Text(threads)];
        var (kinora, stock, tuned) = (new List<double>(), new List<double>(), new List<double>());
        using (var network = new Network(options))
        using (var asUsers = new PythonPeer("train_step.py", shape))
        using (var asKinora = new PythonPeer("train_step.py", [.. shape, "tuned"]))
        {
            for (var turn = -Warmup; turn < turns; turn++)
            {
                var (one, two, three) = (network.Step(), asUsers.Step(), asKinora.Step());
                if (turn >= 0)
                {
                    kinora.Add(one);
                    stock.Add(two);
                    tuned.Add(three);
                }
            }
        }

        Print("Kinora", kinora);
        Print("Python as users run it", stock);
        Print("Python, Kinora's settings", tuned);
        Console.WriteLine($"  Kinora over Python as users run it: {Ratio(kinora, stock)}, over Python with the same settings: {Ratio(kinora, tuned)}");
    }

    // The median of the turns' ratios, and the quarter of them below and above: neighbours in time share what the machine gave.
    private static string Ratio(List<double> ours, List<double> theirs)
    {
        double[] ratios = [.. ours.Zip(theirs, (one, other) => one / other).Order()];
        return $"{Measure.Middle(ratios):F2} (half of the turns: {ratios[ratios.Length / 4]:F2} to {ratios[^((ratios.Length / 4) + 1)]:F2})";
    }

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
