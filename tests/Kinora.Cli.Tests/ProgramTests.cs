using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Kinora.Results;
using Kinora.Tests;
using Kinora.Video;
using Kinora.Video.Writing;

namespace Kinora.Cli.Tests;

/// <summary>The program as a process of its own.</summary>
public sealed class ProgramTests
{
    [Fact]
    public void The_version_goes_to_standard_output()
    {
        var (code, output, errors) = Start("--version");
        Assert.Equal((0, ""), (code, errors));
        Assert.Matches(@"^kinora \d+\.\d+\.\d+\n$", output);
    }

    [Fact]
    public void Without_a_verb_help_goes_to_standard_error_and_the_code_is_2()
    {
        var (code, output, errors) = Start();
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("usage: ./kinora VERB", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_ends_with_2_and_prints_no_stack()
    {
        var (code, output, errors) = Start("doctor", "--jsno", "--json", "perhaps");
        Assert.Equal((2, ""), (code, output));
        Assert.Equal("kinora doctor: --jsno: unknown flag; did you mean --json?\nkinora doctor --help lists all options\n", errors);
    }

    [Fact]
    public void Help_needs_no_native_library()
    {
        var (code, output, errors) = Start(("KINORA_NATIVE", "/nowhere"), "doctor", "--help");
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("--[no-]json", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_writes_the_page_of_a_run_and_says_where()
    {
        using var folder = Places.Temporary();
        var run = RunFolder.Create(folder.Path, "mine");
        using (var log = RunLog.Open(run.Log))
        {
            log.Append(new EpochEvent { Time = DateTimeOffset.UnixEpoch, Epoch = 1, TrainLoss = 1, TrainAccuracy = 0.5, LearningRate = 1e-3, Seconds = 1 });
        }

        var (code, output, errors) = Start("report", "mine", "--runs", folder.Path);

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(run.Report, Path.GetFullPath(output.TrimEnd()));
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(run.Report), StringComparison.Ordinal);
    }

    [Fact]
    public void Report_names_a_run_that_is_not_there()
    {
        using var folder = Places.Temporary();

        var (code, output, errors) = Start("report", "other", "--runs", folder.Path);

        Assert.Equal((3, ""), (code, output));
        Assert.Equal($"kinora report: there is no run other, neither a folder of that name nor one in {folder.Path}; give a folder that train wrote\n", errors);
    }

    [Fact]
    public void The_doctor_names_what_it_found()
    {
        var (code, output, _) = Start("doctor", "--json");
        using var report = JsonDocument.Parse(output);
        var bad = report.RootElement.GetProperty("checks").EnumerateArray().Where(check => check.GetProperty("state").GetString() == "bad").Select(check => check.ToString()).ToArray();
        Assert.True(code == 0, string.Join('\n', bad));
        Assert.True(report.RootElement.GetProperty("is_working").GetBoolean());
        string[] names = ["system", ".NET", "processor", "memory", "disk", "runs folder", "cache", "libtorch", "threads", "graphics card", "convolution", "FFmpeg", "decoders", "video", "OpenCV"];
        Assert.Equal(names, report.RootElement.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("name").GetString()));
    }

    [Fact]
    public void The_doctor_explains_threads_that_cannot_be_and_ends_with_3()
    {
        var (code, output, _) = Start(("KINORA_THREADS", "many"), "doctor");
        Assert.Equal(3, code);
        Assert.Contains("✗ libtorch", output, StringComparison.Ordinal);
        Assert.Contains("KINORA_THREADS is 'many'", output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
    }

    [Fact]
    public async Task A_training_that_is_asked_to_stop_ends_with_130_and_leaves_nothing_half_written()
    {
        using var folder = Places.Temporary();
        foreach (var (label, gray) in new[] { ("dark", 30), ("bright", 220) })
        {
            Directory.CreateDirectory(folder.File($"clips/{label}"));
            for (var i = 0; i < 4; i++)
            {
                var frames = new Frames(16, 32, 32);
                Array.Fill(frames.Pixels, (byte)(gray + i));
                using var writer = VideoWriter.Create(folder.File($"clips/{label}/{i}.mp4"), frames.Size, new FrameRate(25), preset: "ultrafast");
                writer.Write(frames);
                writer.Finish();
            }
        }

        var start = Program(("KINORA_DEBUG", "0"), "train", folder.File("clips"), "--epochs", "100000", "--size", "32", "--stride", "1", "--width", "4", "--runs", folder.File("runs"), "--name", "endless");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            var best = folder.File("runs/endless/checkpoints/best.kinora");
            SpinWait.SpinUntil(() => File.Exists(best) || process.HasExited, TimeSpan.FromMinutes(2));
            Assert.True(File.Exists(best) && !process.HasExited, "the training did not get to its first checkpoint");
            Places.Run("sh", "-c", $"kill -TERM {process.Id}");
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        }
        finally
        {
            process.Kill();
        }

        var said = await errors;
        Assert.True(process.ExitCode == 130, $"ended with {process.ExitCode}: {said}");
        Assert.Equal("", await output);
        Assert.Contains("kinora train: stopping; once more to stop at once", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(folder.File("runs"), "*", SearchOption.AllDirectories), file => file.Contains(".tmp", StringComparison.Ordinal) || file.Contains(".part", StringComparison.Ordinal));
    }

    private static (int Code, string Output, string Errors) Start(params string[] arguments) => Start(("KINORA_DEBUG", "0"), arguments);

    private static (int Code, string Output, string Errors) Start((string Name, string Value) variable, params string[] arguments)
    {
        using var process = Process.Start(Program(variable, arguments))!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    private static ProcessStartInfo Program((string Name, string Value) variable, params string[] arguments)
    {
        // The dotnet that runs this test: three folders above its runtime.
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
        var start = new ProcessStartInfo(dotnet, [Path.Combine(AppContext.BaseDirectory, "Kinora.Cli.dll"), .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[variable.Name] = variable.Value;
        return start;
    }
}
