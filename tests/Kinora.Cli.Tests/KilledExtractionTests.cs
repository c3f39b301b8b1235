using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Kinora.Tests;
using Kinora.Video;

namespace Kinora.Cli.Tests;

/// <summary>An extraction killed (SIGKILL) at random moments and started again ends with the bytes of one that was not.</summary>
public sealed class KilledExtractionTests : IDisposable
{
    private readonly TemporaryFolder folder = new("killed");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("frames")]
    [InlineData("flow", "--method", "dis", "--format", "float16")]
    public void A_few_clips_killed_four_times(string verb, params string[] more)
    {
        for (var i = 0; i < 10; i++)
        {
            MadeData.Clip(folder, $"clips/{i % 3}/{i}.mp4", new FrameSize(120, 160), frames: 60 + (5 * i), isSideways: i % 2 == 0);
        }

        KilledEndsAsWhole(folder.File("clips"), kills: 4, seed: 1, ["data", verb, .. more]);
    }

    // DIS, which is quick: how a video's flow is computed has no part in what a kill leaves behind.
    [Theory]
    [InlineData("frames")]
    [InlineData("flow", "--method", "dis")]
    [InlineData("flow", "--method", "dis", "--format", "float16")]
    public void All_of_ut_interaction_killed_ten_times(string verb, params string[] more)
    {
        Places.LongOnly();
        KilledEndsAsWhole(Places.RealData("ut_interaction"), kills: 10, seed: 2, ["data", verb, .. more]);
    }

    private void KilledEndsAsWhole(string data, int kills, int seed, string[] verb)
    {
        var clock = Stopwatch.StartNew();
        using (var unbroken = Run([.. verb, data, "--out", folder.File("whole")]))
        {
            unbroken.StandardOutput.ReadToEnd();
            unbroken.WaitForExit();
            Assert.True(unbroken.ExitCode == 0, $"ended with {unbroken.ExitCode}");
        }

        // Each time some videos later, and then at any moment of about one video; the last run is left alone.
        var videos = Directory.EnumerateFiles(data, "*.*", SearchOption.AllDirectories).Count(path => Path.GetExtension(path) is ".avi" or ".mp4");
        var ofOne = clock.Elapsed / videos;
        var draw = new Random(seed);
        for (var killed = 0; killed < kills; killed++)
        {
            using var process = Run([.. verb, data, "--out", folder.File("out")]);
            var done = killed * videos / (kills + 1);
            Assert.True(SpinWait.SpinUntil(() => Done() >= done || process.HasExited, TimeSpan.FromMinutes(10)), "the extraction does not go on");
            Thread.Sleep(ofOne * draw.NextDouble());
            Assert.False(process.HasExited, "the extraction ended before it could be killed");
            process.Kill();
            process.WaitForExit();
            Assert.InRange(Done(), done, videos);
            Assert.False(File.Exists(folder.File("out/manifest.json")));
        }

        using (var last = Run([.. verb, data, "--out", folder.File("out")]))
        {
            var said = last.StandardOutput.ReadToEnd();
            last.WaitForExit();
            Assert.True(last.ExitCode == 0, $"ended with {last.ExitCode}");
            Assert.Contains("done before)", said, StringComparison.Ordinal);
        }

        Assert.Equal(Files(folder.File("whole")), Files(folder.File("out")));
    }

    // Lines of the journal after the first: videos that are done.
    private int Done()
    {
        var journal = folder.File("out/.unfinished/journal.jsonl");
        return File.Exists(journal) ? File.ReadLines(journal).Count() - 1 : -1;
    }

    // Names, hidden ones included, and bytes.
    private static string[] Files(string root) =>
    [
        .. from path in Directory.EnumerateFileSystemEntries(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
           let name = Path.GetRelativePath(root, path)
           orderby name
           select Directory.Exists(path) ? name + "/" : $"{name} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}",
    ];

    private static Process Run(params string[] arguments)
    {
        // The dotnet that runs this test: three folders above its runtime.
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
        return Process.Start(new ProcessStartInfo(dotnet, [Path.Combine(AppContext.BaseDirectory, "Kinora.Cli.dll"), .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
    }
}
