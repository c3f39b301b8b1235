using System.Diagnostics;
using Kinora.Tests;
using Kinora.Video;
using Kinora.Video.Decoding;
using Kinora.Video.Sandbox;

namespace Kinora.Cli.Tests;

/// <summary>What strangers send is decoded by another process, to the same pixels, and at its cost.</summary>
public sealed class SandboxTests
{
    private static readonly SandboxProgram Worker = new(DotnetRun.Dotnet, [Path.Combine(AppContext.BaseDirectory, "Kinora.Cli.dll"), "decode-worker"]);

    public static TheoryData<string> Folders => ["odd", "odd_made", "unlabelled_real"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Real_files_give_the_frames_or_the_refusal_that_they_give_without_it(string folder)
    {
        var decoded = 0;
        foreach (var file in Directory.EnumerateFiles(Places.RealData(folder)).Where(file => Path.GetExtension(file) != ".tsv").Order(StringComparer.Ordinal))
        {
            var (plain, boxed) = (Look(() => VideoSource.Open(file)), Look(() => SandboxedVideo.Open(file, Worker, new SandboxLimits())));
            Assert.Equal(plain.Refusal, boxed.Refusal);
            Assert.Equal(plain.Info, boxed.Info);
            Assert.Equal(plain.Warning, boxed.Warning);
            Assert.Equal(plain.Times, boxed.Times);
            Assert.Equal(plain.Pixels, boxed.Pixels);
            decoded += plain.Pixels is null ? 0 : 1;
        }

        Assert.True(decoded > 1);
    }

    [Fact]
    public void A_file_that_wants_too_much_memory_is_refused_and_costs_nothing_else()
    {
        using var folder = Places.Temporary();
        Places.Run("ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", "color=size=8000x8000:rate=5", "-frames:v", "2", "-c:v", "mpeg2video", folder.File("huge.mpg"));
        var limits = new SandboxLimits { Memory = 128 << 20 };
        var refused = Assert.Throws<VideoException>(() =>
        {
            using var video = SandboxedVideo.Open(folder.File("huge.mpg"), Worker, limits);
            video.Read([0]);
        });
        Assert.Contains("huge.mpg", refused.Message, StringComparison.Ordinal);

        var clip = MadeData.Clip(folder, "small.mp4");
        using var small = SandboxedVideo.Open(clip, Worker, limits);
        Assert.Equal(40, small.ReadAll().Count);
    }

    [Fact]
    public void A_file_that_takes_too_long_is_stopped()
    {
        using var folder = Places.Temporary();
        var clock = Stopwatch.StartNew();
        var sleeper = new SandboxProgram("/bin/sleep", ["600"]);
        var late = Assert.Throws<VideoException>(() => SandboxedVideo.Open(MadeData.Clip(folder, "a.mp4"), sleeper, new SandboxLimits { Time = TimeSpan.FromSeconds(0.3) }));
        Assert.EndsWith("a.mp4: decoding took longer than 0.3 s and was stopped", late.Message, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_decoder_that_breaks_down_is_a_refusal()
    {
        using var folder = Places.Temporary();
        var clip = MadeData.Clip(folder, "a.mp4");
        var broken = new SandboxProgram("/bin/sh", ["-c", "kill -SEGV $$"]);
        var refused = Assert.Throws<VideoException>(() => SandboxedVideo.Open(clip, broken, new SandboxLimits()));
        Assert.EndsWith("a.mp4: the decoder broke down on it (its process ended with 139)", refused.Message, StringComparison.Ordinal);

        using var video = SandboxedVideo.Open(clip, Worker, new SandboxLimits());
        Assert.Equal(40, video.Info.FrameCount);
        Process.GetProcessById(WorkerOf(clip)).Kill();
        Assert.Contains("broke down", Assert.Throws<VideoException>(() => video.Read([0])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_process_may_write_no_file_and_little_memory_and_ends_with_its_video()
    {
        using var folder = Places.Temporary();
        var clip = MadeData.Clip(folder, "a.mp4");
        int worker;
        using (var video = SandboxedVideo.Open(clip, Worker, new SandboxLimits { Memory = 200_000_000, Time = TimeSpan.FromSeconds(77) }))
        {
            Assert.Equal(40, video.Info.FrameCount);
            worker = WorkerOf(clip);
            var limits = File.ReadAllLines($"/proc/{worker}/limits").Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToArray();
            Assert.Contains("Max file size 0 0 bytes", limits);
            Assert.Contains("Max data size 200000000 200000000 bytes", limits);
            Assert.Contains("Max cpu time 77 77 seconds", limits);
        }

        Assert.False(Directory.Exists($"/proc/{worker}"));
    }

    [Fact]
    public void The_pipes_to_the_process_are_closed_with_its_video()
    {
        using var folder = Places.Temporary();
        var clip = MadeData.Clip(folder, "a.mp4");
        string[] pipes;
        using (SandboxedVideo.Open(clip, Worker, new SandboxLimits()))
        {
            var worker = WorkerOf(clip);
            pipes = [new FileInfo($"/proc/{worker}/fd/0").LinkTarget!, new FileInfo($"/proc/{worker}/fd/1").LinkTarget!];
            Assert.Superset(pipes.ToHashSet(), Open());
        }

        Assert.Empty(Open().Intersect(pipes));

        static HashSet<string> Open() => [.. Directory.EnumerateFileSystemEntries("/proc/self/fd").Select(file => new FileInfo(file).LinkTarget).OfType<string>()];
    }

    private static Seen Look(Func<VideoSource> open)
    {
        try
        {
            using var video = open();
            var count = video.Info.FrameCount;
            int[] wanted = [0, count / 2, count - 1];
            byte[] pixels;
            try
            {
                pixels = video.Read(wanted).Pixels;
            }
            catch (ArgumentOutOfRangeException)
            {
                // Headers promised more.
                pixels = video.Read([0, video.Info.FrameCount - 1]).Pixels;
            }

            return new Seen(null, video.Info, video.Warning, video.Times is { } times ? string.Join(' ', times) : null, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData([.. pixels, .. video.Read([0], new FrameSize(20, 30)).Pixels])));
        }
        catch (VideoException e)
        {
            return new Seen(e.Message, null, null, null, null);
        }
    }

    // The process that has the file open.
    private static int WorkerOf(string clip) => int.Parse(
        Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).First(process => process!.All(char.IsAsciiDigit) && process != $"{Environment.ProcessId}" && HasOpen(process!, clip))!,
        System.Globalization.CultureInfo.InvariantCulture);

    private static bool HasOpen(string process, string clip)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Any(file => new FileInfo(file).LinkTarget == clip);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private sealed record Seen(string? Refusal, VideoInfo? Info, string? Warning, string? Times, string? Pixels);
}
