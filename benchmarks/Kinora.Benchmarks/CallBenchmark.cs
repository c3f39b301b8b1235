using System.Globalization;
using Kinora.Torch;

namespace Kinora.Benchmarks;

/// <summary>
/// What calling an operator costs: an add of four floats, one thread, nothing noted for autograd, beside the same in
/// Python. C# and Python take turns, so that a busy moment of the machine meets both; medians.
/// </summary>
internal static class CallBenchmark
{
    private const int Calls = 2_000;
    private const int Turns = 5;

    public static void Run()
    {
        TorchRuntime.Threads = 1;
        using var scope = new TensorScope();
        var x = Ops.Ones([4]);
        var y = Ops.Ones([4]);
        var disposed = new List<double>();
        var scoped = new List<double>();
        var inPlace = new List<double>();
        var python = new List<double>();
        using (Autograd.NoGrad())
        {
            for (var turn = 0; turn < Turns; turn++)
            {
                disposed.Add(Measure.Median(() => AddAndDispose(x, y)) / Calls);
                scoped.Add(Measure.Median(() => AddInScopes(x, y)) / Calls);
                inPlace.Add(Measure.Median(() => AddInPlace(x, y)) / Calls);
                python.Add(double.Parse(Measure.Python("call.py", Calls.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture));
            }
        }

        Console.WriteLine("add of four floats, ns a call (median of " + Turns + " turns)");
        Print("Kinora, result disposed", disposed);
        Print("Kinora, a scope for 100 calls", scoped);
        Print("Kinora, in place", inPlace);
        Print("Python, PyTorch " + TorchRuntime.LibraryVersion, python);
    }

    private static void Print(string what, List<double> nanoseconds) =>
        Console.WriteLine($"  {what,-30} {Measure.Middle(nanoseconds),6:F0}   ({nanoseconds.Min():F0} to {nanoseconds.Max():F0})");

    private static void AddAndDispose(Tensor x, Tensor y)
    {
        for (var i = 0; i < Calls; i++)
        {
            x.Add(y).Dispose();
        }
    }

    private static void AddInScopes(Tensor x, Tensor y)
    {
        for (var i = 0; i < Calls; i += 100)
        {
            using var scope = new TensorScope();
            for (var j = 0; j < 100; j++)
            {
                x.Add(y);
            }
        }
    }

    private static void AddInPlace(Tensor x, Tensor y)
    {
        for (var i = 0; i < Calls; i++)
        {
            x.Add_(y);
        }
    }
}
