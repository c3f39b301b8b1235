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

    [Theory]
    [InlineData("frames")]
    [InlineData("flow")]
    [InlineData("flow", "--format", "float16")]
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
            unbroken.WaitForExit();
            Assert.True(unbroken.ExitCode == 0, $"ended with {unbroken.ExitCode}");
        }

        // Random moments of the time that a run works, from when its folder is there; the last run is left alone.
        var whole = clock.Elapsed;
        var draw = new Random(seed);
        var killed = 0;
        while (killed < kills)
        {
            using var process = Run([.. verb, data, "--out", folder.File("out")]);
            Assert.True(SpinWait.SpinUntil(() => Directory.Exists(folder.File("out/.unfinished")) || process.HasExited, TimeSpan.FromMinutes(1)), "the extraction does not start");
            Thread.Sleep(whole * draw.NextDouble() / kills);
            if (process.HasExited)
            {
                // Done already: the next round finds nothing to do, and begins again with fewer videos in place.
                Directory.Delete(folder.File("out"), recursive: true);
                continue;
            }

            process.Kill();
            process.WaitForExit();
            killed++;
        }

        using (var last = Run([.. verb, data, "--out", folder.File("out")]))
        {
            last.WaitForExit();
            Assert.True(last.ExitCode == 0, $"ended with {last.ExitCode}");
        }

        Assert.Equal(Files(folder.File("whole")), Files(folder.File("out")));
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
        return Process.Start(new ProcessStartInfo(dotnet, [Path.Combine(AppContext.BaseDirectory, "Kinora.Cli.dll"), .. arguments]) { UseShellExecute = false })!;
    }
}
