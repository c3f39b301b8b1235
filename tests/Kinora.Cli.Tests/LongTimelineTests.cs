using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Kinora.Tests;

namespace Kinora.Cli.Tests;

/// <summary>Ten minutes of real clips joined, of which it is known what happens when.</summary>
public sealed class LongTimelineTests(ITestOutputHelper log) : IDisposable
{
    private const int Frames = 15_000;
    private const int Rate = 25;

    // In frames: a clip of 16 frames with stride 2 spans 31, the next begins 15 later.
    private const int Window = 31;
    private const int Step = 15;
    private const int Part = 1500;

    private readonly TemporaryFolder folder = new("long");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Ten_minutes_give_the_segments_of_their_parts_in_memory_that_stays()
    {
        Places.LongOnly();
        var data = Places.RealData("weizmann");
        var training = DotnetRun.Start(folder, DotnetRun.Dotnet, Kinora("train", data, "--model", "video3dcnn_s", "--frames", "16", "--stride", "2", "--epochs", "60", "--views", "1", "--seed", "5", "--name", "net"));
        var (code, _, errors) = await training.End();
        Assert.True(code == 0, errors);

        var truth = Join(data, folder.File("joined.mp4"));
        var (whole, memory) = await Timeline("joined.mp4");
        Assert.Equal((Frames - Window) / Step + 1, whole.GetProperty("windows").EnumerateArray().Count(window => window.GetProperty("first_frame").GetInt32() % Step == 0));

        // Two of the ten minutes are over after a fifth of the time.
        var early = memory.Take(memory.Count / 5).Max();
        var late = memory.Skip(memory.Count / 5).Max();
        log.WriteLine($"resident memory: {early} MB in the first two minutes of the video, {late} MB after");
        Assert.True(late < 1000, $"{late} MB");
        Assert.True(late < early + 25, $"{early} MB in the first two minutes of the video, {late} MB after: it grows");

        // Short segments are joined to neighbours, from one stretch that lasts a window by itself to the next such: between two of
        // these a cut may change what is joined to what, and no further.
        var (plain, _) = await Timeline("joined.mp4", "--shortest", "0");
        var (compared, furthest) = (0, 0);
        for (var first = 0; first < Frames; first += Part)
        {
            var (part, _) = await Timeline($"joined.mp4#frames={first}-{first + Part - 1}");
            SameWindows(whole, part, first);
            var stays = plain.GetProperty("segments").EnumerateArray().Select(Span).Where(span => span.First >= first + Window && span.End <= first + Part - Window && span.End - span.First >= Window).ToArray();
            for (var frame = Step / 2; frame < Part; frame += Step)
            {
                var isSame = LabelAt(whole, first + frame) == LabelAt(part, frame);
                if (first + frame >= stays[0].First && first + frame < stays[^1].End)
                {
                    compared++;
                    Assert.True(isSame, $"frame {first + frame}: {LabelAt(whole, first + frame)}, but {LabelAt(part, frame)} in the part from {first}");
                }
                else if (!isSame)
                {
                    furthest = Math.Max(furthest, Math.Min(frame, Part - frame));
                }
            }
        }

        log.WriteLine($"{compared} of {Frames / Step} moments between stretches that stay are the same in whole and parts; others differ at most {furthest} frames from a cut");
        Assert.True(compared > 0.7 * (Frames / Step), $"{compared}");

        var moments = Enumerable.Range(0, Frames / Step).Select(i => (i * Step) + (Step / 2)).Where(frame => truth[Math.Max(0, frame - Window)] == truth[Math.Min(Frames - 1, frame + Window)] && truth[frame] == truth[Math.Max(0, frame - Window)]).ToArray();
        var right = moments.Count(frame => LabelAt(whole, frame) == truth[frame]);
        log.WriteLine($"{right} of {moments.Length} moments a window away from other actions have the true label");
        // Ten actions: what is compared above must be more than chance, which is a tenth.
        Assert.True(right > 0.5 * moments.Length, $"{right} of {moments.Length}");
    }

    private static void SameWindows(JsonElement whole, JsonElement part, int first)
    {
        var all = whole.GetProperty("windows").EnumerateArray().ToDictionary(window => (window.GetProperty("first_frame").GetInt32(), window.GetProperty("frame_count").GetInt32()));
        var compared = 0;
        foreach (var window in part.GetProperty("windows").EnumerateArray())
        {
            if (all.TryGetValue((window.GetProperty("first_frame").GetInt32() + first, window.GetProperty("frame_count").GetInt32()), out var same))
            {
                compared++;
                Assert.Equal(Probabilities(same), Probabilities(window), (a, b) => Math.Abs(a - b) <= 1e-5);
            }
        }

        // The last window of a video ends with it: only the last part shares that of the whole.
        Assert.Equal(((Part - Window) / Step) + 1 + (first + Part == Frames ? 1 : 0), compared);
    }

    private static float[] Probabilities(JsonElement window) => [.. window.GetProperty("probabilities").EnumerateArray().Select(value => value.GetSingle())];

    private static (int First, int End) Span(JsonElement segment) =>
        ((int)Math.Round(segment.GetProperty("start").GetDouble() * Rate), (int)Math.Round(segment.GetProperty("end").GetDouble() * Rate));

    private static string? LabelAt(JsonElement timeline, int frame)
    {
        var time = (frame + 0.5) / Rate;
        return timeline.GetProperty("segments").EnumerateArray()
            .Single(segment => segment.GetProperty("start").GetDouble() <= time && time < segment.GetProperty("end").GetDouble())
            .GetProperty("label").GetString();
    }

    /// <summary>The timeline of a video or of a part of one, and the resident memory of the program, in MB, four times a second.</summary>
    private async Task<(JsonElement Timeline, List<long> Memory)> Timeline(string video, params string[] more)
    {
        using var process = DotnetRun.Start(folder, DotnetRun.Dotnet, Kinora(["timeline", video, "--model", folder.File("runs/net"), "--window", Seconds(Window), "--step", Seconds(Step), "--json", .. more]));
        var end = process.End();
        var memory = new List<long>();
        var clock = Stopwatch.StartNew();
        while (await Task.WhenAny(end, Task.Delay(250)) != end)
        {
            try
            {
                process.Refresh();
                memory.Add(process.WorkingSet64 >> 20);
            }
            catch (InvalidOperationException)
            {
                // It ended just now.
            }
        }

        var (code, output, errors) = await end;
        Assert.True(code == 0, errors);
        log.WriteLine($"{video}: {clock.Elapsed.TotalSeconds:F1} s");
        return (JsonDocument.Parse(output).RootElement, memory);
    }

    /// <summary>Joins clips in an order drawn by chance, each cut to a multiple of a step, and says the action of every frame.</summary>
    private static string[] Join(string data, string joined)
    {
        var random = new Random(9);
        var clips = new Queue<string>();
        var truth = new List<string>();
        using var encoder = Process.Start(new ProcessStartInfo("ffmpeg", ["-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", "180x144", "-r", $"{Rate}", "-i", "-", "-preset", "veryfast", "-crf", "12", joined]) { UseShellExecute = false, RedirectStandardInput = true })!;
        while (truth.Count < Frames)
        {
            if (clips.Count == 0)
            {
                var all = Directory.GetFiles(data, "*.avi", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
                random.Shuffle(all);
                clips = new(all);
            }

            var clip = clips.Dequeue();
            var pixels = Places.Run("ffmpeg", "-loglevel", "error", "-i", clip, "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", "180x144", "-");
            const int Frame = 180 * 144 * 3 / 2;
            var frames = Math.Min(pixels.Length / Frame / Step * Step, Frames - truth.Count);
            encoder.StandardInput.BaseStream.Write(pixels, 0, frames * Frame);
            truth.AddRange(Enumerable.Repeat(Path.GetFileName(Path.GetDirectoryName(clip)!), frames));
        }

        encoder.StandardInput.Close();
        encoder.WaitForExit();
        Assert.Equal(0, encoder.ExitCode);
        return [.. truth];
    }

    private static string Seconds(int frames) => ((double)frames / Rate).ToString("R", CultureInfo.InvariantCulture);

    private static string[] Kinora(params string[] arguments) => [Path.Combine(AppContext.BaseDirectory, "Kinora.Cli.dll"), .. arguments];
}
