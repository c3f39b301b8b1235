using System.Net;
using Kinora.Tests;
using Kinora.Web.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Kinora.Web.Tests;

/// <summary>Many clients, a stop in the middle. Wild requests are sent to the whole program: see ServerFuzzTests.</summary>
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
}
