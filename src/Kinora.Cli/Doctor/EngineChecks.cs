using System.Diagnostics;
using System.Globalization;
using Kinora.Torch;

namespace Kinora.Cli.Doctor;

/// <summary>libtorch: there, new enough, fast enough, and right.</summary>
internal static class EngineChecks
{
    public static IEnumerable<Check> Run()
    {
        Check[] checks;
        try
        {
            checks = [Library(), Threads(), Graphics(), Convolution()];
        }
        catch (TorchException e)
        {
            checks = [Check.Bad("libtorch", e.Message, "./kinora installs and builds what is missing; KINORA_LIBTORCH names another libtorch")];
        }

        return checks;
    }

    private static Check Library()
    {
        var version = TorchRuntime.LibraryVersion;
        return Check.Good("libtorch", $"{version}, {LoadedLibraries.Find("libtorch_cpu") ?? TorchRuntime.LibraryPath}");
    }

    private static Check Threads() => Check.Good("threads", string.Create(CultureInfo.InvariantCulture, $"{TorchRuntime.Threads} (KINORA_THREADS sets another number)"));

    private static Check Graphics() =>
        Check.Good("graphics card", TorchRuntime.HasCuda ? $"{TorchRuntime.CudaDevices} with CUDA" : "none that this libtorch can use: everything runs on the processor");

    /// <summary>A convolution whose result is known: a 3x3x3 box of ones over ones counts the cells it covers.</summary>
    private static Check Convolution()
    {
        using var scope = new TensorScope();
        var input = Ops.Ones([1, 1, 4, 4, 4]);
        var box = Ops.Ones([1, 1, 3, 3, 3]);
        var start = Stopwatch.GetTimestamp();
        var output = Ops.Conv3d(input, box, padding: [1, 1, 1]).ToArray<float>();
        var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        float[] expected = [.. from t in new[] { 2, 3, 3, 2 } from y in new[] { 2, 3, 3, 2 } from x in new[] { 2, 3, 3, 2 } select (float)(t * y * x)];
        return output.SequenceEqual(expected)
            ? Check.Good("convolution", string.Create(CultureInfo.InvariantCulture, $"a 3-D convolution gives the known result ({milliseconds:0} ms for the first)"))
            : Check.Bad("convolution", $"a 3-D convolution of ones gives {string.Join(' ', output.Take(4))} …, expected {string.Join(' ', expected.Take(4))} …", "this libtorch computes wrongly on this processor: try another (KINORA_LIBTORCH)");
    }
}
