using System.Net;
using System.Net.Sockets;
using System.Text;
using Kinora.Tests;
using Kinora.Web.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Kinora.Web.Tests;

/// <summary>Many clients, wild requests, a stop in the middle.</summary>
public sealed class LoadTests
{
    [Fact]
    public async Task Two_hundred_uploads_from_twenty_clients_of_which_every_tenth_is_broken()
    {
        const int Clients = 20;
        const int Each = 10;
        using var folder = Places.Temporary();
        var analyst = new FakeAnalyst();
        await using var server = await TestServer.StartAsync(folder, settings => settings with { QueueLength = 1000, ConcurrentJobs = 3 }, analyst);
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            for (var i = 0; i < Each; i++)
            {
                var isBroken = (client + i) % 10 == 0;
                var width = (client * Each) + i + 1;
                using var answer = await server.Send(isBroken ? "broken"u8.ToArray() : FakeVideo.File(width), $"?wait={i % 3 * 30}", $"{width}.mp4");
                if (isBroken && i % 3 > 0)
                {
                    Assert.Contains("is no video", await TestServer.Refused(HttpStatusCode.UnprocessableEntity, answer));
                    continue;
                }

                Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted, $"{answer.StatusCode}");
                var view = await server.Ended((await TestServer.Json(answer)).GetProperty("id").GetString()!);
                Assert.Equal(isBroken ? "failed" : "done", view.GetProperty("state").GetString());
                Assert.Equal($"{width}.mp4", view.GetProperty("file").GetString());
                if (isBroken)
                {
                    Assert.Equal($"{width}.mp4 is no video: Invalid data found", view.GetProperty("error").GetString());
                }
                else
                {
                    Assert.Equal($"wide {width}", view.GetProperty("predictions")[0].GetProperty("label").GetString());
                }
            }
        }));
        Assert.Equal(180, analyst.Calls);
        var metrics = await server.Client.GetStringAsync("metrics");
        Assert.Contains("kinora_jobs_accepted_total 200\n", metrics);
        Assert.Contains("kinora_jobs_ended_total{failure=\"\",state=\"done\"} 180\n", metrics);
        Assert.Contains("kinora_jobs_ended_total{failure=\"video\",state=\"failed\"} 20\n", metrics);
        Assert.Equal(200, Directory.GetFiles(Path.Combine(server.Settings.DataFolder, "uploads")).Length);
        Assert.Equal(0, server.Services.GetRequiredService<JobQueue>().Board.Watched);
    }

    [Fact]
    public async Task A_stop_puts_the_job_under_way_back_and_the_next_server_does_all()
    {
        using var folder = Places.Temporary();
        var ids = new List<string>();
        await using (var server = await TestServer.StartAsync(folder, settings => settings with { ShutdownPatience = TimeSpan.FromSeconds(0.2) }, FakeAnalyst.Endless()))
        {
            for (var i = 0; i < 4; i++)
            {
                using var answer = await server.Send(FakeVideo.File(width: i + 1));
                ids.Add((await TestServer.Json(answer)).GetProperty("id").GetString()!);
            }

            // Somebody waits and somebody watches: neither keeps the server from stopping.
            var waiting = server.Send(FakeVideo.File(width: 5), "?wait=60");
            var watching = server.Client.GetStringAsync($"api/v1/predictions/{ids[0]}/events");
            var queue = server.Services.GetRequiredService<JobQueue>();
            while (queue.Waiting < 4 || queue.Board.Watched < 2)
            {
                await Task.Delay(20);
            }

            await server.StopAsync().WaitAsync(TimeSpan.FromSeconds(15));
            using var accepted = await waiting;
            Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
            ids.Add((await TestServer.Json(accepted)).GetProperty("id").GetString()!);
            Assert.Contains("event: running", await watching);
        }

        await using var second = await TestServer.StartAsync(folder);
        foreach (var (i, id) in ids.Index())
        {
            Assert.Equal($"wide {i + 1}", (await second.Ended(id)).GetProperty("predictions")[0].GetProperty("label").GetString());
        }

        Assert.Equal(ids.Count, (await second.Get("api/v1/predictions")).GetProperty("predictions").GetArrayLength());
    }

    [Fact]
    public async Task A_video_is_deleted_when_its_time_has_come()
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder, settings => settings with { KeepFor = TimeSpan.FromSeconds(1) });
        using var answer = await server.Send(FakeVideo.File(), "?wait=30");
        var place = $"api/v1/predictions/{(await TestServer.Json(answer)).GetProperty("id").GetString()}";
        for (var i = 0; i < 200 && (await server.Get(place)).GetProperty("has_video").GetBoolean(); i++)
        {
            await Task.Delay(50);
        }

        foreach (var path in (string[])["video", "thumbnail", "frames/0"])
        {
            using var gone = await server.Client.GetAsync($"{place}/{path}");
            await TestServer.Refused(HttpStatusCode.Gone, gone);
        }

        Assert.Equal("done", (await server.Get(place)).GetProperty("state").GetString());
        Assert.Empty(Directory.GetFiles(server.Settings.DataFolder, "*.jpg", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Wild_requests_get_an_answer_that_is_no_fault_of_ours()
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder, settings => settings with { MaxBytes = 20_000, QueueLength = 10_000 });
        using var first = await server.Send(FakeVideo.File(), "?wait=30");
        var id = (await TestServer.Json(first)).GetProperty("id").GetString()!;
        var random = new Random(20);
        for (var i = 0; i < 400; i++)
        {
            var reply = await Reply(server, Wild(random, id));
            Assert.True(reply.Length == 0 || reply.StartsWith("HTTP/1.1 ", StringComparison.Ordinal), reply);
            // 505: the wild bytes asked for another HTTP.
            Assert.False(reply.StartsWith("HTTP/1.1 5", StringComparison.Ordinal) && !reply.StartsWith("HTTP/1.1 505", StringComparison.Ordinal), reply);
        }

        // It still works, and wrote nowhere else.
        using var last = await server.Send(FakeVideo.File(width: 77), "?wait=60");
        Assert.Equal("wide 77", (await TestServer.Json(last)).GetProperty("predictions")[0].GetProperty("label").GetString());
        Assert.Equal([server.Settings.DataFolder], Directory.GetFileSystemEntries(folder.Path));
        Assert.Empty(Directory.GetFiles(Path.Combine(server.Settings.DataFolder, "uploads"), "*.part"));
        Assert.DoesNotContain("status=\"500\"", await server.Client.GetStringAsync("metrics"));
    }

    /// <summary>A sound request, some bytes of which are then changed, left out, doubled or cut off.</summary>
    private static byte[] Wild(Random random, string id)
    {
        var form = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp4\"\r\nContent-Type: video/mp4\r\n\r\nfake 32x24 50\r\n--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nfake\r\n--b--\r\n";
        var json = $"{{\"upload\": \"{id}\", \"model\": \"fake\"}}";
        string[] sound =
        [
            $"POST /api/v1/predictions?wait=0 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: {form.Length}\r\n\r\n{form}",
            $"POST /api/v1/predictions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n{json}",
            $"GET /api/v1/predictions?search=a&before={id}&limit=5 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            $"GET /api/v1/predictions/{id}/timeline?format=csv HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: text/vtt\r\n\r\n",
            $"GET /api/v1/predictions/{id}/video HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nRange: bytes=2-5\r\nIf-Range: \"x\"\r\n\r\n",
            $"GET /api/v1/predictions/{id}/frames/8 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Basic eDp5\r\n\r\n",
            $"GET /api/v1/predictions/{id}/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        ];
        var bytes = Encoding.Latin1.GetBytes(sound[random.Next(sound.Length)]).ToList();
        for (var changes = random.Next(1, 6); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.Slice(at, Math.Min(random.Next(1, 50), bytes.Count - at)));
                    break;
                case 3:
                    bytes.InsertRange(at, Encoding.Latin1.GetBytes(((string[])["%00", "../", "\"", "\r\n", ";", "%ff", "-1", "99999999999", "{", "\0"])[random.Next(10)]));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    bytes.Add((byte)'x');
                    break;
            }
        }

        return [.. bytes];
    }

    private static async Task<string> Reply(TestServer server, byte[] request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Address.Host, server.Address.Port);
        await using var stream = socket.GetStream();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var reply = new MemoryStream();
        try
        {
            await stream.WriteAsync(request, patience.Token);
            // Nothing more will come: a request that wants more is over.
            socket.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(reply, patience.Token);
        }
        catch (IOException)
        {
            // The server hung up, as it may on bytes that are no HTTP.
        }

        return Encoding.Latin1.GetString(reply.ToArray());
    }
}
