using System.Diagnostics;

namespace Kinora.Benchmarks;

/// <summary>Time by the wall clock.</summary>
internal static class Measure
{
    /// <summary>
    /// Nanoseconds of one run, the median of 101 after half a second that lets the compiler finish. Runs of a few
    /// milliseconds mostly escape what else the machine does.
    /// </summary>
    public static double Median(Action run)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < 0.5;)
        {
            run();
        }

        var times = new double[101];
        for (var i = 0; i < times.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            run();
            times[i] = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        }

        return Middle(times);
    }

    public static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>What a script of benchmarks/ prints, run by Debian's Python, whose PyTorch is the library Kinora uses.</summary>
    public static string Python(string script, params string[] arguments)
    {
        using var process = Process.Start(PythonStart(script, arguments))!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"{script} ended with {process.ExitCode}");
    }

    /// <summary>How a script of benchmarks/ is started.</summary>
    public static ProcessStartInfo PythonStart(string script, string[] arguments, bool asks = false) =>
        new("/usr/bin/python3", [Path.Combine(Folder(), script), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardInput = asks,
        };

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Kinora.slnx")))
            {
                return Path.Combine(folder.FullName, "benchmarks");
            }
        }

        throw new InvalidOperationException($"no Kinora.slnx above {AppContext.BaseDirectory}");
    }
}
