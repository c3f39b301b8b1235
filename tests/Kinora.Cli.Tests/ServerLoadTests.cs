using System.Diagnostics;
using System.Net;
using Kinora.Inference;
using Kinora.Models;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Cli.Tests;

/// <summary>The real server, with a real network and the decoder in a process of its own, under twenty clients at once.</summary>
public sealed class ServerLoadTests(ITestOutputHelper output) : IDisposable
{
    private const int Clients = 20;
    private const string EmptyFile = "the file is empty; a video was expected";
    private const int ClipBytes = 16 * 112 * 112 * 3;

    private static readonly string[] labels = ["bend", "jack", "run", "skip", "walk"];

    private readonly TemporaryFolder folder = new("load");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Forty_uploads_of_made_clips_from_twenty_clients_are_answered_right()
    {
        string[] clips = [.. Enumerable.Range(0, 6).Select(i => MadeData.Clip(folder, $"clip {i}.mp4", new(48 + (16 * i), 64), frames: 30 + (7 * i), isSideways: i % 2 == 1, shade: 120 + (20 * i)))];
        var model = SaveModel();
        SentFile[] files;
        using (var recognizer = Recognizer.Load(model))
        {
            files = [.. clips.Concat(SentFile.Broken(folder, clips[0], 4)).Select(path => SentFile.Of(recognizer, path, folder))];
        }

        // Small clips of one kind: the collector's heap stays within some MB of itself, and a decoded clip left by each job would show.
        await AnswersUnderLoad(model, [.. Enumerable.Range(0, 36).Select(i => files[i % 6]), .. files[6..]], rounds: 3, leak: ClipBytes);
    }

    [Fact]
    public async Task Two_hundred_uploads_of_real_clips_and_every_odd_file_from_twenty_clients_are_answered_right()
    {
        Places.LongOnly();
        string[] odd = [.. ((string[])["odd", "odd_made"]).SelectMany(data => Directory.GetFiles(Places.RealData(data))).Where(path => Path.GetExtension(path) != ".tsv").Order(StringComparer.Ordinal)];
        string[] clips = [.. Directory.GetFiles(Places.RealData("weizmann"), "*.avi", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        Assert.InRange(odd.Length, 49, 70);
        Assert.InRange(clips.Length, 60, 100);
        var model = SaveModel();
        SentFile[] good, broken;
        using (var recognizer = Recognizer.Load(model))
        {
            SentFile[] found = [.. odd.Select(path => SentFile.Of(recognizer, path, folder))];
            broken = [.. found.Where(file => file.Expected is null)];
            broken = [.. broken, .. SentFile.Broken(folder, clips[0], 20 - broken.Length).Select(path => SentFile.Of(recognizer, path, folder))];
            good = [.. found.Where(file => file.Expected is not null), .. clips.Select(path => SentFile.Of(recognizer, path, folder))];
        }

        // Frames of 1280x720 among small ones let the collector's heap swing by some 270 MB, with which a decoded clip would drown; a tensor
        // of such a clip left by each job would be 960 MB.
        await AnswersUnderLoad(model, [.. Enumerable.Range(0, 180).Select(i => good[i % good.Length]), .. broken], rounds: 3, leak: ClipBytes * sizeof(float));
    }

    private string SaveModel()
    {
        var path = folder.File("net.kinora");
        var options = new Video3dCnnOptions { Width = 4, TemporalPools = 3 };
        TorchRandom.Seed(1);
        using var model = Video3dCnn.SmallEntry.Build(labels.Length, options);
        Checkpoint.Save(path, Video3dCnn.SmallEntry, options, model, labels, new Preprocessing { Geometry = new Squash(new(112, 112)), Sampler = new(SamplingKind.CentredStride, 16, 2) });
        return path;
    }

    /// <summary>Sends all files in each round.</summary>
    /// <param name="leak">Bytes that no job may leave in memory; half of that in the mean is allowed for what the collector has not collected yet.</param>
    private async Task AnswersUnderLoad(string model, SentFile[] files, int rounds, int leak)
    {
        // An answer to another video would be seen: hardly two have the same. (Some odd files are one film in two containers.)
        var (names, answers) = (files.Where(file => file.Expected is not null).DistinctBy(file => file.Name).Count(), files.Select(file => file.Expected).OfType<Prediction>().DistinctBy(seen => string.Join(' ', seen.Probabilities)).Count());
        output.WriteLine($"{files.Length} files, {names} different good ones, {answers} different answers");
        Assert.InRange(answers, names * 9 / 10, names);
        using var server = await ServerProcess.StartAndWait(folder, model, "data", "--jobs", "2");
        var said = server.Process.StandardError.ReadToEndAsync();
        var held = new List<ProcessFootprint>();
        for (var round = 0; round < rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            try
            {
                await SendAll(server, files, seed: round);
            }
            catch (Exception e)
            {
                // Why, only the server knows.
                await server.Kill();
                throw new InvalidOperationException($"{e.Message}\nthe server said: {await said}", e);
            }

            held.Add(ProcessFootprint.Of(server.Process.Id));
            output.WriteLine($"round {round + 1}: {clock.Elapsed.TotalSeconds:F1} s; then {held[^1]}");
            Assert.Empty(held[^1].Children);
        }

        // The first round warms up: code is compiled, heaps grow to what two jobs at once need, and stay (malloc is told so). After it
        // next to nothing grows by design: rows of the database lie in files, and what is known of a job is forgotten with its end.
        Assert.InRange(held[^1].Memory - held[0].Memory, long.MinValue, (long)files.Length * (rounds - 1) * leak / 2);
        // Connections of clients and to the database are kept, some more or fewer; of the decoders nothing is.
        Assert.InRange(held[^1].Open.Count, 0, held[0].Open.Count + Clients);
        Assert.Equal(Pipes(held[0]), Pipes(held[^1]));
        Assert.DoesNotContain(held[^1].Open, file => file.StartsWith(folder.File("data/uploads"), StringComparison.Ordinal) || file.StartsWith(folder.File("data/pictures"), StringComparison.Ordinal));
        Assert.InRange(held[^1].Threads, 0, held[0].Threads + 10);

        var (good, broken) = (rounds * files.Count(file => file.Expected is not null), rounds * files.Count(file => file.Expected is null && file.Bytes.Length > 0));
        var ended = (await server.Client.GetStringAsync(new Uri(server.Address, "metrics"))).Split('\n').Where(line => line.StartsWith("kinora_jobs_ended_total{", StringComparison.Ordinal));
        Assert.Equal([$"kinora_jobs_ended_total{{failure=\"\",state=\"done\"}} {good}", $"kinora_jobs_ended_total{{failure=\"video\",state=\"failed\"}} {broken}"], ended.Order(StringComparer.Ordinal));
        var stored = Directory.GetFiles(folder.File("data/uploads"));
        Assert.Equal(good + broken, stored.Length);
        Assert.DoesNotContain(stored, file => file.EndsWith(".part", StringComparison.Ordinal));

        // The process that was started has answered everything, and has nothing to tell of.
        Places.Run("kill", "-TERM", $"{server.Process.Id}");
        var rest = await said;
        await server.Process.WaitForExitAsync();
        Assert.Equal("kinora serve: stopping; once more to stop at once\n", rest);
        Assert.Equal(0, server.Process.ExitCode);
    }

    private static int Pipes(ProcessFootprint process) => process.Open.Count(file => file.StartsWith("pipe:", StringComparison.Ordinal));

    private async Task SendAll(ServerProcess server, SentFile[] files, int seed)
    {
        var order = (SentFile[])files.Clone();
        new Random(seed).Shuffle(order);
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            for (var i = client; i < order.Length; i += Clients)
            {
                await SendOne(server, order[i], query: i / Clients % 2 == 0 ? "?wait=60" : "");
            }
        }));
    }

    private async Task SendOne(ServerProcess server, SentFile file, string query)
    {
        using var answer = await server.Send(file.Bytes, file.Name, query);
        var view = await ServerProcess.Json(answer);
        if (answer.StatusCode == HttpStatusCode.Accepted)
        {
            view = await server.Ended(view.GetProperty("id").GetString()!);
        }

        if (file.Expected is not { } expected)
        {
            Assert.True(view.TryGetProperty("error", out var said) || view.TryGetProperty("detail", out said), $"{file.Name}: {view}");
            var error = said.GetString()!;
            Assert.DoesNotContain('\n', error);
            Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
            Assert.DoesNotContain(folder.Path, error, StringComparison.Ordinal);
            // One without a byte is refused before it is one; the others fail for the library's reason.
            Assert.Equal(file.Bytes.Length > 0 ? file.Error : EmptyFile, error);
            return;
        }

        Assert.True(view.TryGetProperty("state", out var state) && state.GetString() == "done", $"{file.Name}: {view}");
        Assert.Equal(file.Name, view.GetProperty("file").GetString());
        // To the last bit: the same pixels through the same weights, one clip at a time.
        Assert.Equal(
            expected.Top(labels.Length).Select(one => (one.Label, (double)one.Probability)),
            view.GetProperty("predictions").EnumerateArray().Select(one => (one.GetProperty("label").GetString()!, one.GetProperty("probability").GetDouble())));
        Assert.Equal(expected.Frames.Distinct().Order(), view.GetProperty("frames").EnumerateArray().Select(frame => frame.GetInt32()));
        Assert.Equal(expected.Warning, view.TryGetProperty("warning", out var warning) ? warning.GetString() : null);
    }
}
