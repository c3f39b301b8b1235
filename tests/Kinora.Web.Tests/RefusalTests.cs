using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Kinora.Tests;

namespace Kinora.Web.Tests;

/// <summary>Each limit and each check, over real HTTP: refused with the right status and one line, and nothing is left behind.</summary>
public sealed class RefusalTests
{
    private const string Predictions = "api/v1/predictions";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_video_that_is_too_large(bool isLengthUnknown)
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder, settings => settings with { MaxBytes = 10_000 });
        using var form = TestServer.Form(new byte[isLengthUnknown ? 50_000 : 200_000]);
        using var request = new HttpRequestMessage(HttpMethod.Post, Predictions) { Content = form };
        request.Headers.TransferEncodingChunked = isLengthUnknown;
        using var answer = await server.Client.SendAsync(request);
        Assert.Contains("10,000 bytes", await TestServer.Refused(HttpStatusCode.RequestEntityTooLarge, answer));
        AssertNothingIsLeft(server);
    }

    [Fact]
    public async Task A_body_without_end_is_cut_off()
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder, settings => settings with { MaxBytes = 10_000 });
        var reply = await server.Raw("POST /api/v1/predictions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "10000\r\n" + new string(' ', 0x10000) + "\r\n10000\r\n" + new string(' ', 0x10000) + "\r\n");
        Assert.StartsWith("HTTP/1.1 413", reply);
    }

    [Fact]
    public async Task What_is_no_video_is_refused_with_the_reason_and_without_our_paths()
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder);
        using var answer = await server.Send("no video at all"u8.ToArray(), "?wait=30", "holiday.mp4");
        Assert.Equal("holiday.mp4 is no video: Invalid data found", await TestServer.Refused(HttpStatusCode.UnprocessableEntity, answer));
        using var later = await server.Send("no video at all"u8.ToArray());
        var view = await server.Ended((await TestServer.Json(later)).GetProperty("id").GetString()!);
        Assert.Equal(("failed", "video"), (view.GetProperty("state").GetString(), view.GetProperty("failure").GetString()));
        using var empty = await server.Send([]);
        Assert.Contains("empty", await TestServer.Refused(HttpStatusCode.UnprocessableEntity, empty));
        using var timeline = await server.Client.GetAsync($"{Predictions}/{view.GetProperty("id").GetString()}/timeline");
        await TestServer.Refused(HttpStatusCode.Conflict, timeline);
    }

    [Fact]
    public async Task A_video_that_is_too_long_or_too_wide()
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder, settings => settings with { MaxDuration = TimeSpan.FromSeconds(4), MaxPixels = 10_000 });
        using var longer = await server.Send(FakeVideo.File(frames: 101), "?wait=30");
        Assert.Contains("4 at most", await TestServer.Refused(HttpStatusCode.UnprocessableEntity, longer));
        using var wider = await server.Send(FakeVideo.File(width: 101, height: 100), "?wait=30");
        Assert.Contains("101x100", await TestServer.Refused(HttpStatusCode.UnprocessableEntity, wider));
        using var right = await server.Send(FakeVideo.File(width: 100, height: 100, frames: 100), "?wait=30");
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_job_that_takes_too_long_is_told_in_time_whether_it_listens_or_not(bool listens)
    {
        using var folder = Places.Temporary();
        using var deaf = new ManualResetEventSlim();
        var calls = 0;
        var analyst = new FakeAnalyst(first: (_, _, stop) =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                deaf.Wait(listens ? stop : CancellationToken.None);
            }
        });
        await using var server = await TestServer.StartAsync(folder, settings => settings with { JobTime = TimeSpan.FromSeconds(0.5) }, analyst);
        using var answer = await server.Send(FakeVideo.File(), "?wait=30");
        Assert.Contains("longer than 0.5 seconds", await TestServer.Refused(HttpStatusCode.GatewayTimeout, answer));
        deaf.Set();
        using var next = await server.Send(FakeVideo.File(), "?wait=30");
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task A_fault_of_the_model_is_ours_and_ends_nothing_else()
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder, new FakeAnalyst(first: (video, _, _) =>
        {
            if (video.Info.Width == 13)
            {
                throw new InvalidOperationException("secret detail");
            }
        }));
        using var answer = await server.Send(FakeVideo.File(width: 13), "?wait=30");
        Assert.DoesNotContain("secret", await TestServer.Refused(HttpStatusCode.InternalServerError, answer));
        using var next = await server.Send(FakeVideo.File(), "?wait=30");
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task A_full_queue()
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder, settings => settings with { QueueLength = 1 }, FakeAnalyst.Endless());
        using var running = await server.Send(FakeVideo.File(), "?wait=0.5");
        using var waiting = await server.Send(FakeVideo.File());
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (running.StatusCode, waiting.StatusCode));
        using var refused = await server.Send(FakeVideo.File());
        await TestServer.Refused(HttpStatusCode.ServiceUnavailable, refused);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(server.Settings.DataFolder, "uploads")).Length);
    }

    [Fact]
    public async Task Too_many_uploads_at_once()
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder, settings => settings with { ConcurrentUploads = 1 });
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(server.Address.Host, server.Address.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                "POST /api/v1/predictions HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000\r\n\r\n--b\r\nContent-Disposition: form-data; name=file\r\n\r\nfake"));
            while (Directory.GetFiles(Path.Combine(server.Settings.DataFolder, "uploads")).Length == 0)
            {
                await Task.Delay(20);
            }

            using var refused = await server.Send(FakeVideo.File());
            Assert.Contains("being uploaded", await TestServer.Refused(HttpStatusCode.ServiceUnavailable, refused));
        }

        // Who hangs up makes room, and leaves nothing.
        for (var i = 0; i < 200 && Directory.GetFiles(Path.Combine(server.Settings.DataFolder, "uploads")).Length > 0; i++)
        {
            await Task.Delay(50);
        }

        AssertNothingIsLeft(server);
        using var accepted = await server.Send(FakeVideo.File());
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
    }

    [Fact]
    public async Task Too_many_requests_of_one_client()
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder, settings => settings with { RequestsPerMinute = 2 });
        for (var i = 0; i < 2; i++)
        {
            using var accepted = await server.Send(FakeVideo.File());
            Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        }

        using var refused = await server.Send(FakeVideo.File());
        Assert.Contains("2 requests a minute", await TestServer.Refused(HttpStatusCode.TooManyRequests, refused));
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        using var looking = await server.Client.GetAsync(Predictions);
        Assert.Equal(HttpStatusCode.OK, looking.StatusCode);
    }

    [Fact]
    public async Task A_missing_or_wrong_key()
    {
        using var folder = Places.Temporary();
        const string Key = "correct horse battery";
        await using var server = await TestServer.StartAsync(folder, settings => settings with { ApiKey = Key });
        foreach (var path in (string[])[Predictions, "api", "openapi/v1.json", "metrics", "api/v1/models", "no/such/thing"])
        {
            using var missing = await server.Client.GetAsync(path);
            Assert.Contains("Authorization: Bearer", await TestServer.Refused(HttpStatusCode.Unauthorized, missing));
            Assert.Equal("Basic", missing.Headers.WwwAuthenticate.Single().Scheme);
        }

        AuthenticationHeaderValue[] wrong =
        [
            new("Bearer", "wrong"), new("Bearer", Key + "x"), new("Bearer", Key[..^1]), new("Basic", Convert.ToBase64String("me:wrong"u8)), new("Basic", "&&&"), new("Digest", Key), new("Bearer"),
        ];
        foreach (var header in wrong)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Predictions) { Headers = { Authorization = header } };
            using var answer = await server.Client.SendAsync(request);
            await TestServer.Refused(HttpStatusCode.Unauthorized, answer);
        }

        foreach (var header in (AuthenticationHeaderValue[])[new("Bearer", Key), new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"me:{Key}")))])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Predictions) { Headers = { Authorization = header } };
            using var answer = await server.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        using var plain = new HttpRequestMessage(HttpMethod.Get, Predictions);
        plain.Headers.Add("X-Api-Key", Key);
        using var right = await server.Client.SendAsync(plain);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        using var health = await server.Client.GetAsync("health");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example", false)]
    [InlineData("Origin", "null", false)]
    [InlineData("Origin", "http://localhost:1", false)]
    [InlineData("Sec-Fetch-Site", "cross-site", false)]
    [InlineData("Sec-Fetch-Site", "same-site", false)]
    [InlineData("Sec-Fetch-Site", "same-origin", true)]
    [InlineData("Origin", "OURS", true)]
    public async Task A_page_from_elsewhere(string header, string value, bool passes)
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder);
        using var form = TestServer.Form(FakeVideo.File());
        using var request = new HttpRequestMessage(HttpMethod.Post, Predictions) { Content = form };
        request.Headers.Add(header, value == "OURS" ? server.Address.GetLeftPart(UriPartial.Authority) : value);
        using var answer = await server.Client.SendAsync(request);
        if (passes)
        {
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            return;
        }

        await TestServer.Refused(HttpStatusCode.Forbidden, answer);
        AssertNothingIsLeft(server);
        using var delete = new HttpRequestMessage(HttpMethod.Delete, $"{Predictions}/none");
        delete.Headers.Add(header, value);
        using var refused = await server.Client.SendAsync(delete);
        await TestServer.Refused(HttpStatusCode.Forbidden, refused);
    }

    [Theory]
    [InlineData("evil.example", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1:99", true)]
    [InlineData("[::1]", true)]
    public async Task Another_host_name(string host, bool passes)
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder);
        using var request = new HttpRequestMessage(HttpMethod.Get, Predictions) { Headers = { Host = host } };
        using var answer = await server.Client.SendAsync(request);
        if (passes)
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return;
        }

        await TestServer.Refused(HttpStatusCode.MisdirectedRequest, answer);
    }

    [Fact]
    public async Task Headers_that_are_too_large()
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder);
        var reply = await server.Raw($"GET /health HTTP/1.1\r\nHost: localhost\r\nX-Long: {new string('x', 20_000)}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 431", reply);
    }

    [Fact]
    public async Task An_upload_that_is_too_slow()
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder, settings => settings with { SlowestUpload = 10_000, UploadPatience = TimeSpan.FromSeconds(1.5) });
        var reply = await server.Raw("POST /api/v1/predictions HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n"
            + "--b\r\nContent-Disposition: form-data; name=file; filename=a\r\n\r\nfake");
        Assert.StartsWith("HTTP/1.1 408", reply);
        AssertNothingIsLeft(server);
    }

    [Fact]
    public async Task Path_tricks_reach_nothing()
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder);
        string[] names = ["../../../outside.mp4", "..\\..\\outside.mp4", "/etc/cron.d/outside", "a\0b.mp4", "%2e%2e%2foutside", "con", new string('n', 5000), "~/.ssh/outside"];
        foreach (var name in names)
        {
            using var form = new MultipartFormDataContent();
            var file = new ByteArrayContent(FakeVideo.File());
            file.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename=\"{name.Replace("\\", "\\\\").Replace("\0", "")}\"");
            form.Add(file);
            using var answer = await server.Client.PostAsync($"{Predictions}?wait=30", form);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        }

        var all = Directory.GetFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories);
        Assert.All(all, path => Assert.DoesNotContain("outside", path));
        Assert.All(Directory.GetFiles(Path.Combine(server.Settings.DataFolder, "uploads")), path => Assert.Matches("^[0-9a-f]{32}$", Path.GetFileName(path)));
        Assert.Equal([server.Settings.DataFolder], Directory.GetFileSystemEntries(folder.Path));
        foreach (var path in (string[])["../../kinora.db", "..%2f..%2fkinora.db", "%2e%2e/%2e%2e/kinora.db", "..%5c..%5ckinora.db", "%00", "lock/frames/0", "x/frames/..%2f..%2f..%2fkinora.db", "x/frames/99999999999999999999"])
        {
            var reply = await server.Raw($"GET /{Predictions}/{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            Assert.Matches("^HTTP/1.1 40[04] ", reply);
            Assert.DoesNotContain("SQLite format", reply);
        }
    }

    [Fact]
    public async Task Every_answer_has_the_headers_that_protect_a_browser()
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder);
        foreach (var path in (string[])["api", "health", "metrics", Predictions, "nothing", Predictions + "/none", Predictions + "?limit=x"])
        {
            using var answer = await server.Client.GetAsync(path);
            var headers = answer.Headers;
            Assert.StartsWith("default-src 'self'", headers.GetValues("Content-Security-Policy").Single());
            Assert.Contains("frame-ancestors 'none'", headers.GetValues("Content-Security-Policy").Single());
            Assert.DoesNotContain("unsafe", headers.GetValues("Content-Security-Policy").Single());
            Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("DENY", headers.GetValues("X-Frame-Options").Single());
            Assert.Equal("same-origin", headers.GetValues("Referrer-Policy").Single());
            Assert.Equal("same-origin", headers.GetValues("Cross-Origin-Resource-Policy").Single());
            Assert.False(headers.Contains("Server"));
            Assert.False(headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    private static void AssertNothingIsLeft(TestServer server) => Assert.Empty(Directory.GetFiles(Path.Combine(server.Settings.DataFolder, "uploads")));
}
