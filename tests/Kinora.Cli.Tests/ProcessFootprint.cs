using System.Globalization;

namespace Kinora.Cli.Tests;

/// <summary>What another process holds at a moment, as Linux tells it.</summary>
/// <param name="Memory">Bytes of memory that are its own and in use: no files, no code.</param>
/// <param name="Threads">How many threads.</param>
/// <param name="Open">What its descriptors lead to.</param>
/// <param name="Children">Processes that it started and that are there, ended ones too that it did not ask about.</param>
internal sealed record ProcessFootprint(long Memory, int Threads, IReadOnlyList<string> Open, IReadOnlyList<string> Children)
{
    public static ProcessFootprint Of(int process)
    {
        var folder = $"/proc/{process}";
        var memory = Number(File.ReadLines($"{folder}/status").Single(line => line.StartsWith("RssAnon:", StringComparison.Ordinal))) << 10;
        return new ProcessFootprint(
            memory,
            Directory.GetDirectories($"{folder}/task").Length,
            [.. Directory.GetFileSystemEntries($"{folder}/fd").Select(LinkOf).OfType<string>().Order(StringComparer.Ordinal)],
            [.. Directory.GetDirectories("/proc").Where(one => char.IsAsciiDigit(Path.GetFileName(one)[0])).Select(one => ChildOf(one, process)).OfType<string>()]);
    }

    public override string ToString() => $"{Memory / 1e6:F1} MB, {Threads} threads, {Open.Count} open files, {Children.Count} children";

    private static long Number(string line) => long.Parse(string.Concat(line.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture);

    // Null for what is closed between two looks.
    private static string? LinkOf(string descriptor)
    {
        try
        {
            return new FileInfo(descriptor).LinkTarget;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static string? ChildOf(string folder, int parent)
    {
        try
        {
            var lines = File.ReadAllLines($"{folder}/status");
            return lines.Contains($"PPid:\t{parent}") ? $"{Path.GetFileName(folder)} {lines[0]}" : null;
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return null;
        }
    }
}
