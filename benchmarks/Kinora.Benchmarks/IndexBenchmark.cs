using System.Diagnostics;
using Kinora.Data;
using Kinora.Data.Loading;

namespace Kinora.Benchmarks;

/// <summary>How long a data set of very many files takes to list, and its index of frame counts to write and to open again.</summary>
internal static class IndexBenchmark
{
    private const int Classes = 100;

    public static void Run(int files, string? folder)
    {
        folder ??= Path.Combine(Path.GetTempPath(), $"kinora-index-{files}");
        var (root, cache) = (Path.Combine(folder, "clips"), Path.Combine(folder, "cache"));
        Make(root, files);
        foreach (var round in new[] { "first", "second", "third" })
        {
            var data = Time($"{round} listing of {files} files", files, () => DataSets.Open(root));
            if (data.Samples.Count != files)
            {
                throw new InvalidOperationException($"{data.Samples.Count} of {files} files were listed");
            }

            // Nothing in them can be decoded: what a filled index looks like is written instead.
            Time("  writing its index", files, () => Write(cache, root, data));
            var opened = Time("  opening that index", files, () => FrameCountIndex.Open(root, cache));
            Time("  asking it for every file", files, () => data.Samples.Sum(sample => opened.Get(sample).FrameCount));
            if (opened.FilesOpened > 0)
            {
                throw new InvalidOperationException($"{opened.FilesOpened} files were opened although the index knew them");
            }
        }

        Console.WriteLine($"the files stay in {folder}");
    }

    private static void Make(string root, int files)
    {
        for (var i = 0; i < files; i++)
        {
            var path = Path.Combine(root, $"class{i % Classes:000}", $"clip_of_some_person_{i:000000}.mp4");
            if (i < Classes)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            }

            if (!File.Exists(path))
            {
                File.Create(path).Dispose();
            }
        }
    }

    private static bool Write(string cache, string root, DataSet data)
    {
        var entries = data.Samples.Select(sample => new IndexEntry(sample.Name, 0, File.GetLastWriteTimeUtc(sample.Path).Ticks, new ClipFacts(123, 320, 240, 29.97, null)));
        return IndexFile.Write(IndexFile.PathOf(root, cache), root, entries) is null;
    }

    private static T Time<T>(string what, int files, Func<T> work)
    {
        // Beside the time by the wall clock that of the processor, which a busy machine changes less.
        var (clock, busy) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var result = work();
        var seconds = clock.Elapsed.TotalSeconds;
        Console.WriteLine($"{what}: {seconds:F2} s, {files / seconds:N0} files/s; {(Environment.CpuUsage.TotalTime - busy).TotalSeconds:F2} s of the processor");
        return result;
    }
}
