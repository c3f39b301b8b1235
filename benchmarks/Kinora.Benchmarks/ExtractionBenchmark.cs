using System.Diagnostics;
using System.Globalization;
using Kinora.Data.Extraction;

namespace Kinora.Benchmarks;

/// <summary>
/// Frames, or Farneback flow, of all videos of a folder, beside the loop people write in Python. The two take turns with the
/// same clips, quality and parameters; each turn writes to a fresh folder. What is timed is the extraction alone: neither
/// program's start.
/// </summary>
internal static class ExtractionBenchmark
{
    /// <param name="what">"frames" or "flow".</param>
    /// <param name="clips">A folder of videos.</param>
    /// <param name="turns">How often each extracts all of them.</param>
    public static void Run(string what, string clips, int turns)
    {
        VideoExtraction extraction = what == "frames" ? new FrameExtraction() : new FlowExtraction();
        var (kinora, python) = (new List<double>(), new List<double>());
        var count = 0L;
        for (var turn = -1; turn < turns; turn++)
        {
            var folder = Directory.CreateTempSubdirectory("kinora-extraction-");
            try
            {
                var start = Stopwatch.GetTimestamp();
                count = new Extractor(extraction).Run(clips, Path.Combine(folder.FullName, "kinora")).Videos.Sum(video => (long)video.Count);
                var ours = Stopwatch.GetElapsedTime(start).TotalSeconds;
                var theirs = double.Parse(Measure.Python("extraction.py", what, clips, Path.Combine(folder.FullName, "python")), CultureInfo.InvariantCulture);
                // The first turn brings files and compiled code into memory.
                if (turn >= 0)
                {
                    kinora.Add(ours);
                    python.Add(theirs);
                }
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        Console.WriteLine($"{what} of {clips}, {count} in all, {Environment.ProcessorCount} cores: seconds, median of {turns} turns");
        Print("Kinora", kinora);
        Print("Python", python);
        double[] ratios = [.. python.Zip(kinora, (theirs, ours) => theirs / ours).Order()];
        Console.WriteLine($"  Kinora is {Measure.Middle(ratios):F2} times as fast ({ratios[0]:F2} to {ratios[^1]:F2})");
    }

    private static void Print(string what, List<double> seconds) =>
        Console.WriteLine($"  {what,-8} {Measure.Middle(seconds),7:F2}   ({seconds.Min():F2} to {seconds.Max():F2})");
}
