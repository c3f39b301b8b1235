using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Kinora.Tests;

namespace Kinora.Web.Tests;

/// <summary>What the API gives to who asks rightly.</summary>
public sealed class ApiTests
{
    [Fact]
    public async Task Who_waits_gets_the_result()
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder);
        using var answer = await server.Send(FakeVideo.File(width: 48), "?wait=30", "My clip.mp4");
        var view = await TestServer.Json(answer);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, view.ToString());
        Assert.Equal(("done", "My clip.mp4", "fake"), (view.GetProperty("state").GetString(), view.GetProperty("file").GetString(), view.GetProperty("model").GetString()));
        Assert.Equal(("wide 48", 0.75), (view.GetProperty("predictions")[0].GetProperty("label").GetString(), view.GetProperty("predictions")[0].GetProperty("probability").GetDouble()));
        Assert.Equal((48, 24, 50, 2.0), (Number(view, "width"), Number(view, "height"), Number(view, "frame_count"), Number(view, "duration")));
        Assert.Equal([0, 8, 16], view.GetProperty("frames").EnumerateArray().Select(frame => frame.GetInt32()));
        Assert.Equal("My clip.mp4: nothing is wrong", view.GetProperty("warning").GetString());
        Assert.Equal(view.ToString(), (await server.Get($"api/v1/predictions/{view.GetProperty("id").GetString()}")).ToString());

        static double Number(JsonElement view, string name) => view.GetProperty("video").GetProperty(name).GetDouble();
    }

    [Fact]
    public async Task Who_does_not_wait_is_told_where_to_look_and_may_watch()
    {
        using var folder = Places.Temporary();
        using var go = new ManualResetEventSlim();
        await using var server = await TestServer.StartAsync(folder, new FakeAnalyst(first: (_, progress, stop) =>
        {
            progress.Report((1, 4));
            go.Wait(stop);
        }));
        using var answer = await server.Send(FakeVideo.File());
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var place = answer.Headers.Location!.ToString();
        var seen = new List<(string State, double Progress)>();
        await using var stream = await server.Client.GetStreamAsync($"{place}/events");
        await foreach (var item in SseParser.Create(stream, (_, data) => JsonDocument.Parse(data.ToArray()).RootElement).EnumerateAsync())
        {
            Assert.Equal(item.EventType, item.Data.GetProperty("state").GetString());
            seen.Add((item.EventType, item.Data.GetProperty("progress").GetDouble()));
            if (seen[^1] == ("running", 0.25))
            {
                go.Set();
            }
        }

        Assert.Contains(("running", 0.25), seen);
        Assert.Equal(("done", 1), seen[^1]);
        Assert.Equal("done", (await server.Get(place)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_short_wait_ends_with_the_job_as_it_is()
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder, FakeAnalyst.Endless());
        using var answer = await server.Send(FakeVideo.File(), "?wait=0.2");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Contains((await TestServer.Json(answer)).GetProperty("state").GetString(), (string[])["queued", "running"]);
    }

    [Fact]
    public async Task The_timeline_comes_as_json_table_and_subtitles()
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder);
        var place = $"api/v1/predictions/{await Done(server)}/timeline";
        var timeline = await server.Get(place);
        Assert.Equal(("clip.mp4", 2.0), (timeline.GetProperty("file").GetString(), timeline.GetProperty("duration").GetDouble()));
        Assert.Equal("wide 32", timeline.GetProperty("segments")[0].GetProperty("label").GetString());
        Assert.Equal(0.75, timeline.GetProperty("windows")[0].GetProperty("probabilities")[0].GetDouble());
        Assert.Contains("0,2,wide 32,0.75", await server.Client.GetStringAsync($"{place}?format=csv"));
        Assert.Contains("00:00:00,000 --> 00:00:02,000\nwide 32 75 %", await server.Client.GetStringAsync($"{place}?format=srt"));
        using var request = new HttpRequestMessage(HttpMethod.Get, place) { Headers = { Accept = { new("text/vtt") } } };
        using var answer = await server.Client.SendAsync(request);
        Assert.Equal("text/vtt", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("WEBVTT", await answer.Content.ReadAsStringAsync());
        using var refused = await server.Client.GetAsync($"{place}?format=exe");
        await TestServer.Refused(HttpStatusCode.BadRequest, refused);
    }

    [Fact]
    public async Task The_video_can_be_asked_for_in_parts_and_frames_are_pictures()
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder);
        var place = $"api/v1/predictions/{await Done(server)}";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{place}/video") { Headers = { Range = new RangeHeaderValue(5, 9) } };
        using var part = await server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("32x24", await part.Content.ReadAsStringAsync());
        Assert.Equal("application/octet-stream", part.Content.Headers.ContentType!.MediaType);
        foreach (var picture in (string[])["thumbnail", "frames/0", "frames/16"])
        {
            using var answer = await server.Client.GetAsync($"{place}/{picture}");
            Assert.Equal("image/jpeg", answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal([0xFF, 0xD8, 0xFF], (await answer.Content.ReadAsByteArrayAsync())[..3]);
        }

        using var none = await server.Client.GetAsync($"{place}/frames/7");
        Assert.Contains("'pictures'", await TestServer.Refused(HttpStatusCode.NotFound, none));
    }

    [Fact]
    public async Task Another_model_can_be_asked_about_a_video_that_is_there()
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder, new FakeAnalyst("first"), new FakeAnalyst("second"));
        Assert.Equal(["first", "second"], (await server.Get("api/v1/models")).GetProperty("models").EnumerateArray().Select(model => model.GetProperty("name").GetString()));
        var first = await server.Get($"api/v1/predictions/{await Done(server)}");
        using var answer = await server.Client.PostAsJsonAsync("api/v1/predictions?wait=30", new { upload = first.GetProperty("upload").GetString(), model = "second" });
        var view = await TestServer.Json(answer);
        Assert.Equal(("done", "second", "clip.mp4"), (view.GetProperty("state").GetString(), view.GetProperty("model").GetString(), view.GetProperty("file").GetString()));
        using var form = await server.Send(FakeVideo.File(), "?wait=30", model: "second");
        Assert.Equal("second", (await TestServer.Json(form)).GetProperty("model").GetString());
        using var unknown = await server.Send(FakeVideo.File(), model: "third");
        Assert.Contains("first, second", await TestServer.Refused(HttpStatusCode.BadRequest, unknown));
        using var lost = await server.Client.PostAsJsonAsync("api/v1/predictions", new { upload = "none" });
        await TestServer.Refused(HttpStatusCode.NotFound, lost);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(server.Settings.DataFolder, "uploads")).Length);
    }

    [Fact]
    public async Task The_history_goes_page_by_page()
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder);
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Insert(0, await Done(server));
        }

        var found = new List<string>();
        for (string? next = ""; next is not null;)
        {
            var page = await server.Get($"api/v1/predictions?limit=2&before={next}");
            found.AddRange(page.GetProperty("predictions").EnumerateArray().Select(view => view.GetProperty("id").GetString()!));
            next = page.TryGetProperty("next", out var value) ? value.GetString() : null;
        }

        Assert.Equal(ids, found);
        Assert.Equal(5, (await server.Get("api/v1/predictions?search=wide")).GetProperty("predictions").GetArrayLength());
        Assert.Equal(0, (await server.Get("api/v1/predictions?search=nobody")).GetProperty("predictions").GetArrayLength());
    }

    [Fact]
    public async Task Of_two_predictions_of_one_video_either_can_be_deleted_and_the_video_goes_with_the_last()
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder);
        using var first = await server.Send(FakeVideo.File(width: 7), "?wait=30");
        var view = await TestServer.Json(first);
        var one = $"api/v1/predictions/{view.GetProperty("id").GetString()}";
        using var asked = await server.Client.PostAsJsonAsync("api/v1/predictions?wait=30", new { upload = view.GetProperty("upload").GetString() });
        var other = $"api/v1/predictions/{(await TestServer.Json(asked)).GetProperty("id").GetString()}";
        Assert.NotEqual(one, other);
        (await server.Client.DeleteAsync(one)).Dispose();
        using var gone = await server.Client.GetAsync(one);
        await TestServer.Refused(HttpStatusCode.NotFound, gone);
        Assert.True((await server.Get(other)).GetProperty("has_video").GetBoolean());
        Assert.Single(Directory.GetFiles(Path.Combine(server.Settings.DataFolder, "uploads")));
        (await server.Client.DeleteAsync(other)).Dispose();
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(server.Settings.DataFolder, "uploads")));
        Assert.Empty(Directory.GetFiles(server.Settings.DataFolder, "*.jpg", SearchOption.AllDirectories));
        Assert.Empty((await server.Get("api/v1/predictions")).GetProperty("predictions").EnumerateArray());
    }

    [Fact]
    public async Task A_job_that_runs_can_be_cancelled_and_its_video_is_deleted()
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder, FakeAnalyst.Endless());
        using var answer = await server.Send(FakeVideo.File(), "?wait=0.3");
        var place = answer.Headers.Location!.ToString();
        using var deleted = await server.Client.DeleteAsync(place);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal("cancelled", (await server.Get(place)).GetProperty("state").GetString());
        Assert.Empty(Directory.GetFiles(Path.Combine(server.Settings.DataFolder, "uploads")));
        using var video = await server.Client.GetAsync($"{place}/video");
        await TestServer.Refused(HttpStatusCode.Gone, video);

        // Once more takes it out of the history as well.
        using var forgotten = await server.Client.DeleteAsync(place);
        Assert.Equal(HttpStatusCode.NoContent, forgotten.StatusCode);
        using var nothing = await server.Client.GetAsync(place);
        await TestServer.Refused(HttpStatusCode.NotFound, nothing);
        Assert.Empty((await server.Get("api/v1/predictions")).GetProperty("predictions").EnumerateArray());

        // The worker is free again.
        using var second = await server.Send(FakeVideo.File(), "?wait=0.3");
        Assert.Equal("running", (await server.Get(second.Headers.Location!.ToString())).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Health_metrics_document_and_page_are_there()
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder);
        await Done(server);
        foreach (var path in (string[])["health", "health/live", "health/ready"])
        {
            Assert.Equal("ok", (await server.Get(path)).GetProperty("status").GetString());
        }

        using var metrics = await server.Client.GetAsync("metrics");
        var text = await metrics.Content.ReadAsStringAsync();
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", metrics.Content.Headers.ContentType!.ToString());
        Assert.Contains("kinora_jobs_accepted_total 1\n", text);
        Assert.Contains("kinora_jobs_ended_total{failure=\"\",state=\"done\"} 1\n", text);
        Assert.Contains("kinora_jobs{state=\"queued\"} 0\n", text);
        Assert.Contains("kinora_job_duration_seconds_bucket{model=\"fake\",le=\"+Inf\"} 1\n", text);
        Assert.Contains("# TYPE http_server_request_duration_seconds histogram\n", text);

        var document = await server.Get("openapi/v1.json");
        Assert.Equal(
            ["/api/v1/models", "/api/v1/predictions", "/api/v1/predictions/{id}", "/api/v1/predictions/{id}/events", "/api/v1/predictions/{id}/frames/{frame}",
             "/api/v1/predictions/{id}/thumbnail", "/api/v1/predictions/{id}/timeline", "/api/v1/predictions/{id}/video", "/health", "/health/live", "/health/ready", "/metrics"],
            document.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        Assert.True(document.GetProperty("paths").GetProperty("/api/v1/predictions").GetProperty("post").GetProperty("requestBody").GetProperty("content").TryGetProperty("multipart/form-data", out _));
        var page = await server.Client.GetStringAsync("api");
        Assert.Contains("<code>/api/v1/predictions/{id}/timeline</code>", page);
        Assert.Contains("<h2 id=\"CreatePrediction-title\">", page);
    }

    private static async Task<string> Done(TestServer server)
    {
        using var answer = await server.Send(FakeVideo.File(), "?wait=30");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await TestServer.Json(answer)).GetProperty("id").GetString()!;
    }
}
