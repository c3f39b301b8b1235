using Kinora.Tests;

namespace Kinora.Cli.Tests;

/// <summary>The programs in samples/, built and run as their first lines say, from the checkout as it is.</summary>
public sealed class SamplesTests : IDisposable
{
    private readonly TemporaryFolder folder = new("samples");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_ten_lines_predict_a_clip()
    {
        var file = Path.Combine(Places.Repository, "samples/predict.cs");
        Assert.Equal(10, File.ReadAllLines(file).Length);
        var before = Samples();
        var clip = MadeData.Clip(folder, "clip.mp4");
        MadeData.Checkpoint(folder, "runs/mine/checkpoints/best.kinora", "walk", "run");

        using var process = DotnetRun.Start(folder, DotnetRun.Dotnet, "run", "-c", DotnetRun.Configuration, file, clip);
        var (code, output, errors) = await process.End();

        Assert.True(code == 0, errors + output);
        Assert.Matches(@"^ *\d+\.\d %  (walk|run)\n *\d+\.\d %  (walk|run)\n$", output);
        // What it was built into lies elsewhere.
        Assert.Equal(before, Samples());
    }

    [Fact]
    public async Task The_console_sample_answers_names_a_broken_file_and_stops_on_Ctrl_C()
    {
        var clip = MadeData.Clip(folder, "clip.mp4");
        var checkpoint = MadeData.Checkpoint(folder, "model.kinora", "walk", "run");
        File.WriteAllText(folder.File("broken.mp4"), "this is no video");
        string[] run = ["run", "-c", DotnetRun.Configuration, "--project", Path.Combine(Places.Repository, "samples/console"), "--", checkpoint];

        using (var process = DotnetRun.Start(folder, DotnetRun.Dotnet, [.. run, clip, folder.File("broken.mp4"), clip]))
        {
            var (code, output, errors) = await process.End();
            Assert.True(code == 1, errors + output);
            Assert.Matches($@"^\[1/3\] {clip}: (walk|run) \d+\.\d %\n\[3/3\] {clip}: (walk|run) \d+\.\d %\n$", output);
            Assert.Contains("[2/3] " + folder.File("broken.mp4"), errors, StringComparison.Ordinal);
            Assert.Contains("2 of 3 files recognised", errors, StringComparison.Ordinal);
        }

        // In a session of its own, whose every process gets the signal, as from a terminal; tests that run in the background of a
        // shell are deaf to it, and so would be what they start.
        using var endless = DotnetRun.Start(folder, "setsid", ["env", "--default-signal=INT", DotnetRun.Dotnet, .. run[..5], "--no-build", .. run[5..], .. Enumerable.Repeat(clip, 20_000)]);
        try
        {
            var first = await endless.StandardOutput.ReadLineAsync();
            Assert.True(first?.StartsWith("[1/20000]", StringComparison.Ordinal), first ?? await endless.StandardError.ReadToEndAsync());
            Places.Run("sh", "-c", $"kill -INT -{endless.Id}");
            var (code, _, errors) = await endless.End().WaitAsync(TimeSpan.FromMinutes(1));
            Assert.Equal(130, code);
            Assert.Matches(@"stopped after \d+ of 20000 files\n$", errors);
            Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        }
        finally
        {
            endless.Kill(entireProcessTree: true);
        }
    }

    private static string[] Samples() =>
        [.. Directory.EnumerateFileSystemEntries(Path.Combine(Places.Repository, "samples"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
