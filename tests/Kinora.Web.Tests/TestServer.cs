using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Kinora.Tests;
using Kinora.Web.Analysing;
using Microsoft.AspNetCore.Builder;

namespace Kinora.Web.Tests;

/// <summary>A server of its own for one test: real sockets, a folder that is removed.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private TestServer(WebApplication app, Uri address, WebSettings settings)
    {
        this.app = app;
        Settings = settings;
        Address = address;
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public WebSettings Settings { get; }

    public IServiceProvider Services => app.Services;

    public static Task<TestServer> StartAsync(TemporaryFolder folder, params IAnalyst[] analysts) => StartAsync(folder, settings => settings, analysts);

    public static async Task<TestServer> StartAsync(TemporaryFolder folder, Func<WebSettings, WebSettings> change, params IAnalyst[] analysts)
    {
        var settings = change(new WebSettings
        {
            DataFolder = folder.File("data"),
            Port = 0,
            OpenVideo = path => FakeVideo.Open(path),
            RequestsPerMinute = 100_000,
            ShutdownPatience = TimeSpan.FromSeconds(1),
        });
        var made = WebServer.Create(settings, new ModelShelf(analysts.Length > 0 ? analysts : [new FakeAnalyst()]));
        return new TestServer(made, await WebServer.StartAsync(made, settings, CancellationToken.None), settings);
    }

    /// <summary>Sends a video as a browser's form does.</summary>
    public async Task<HttpResponseMessage> Send(byte[] video, string query = "", string name = "clip.mp4", string? model = null)
    {
        using var form = Form(video, name, model);
        return await Client.PostAsync($"api/v1/predictions{query}", form);
    }

    public static MultipartFormDataContent Form(byte[] video, string name = "clip.mp4", string? model = null)
    {
        var file = new ByteArrayContent(video);
        file.Headers.ContentType = new MediaTypeHeaderValue("video/mp4");
        var form = new MultipartFormDataContent { { file, "file", name } };
        if (model is not null)
        {
            form.Add(new StringContent(model), "model");
        }

        return form;
    }

    /// <summary>The JSON of an answer.</summary>
    public static async Task<JsonElement> Json(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

    /// <summary>The JSON of what lies at a path.</summary>
    public async Task<JsonElement> Get(string path)
    {
        using var answer = await Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await Json(answer);
    }

    /// <summary>Holds that an answer is a refusal of that status, in the form that all have; gives its line.</summary>
    public static async Task<string> Refused(HttpStatusCode status, HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"{(int)answer.StatusCode} instead of {(int)status}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        var detail = problem.GetProperty("detail").GetString()!;
        Assert.NotEmpty(detail);
        Assert.DoesNotContain('\n', detail);
        return detail;
    }

    /// <summary>Asks until a prediction has ended.</summary>
    public async Task<JsonElement> Ended(string id)
    {
        for (var i = 0; i < 600; i++)
        {
            var view = await Get($"api/v1/predictions/{id}");
            if (view.GetProperty("state").GetString() is "done" or "failed" or "cancelled")
            {
                return view;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"{id} does not end");
    }

    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    /// <summary>What the server replies to these bytes, until it hangs up or falls silent.</summary>
    public async Task<string> Raw(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(Address.Host, Address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var reply = new byte[65536];
        var length = await stream.ReadAtLeastAsync(reply, 12, throwOnEndOfStream: false, patience.Token);
        return Encoding.Latin1.GetString(reply, 0, length);
    }
}
