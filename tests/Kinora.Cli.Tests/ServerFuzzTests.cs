using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kinora.Tests;

namespace Kinora.Cli.Tests;

/// <summary>
/// The real program under wild requests and wild videos: every one is answered, none by a fault of the server, and nothing is left
/// behind. <c>KINORA_TEST_FUZZ=SEED/NUMBER</c>, as a failure names it, begins with what failed; <c>SEED</c> alone tries others.
/// </summary>
public sealed partial class ServerFuzzTests(ITestOutputHelper output) : IDisposable
{
    private const string Key = "a key of a test, long enough";
    private const int JobSeconds = 30;
    private const int Clients = 18;
    private const int MemoryMegabytes = 150;

    // The collector would take what it finds, hundreds of MB; with so much for all objects, some that are kept for good soon show.
    private const int HeapMegabytes = 200;

    // Fewer than these in any minute, and the test did not do what it says.
    private const int RequestsAMinute = 200;
    private const int VideosAMinute = 10;

    private readonly TemporaryFolder folder = new("fuzz");
    private readonly ConcurrentDictionary<string, int> counts = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource failed = new();
    private int number;

    public void Dispose()
    {
        failed.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_minute_of_wild_requests_and_videos_leaves_the_server_as_it_was() => await LeavesItAsItWas(TimeSpan.FromMinutes(1), seed: 1);

    [Fact]
    public async Task Ten_minutes_of_wild_requests_and_videos_leave_the_server_as_it_was()
    {
        Places.LongOnly();
        await LeavesItAsItWas(TimeSpan.FromMinutes(10), seed: 2);
    }

    private async Task LeavesItAsItWas(TimeSpan time, int seed)
    {
        if (Environment.GetEnvironmentVariable("KINORA_TEST_FUZZ")?.Split('/') is [{ Length: > 0 } other, .. var first])
        {
            seed = int.Parse(other, provider: null);
            number = first is [var begin] ? int.Parse(begin, provider: null) - 1 : 0;
        }

        var model = MadeData.Checkpoint(folder, "net.kinora", "down", "right");
        var clip = await File.ReadAllBytesAsync(MadeData.Clip(folder, "good.mp4", frames: 30));
        var videos = WildVideos.Gather(folder);
        var before = Directory.GetFileSystemEntries(folder.Path).Append(folder.File("data")).Append(folder.File(ServerProcess.Temporary)).Append(folder.File(ServerProcess.Home)).Order(StringComparer.Ordinal);
        using var server = await ServerProcess.StartAndWait(folder, model, "data", HeapMegabytes, "--jobs", "2", "--job-seconds", $"{JobSeconds}", "--max-pixels", "500000", "--api-key", Key);
        using var scratch = new WatchedFolder(folder.File(ServerProcess.Temporary));
        var said = server.Process.StandardError.ReadToEndAsync();
        server.Client.DefaultRequestHeaders.Add("X-Api-Key", Key);
        var requests = new WildRequests(await Target(server, clip));
        var answer = await Answer(server, clip);

        await RunOrTell(() => Again(server, requests, videos, seed));
        await RunOrTell(() => Run(server, requests, videos, seed, time / 4));
        var early = await ServerUsage.Settled(server.Process);
        await RunOrTell(() => Run(server, requests, videos, seed, time * 3 / 4));
        var late = await ServerUsage.Settled(server.Process);

        Assert.False(server.Process.HasExited);
        Assert.Equal(answer, await Answer(server, clip));
        Assert.DoesNotContain("status=\"500\"", await server.Client.GetStringAsync(new Uri(server.Address, "metrics")));
        Assert.Equal(before, Directory.GetFileSystemEntries(folder.Path).Order(StringComparer.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(folder.File(ServerProcess.Home)));
        Assert.Empty(scratch.Made);
        Assert.Empty(Directory.GetFiles(folder.File("data"), "*.part", SearchOption.AllDirectories));
        await server.Kill();
        var errors = await said;
        string[] spoken = [.. errors.Split('\n').Where(line => TraceLine().IsMatch(line) || line.Contains("fault of the server", StringComparison.Ordinal))];
        var (kestrels, traces) = (spoken.Where(IsKestrelsOwn).ToArray(), spoken.Where(line => !IsKestrelsOwn(line)).Select(line => line.Length > 3000 ? line[..3000] : line).ToArray());
        Assert.True(traces.Length == 0, $"{traces.Length} times the server spoke of an exception: {string.Join('\n', traces.Take(10))}");
        counts["connections that Kestrel gave up"] = kestrels.Length;

        foreach (var (what, count) in counts.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"{what}: {count}");
        }

        output.WriteLine($"seed {seed}, {videos.Kinds} kinds of videos; files open {early.Files.Count}, then {late.Files.Count}; memory {early.Memory} MB, then {late.Memory} MB");
        // Connections to the database, each of two files, are kept for those who ask at the same time: at most one for each client here.
        Assert.True(late.Files.Count <= early.Files.Count + (2 * Clients), $"{early.Files.Count} open files became {late.Files.Count}: {string.Join('\n', late.Files)}");
        // Objects have HeapMegabytes at most, of which some are taken early; what grows by more is memory that no collector knows.
        Assert.True(late.Memory <= early.Memory + MemoryMegabytes, $"{early.Memory} MB became {late.Memory} MB");
        Assert.True(counts["requests"] > RequestsAMinute * time.TotalMinutes && counts["videos"] > VideosAMinute * time.TotalMinutes, "too little was tried");
        Assert.True(counts.ContainsKey("video done") && counts.ContainsKey("video refused") && counts.Keys.Any(what => what.StartsWith("request 2", StringComparison.Ordinal)), "nothing was answered, or nothing refused");

        // What the server said tells more than its answer.
        async Task RunOrTell(Func<Task> part)
        {
            try
            {
                await part();
            }
            catch
            {
                await server.Kill();
                output.WriteLine(string.Join('\n', (await said).Split('\n').TakeLast(200)));
                throw;
            }
        }
    }

    // A connection that a client broke off in the middle of a body, which Kestrel closes with a warning and none of our code in its
    // trace: https://github.com/dotnet/aspnetcore/issues/52324.
    private static bool IsKestrelsOwn(string line) =>
        line.StartsWith("warn: Microsoft.AspNetCore.Server.Kestrel[0] Connection processing ended abnormally. System.InvalidOperationException: Reading is already in progress.", StringComparison.Ordinal)
        && !line.Contains("Kinora", StringComparison.Ordinal);

    // Which kind of client it was that failed is not known: one of each.
    private async Task Again(ServerProcess server, WildRequests requests, WildVideos videos, int seed)
    {
        if (number > 0)
        {
            Random[] random = [.. Enumerable.Repeat((seed * 1_000_003) + ++number, 3).Select(one => new Random(one))];
            await Ask(server, requests.Draw(random[0]), random[0]);
            await Hold(server, requests.Draw(random[1]), random[1]);
            await Show(server, videos.Draw(random[2]), $"{seed}-{number}");
        }
    }

    private async Task Run(ServerProcess server, WildRequests requests, WildVideos videos, int seed, TimeSpan time)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(failed.Token);
        end.CancelAfter(time);
        await Task.WhenAll(
            [.. Enumerable.Range(0, Clients).Select(client => Task.Run(() => Repeat(client switch
            {
                < 8 => (random, _) => Ask(server, requests.Draw(random), random),
                < 14 => (random, _) => Hold(server, requests.Draw(random), random),
                _ => (random, name) => Show(server, videos.Draw(random), name),
            })))]);

        async Task Repeat(Func<Random, string, Task> what)
        {
            while (!end.IsCancellationRequested)
            {
                var mine = Interlocked.Increment(ref number);
                try
                {
                    await what(new Random(unchecked((seed * 1_000_003) + mine)), $"{seed}-{mine}");
                }
                catch (Exception e)
                {
                    await failed.CancelAsync();
                    throw new InvalidOperationException($"KINORA_TEST_FUZZ={seed}/{mine}: {e.Message}", e);
                }
            }
        }
    }

    // A whole request, in one piece or in several.
    private async Task Ask(ServerProcess server, byte[] request, Random random)
    {
        var quiet = TimeSpan.FromSeconds(random.Next(20) == 0 ? 5 : 0.2);
        var pieces = random.Next(3) == 0 ? request.Chunk((request.Length / random.Next(1, 5)) + 1) : [request];
        await Look(server, await RawRequest.Send(server.Address, pieces, quiet), Encoding.Latin1.GetString(request));
    }

    // A part of a request, after which nothing more comes, or the connection is reset.
    private async Task Hold(ServerProcess server, byte[] request, Random random)
    {
        var part = request[..random.Next(1, request.Length + 1)];
        if (random.Next(2) == 0)
        {
            await RawRequest.Break(server.Address, part, TimeSpan.FromMilliseconds(random.Next(300)));
            Count("requests", "request broken off");
            return;
        }

        await Look(server, await RawRequest.Hold(server.Address, part), Encoding.Latin1.GetString(part));
    }

    private async Task Look(ServerProcess server, string answer, string request)
    {
        var status = RawRequest.StatusOf(answer);
        Count("requests", status == 0 ? "request closed" : $"request {status}");
        var what = $"{(request.Length > 2000 ? request[..2000] + "…" : request)}\n→ {(answer.Length > 2000 ? answer[..2000] + "…" : answer)}";
        // 505: the wild bytes asked for another HTTP.
        Assert.True(status is < 500 or 505, what);
        Assert.True(answer.Length == 0 || status > 0 || answer.StartsWith("HTTP/1.1 100", StringComparison.Ordinal), what);
        Assert.False(answer.Contains(folder.Path, StringComparison.Ordinal) || TraceLine().IsMatch(answer), what);
        if (Accepted().Match(answer) is { Success: true } accepted && status is 202 or 303)
        {
            Check(await server.Ended(accepted.Groups[1].Value), what);
        }
    }

    private async Task Show(ServerProcess server, byte[] video, string name)
    {
        using var answer = await server.Send(video, $"{name}.mp4", "?wait=60");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted or HttpStatusCode.UnprocessableEntity or HttpStatusCode.GatewayTimeout, text);
        Count("videos");
        if (video.Length == 0)
        {
            return;
        }

        var id = JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!;
        var view = await server.Ended(id);
        Count($"video {(Check(view, text) ? "done" : "refused")}");
        foreach (var path in (string[])[$"results/{id}", $"api/v1/predictions/{id}/timeline", $"api/v1/predictions/{id}/timeline?format=srt", $"api/v1/predictions/{id}/thumbnail", $"api/v1/predictions/{id}/video"])
        {
            using var more = await server.Client.GetAsync(new Uri(server.Address, path));
            Assert.True((int)more.StatusCode < 500, $"{path}: {(int)more.StatusCode}");
        }

        using var deleted = await server.Client.DeleteAsync(new Uri(server.Address, $"api/v1/predictions/{id}"));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
    }

    // Whether there are probabilities; otherwise there must be a reason in words, and in time.
    private bool Check(JsonElement view, string what)
    {
        var about = $"{what}\n→ {view}";
        Assert.DoesNotContain(folder.Path, about, StringComparison.Ordinal);
        if (view.TryGetProperty("started", out var started))
        {
            Assert.True(view.GetProperty("ended").GetDateTimeOffset() - started.GetDateTimeOffset() < TimeSpan.FromSeconds(JobSeconds + 10), about);
        }

        if (view.GetProperty("state").GetString() == "done")
        {
            Assert.Equal(1, view.GetProperty("predictions").EnumerateArray().Sum(one => one.GetProperty("probability").GetDouble()), 1e-5);
            return true;
        }

        if (view.GetProperty("state").GetString() == "failed")
        {
            var error = view.GetProperty("error").GetString()!;
            Count($"reason: {view.GetProperty("failure").GetString()}");
            Assert.True(view.GetProperty("failure").GetString() is "video" or "limit" or "time", about);
            Assert.True(error.Length > 10 && !error.Contains('\n', StringComparison.Ordinal) && !error.Contains("broke down", StringComparison.Ordinal), about);
        }

        return false;
    }

    private void Count(params string[] what)
    {
        foreach (var one in what)
        {
            counts.AddOrUpdate(one, 1, (_, count) => count + 1);
        }
    }

    private static async Task<string> Answer(ServerProcess server, byte[] clip)
    {
        using var answer = await server.Send(clip, "good.mp4", "?wait=60");
        var view = await ServerProcess.Json(answer);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, view.ToString());
        return view.GetProperty("predictions").GetRawText();
    }

    private static async Task<WildRequests.Target> Target(ServerProcess server, byte[] clip)
    {
        using var kept = await server.Send(clip, "kept.mp4", "?wait=60");
        using var spare = await server.Send(clip, "spare.mp4", "?wait=60");
        var view = await ServerProcess.Json(kept);
        using var page = await server.Client.GetAsync(server.Address);
        var form = FormToken().Match(await page.Content.ReadAsStringAsync()).Groups[1].Value;
        Assert.NotEmpty(form);
        var cookie = page.Headers.GetValues("Set-Cookie").First().Split(';')[0];
        return new($"127.0.0.1:{server.Address.Port}", Key, cookie, form, view.GetProperty("id").GetString()!, view.GetProperty("upload").GetString()!, (await ServerProcess.Json(spare)).GetProperty("id").GetString()!, clip);
    }

    [GeneratedRegex(@" at [A-Za-z_][\w`]*(\.[\w<>`+|\[\],]+)+\(")]
    private static partial Regex TraceLine();

    [GeneratedRegex("""(?:\{"id":"|Location: /results/)([0-9a-f]{32})""")]
    private static partial Regex Accepted();

    [GeneratedRegex(@"action=""/analyse\?form=([^""]+)""")]
    private static partial Regex FormToken();

    /// <summary>Notes every file that is made in a folder, though it may be gone a moment later; but for those of .NET itself.</summary>
    private sealed class WatchedFolder : IDisposable
    {
        private readonly FileSystemWatcher watcher;

        public WatchedFolder(string path)
        {
            watcher = new FileSystemWatcher(path) { InternalBufferSize = 1 << 16 };
            watcher.Created += (_, made) => Made.Enqueue(made.Name!);
            watcher.EnableRaisingEvents = true;
        }

        public ConcurrentQueue<string> Made { get; } = new();

        public void Dispose() => watcher.Dispose();
    }
}
