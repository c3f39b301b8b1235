using System.Diagnostics;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Kinora.Tests;

namespace Kinora.Cli.Tests;

/// <summary>`kinora serve` in a process of its own, with one model and a data folder of a test.</summary>
internal sealed class ServerProcess : IDisposable
{
    /// <summary>The folder for its temporary files, in the test's folder.</summary>
    public const string Temporary = "tmp";

    /// <summary>Its user's folder, in the test's folder.</summary>
    public const string Home = "home";

    private readonly HttpClient client = new() { Timeout = TimeSpan.FromMinutes(2) };

    private ServerProcess(Process process) => Process = process;

    public Process Process { get; }

    /// <summary>Where it answers; known once <see cref="Ready"/> has ended.</summary>
    public Uri Address { get; private set; } = new("http://unknown/");

    public HttpClient Client => client;

    /// <summary>Starts it; does not wait until it answers.</summary>
    /// <param name="folder">The test's folder, in which it runs.</param>
    /// <param name="model">The checkpoint.</param>
    /// <param name="data">Its data folder, in <paramref name="folder"/>.</param>
    /// <param name="more">Further options.</param>
    public static ServerProcess Start(TemporaryFolder folder, string model, string data, params string[] more) => Start(folder, model, data, heapMegabytes: null, more);

    /// <summary>Starts it at a free port and waits until it answers.</summary>
    public static async Task<ServerProcess> StartAndWait(TemporaryFolder folder, string model, string data, params string[] more) => await StartAndWait(folder, model, data, heapMegabytes: null, more);

    /// <summary>Starts it at a free port, with so much memory for its objects, and waits until it answers.</summary>
    public static async Task<ServerProcess> StartAndWait(TemporaryFolder folder, string model, string data, int? heapMegabytes, params string[] more)
    {
        var server = Start(folder, model, data, heapMegabytes, [.. more, "--port", "0"]);
        await server.Ready();
        return server;
    }

    private static ServerProcess Start(TemporaryFolder folder, string model, string data, int? heapMegabytes, string[] more)
    {
        // The dotnet that runs this test: three folders above its runtime.
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "Kinora.Cli.dll"), "serve", "--model", model, "--data", folder.File(data), "--rate", "100000", "--queue", "1000", .. more];
        var start = new ProcessStartInfo(dotnet, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder.Path,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment =
            {
                // Whatever it writes beside its data lies in the test's folder, too.
                ["TMPDIR"] = Directory.CreateDirectory(folder.File(Temporary)).FullName,
                ["HOME"] = Directory.CreateDirectory(folder.File(Home)).FullName,
            },
        };
        if (heapMegabytes is { } limit)
        {
            start.Environment["DOTNET_GCHeapHardLimit"] = $"{(long)limit << 20:x}";
        }

        return new ServerProcess(Process.Start(start)!);
    }

    public async Task Ready()
    {
        var said = new List<string>();
        while (await Process.StandardError.ReadLineAsync() is { } line)
        {
            said.Add(line);
            if (line.StartsWith("serving at ", StringComparison.Ordinal))
            {
                Address = new Uri(line.Split(' ')[2]);
                return;
            }
        }

        throw new InvalidOperationException($"the server did not start:\n{string.Join('\n', said)}");
    }

    public async Task Kill()
    {
        Process.Kill();
        await Process.WaitForExitAsync();
    }

    /// <summary>Sends a video. Disposing of the answer is the caller's.</summary>
    /// <exception cref="HttpRequestException">The server did not answer.</exception>
    public async Task<HttpResponseMessage> Send(byte[] video, string name, string query = "")
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(video) { Headers = { ContentType = new MediaTypeHeaderValue("video/mp4") } }, "file", name } };
        return await client.PostAsync(new Uri(Address, $"api/v1/predictions{query}"), form);
    }

    /// <summary>The ids of all jobs, newest first.</summary>
    public async Task<List<string>> Listed()
    {
        var ids = new List<string>();
        for (string? next = ""; next is not null;)
        {
            var page = await Get($"api/v1/predictions?limit=100&before={next}");
            ids.AddRange(page.GetProperty("predictions").EnumerateArray().Select(view => view.GetProperty("id").GetString()!));
            next = page.TryGetProperty("next", out var more) ? more.GetString() : null;
        }

        return ids;
    }

    /// <summary>The view of a job once it is neither queued nor running.</summary>
    public async Task<JsonElement> Ended(string id)
    {
        // Hundreds may wait before it.
        for (var i = 0; i < 6000; i++)
        {
            var view = await Get($"api/v1/predictions/{id}");
            if (view.GetProperty("state").GetString() is not ("queued" or "running"))
            {
                return view;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"{id} does not end");
    }

    public async Task<JsonElement> Get(string path) => JsonDocument.Parse(await client.GetStringAsync(new Uri(Address, path))).RootElement;

    public static async Task<JsonElement> Json(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

    public void Dispose()
    {
        client.Dispose();
        // Only where a test failed, or has no more to ask, is it still there.
        if (!Process.HasExited)
        {
            Process.Kill();
            Process.WaitForExit();
        }

        Process.Dispose();
    }
}
