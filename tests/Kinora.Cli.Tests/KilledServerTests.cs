using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Kinora.Tests;

namespace Kinora.Cli.Tests;

/// <summary>A server killed (SIGKILL) in the middle of its work loses nothing that it accepted, and answers everything once.</summary>
public sealed class KilledServerTests : IDisposable
{
    private readonly TemporaryFolder folder = new("server");
    private readonly HttpClient client = new() { Timeout = TimeSpan.FromMinutes(2) };
    private readonly List<Process> started = [];

    public void Dispose()
    {
        client.Dispose();
        foreach (var process in started)
        {
            // Only where a test failed is one of them still there.
            if (!process.HasExited)
            {
                process.Kill();
                process.WaitForExit();
            }

            process.Dispose();
        }

        folder.Dispose();
    }

    [Fact]
    public async Task Killed_twice() => await KilledLosesNothing(kills: 2, uploads: 8, seed: 1);

    [Fact]
    public async Task Killed_twenty_times()
    {
        Places.LongOnly();
        await KilledLosesNothing(kills: 20, uploads: 20, seed: 2);
    }

    [Fact]
    public async Task A_stopped_server_ends_well_and_a_taken_port_is_told_of_in_one_line()
    {
        MadeData.Checkpoint(folder, "net.kinora", "down", "right");
        var first = Start("data", port: 0);
        var address = await Address(first);
        Assert.Contains("\"net\"", await client.GetStringAsync(new Uri(address, "api/v1/models")));
        var second = Start("other", address.Port);
        var errors = await second.StandardError.ReadToEndAsync();
        await second.WaitForExitAsync();
        Assert.Equal(3, second.ExitCode);
        Assert.Contains($"kinora serve: cannot listen on 127.0.0.1, port {address.Port}: ", errors);
        Assert.DoesNotContain("   at ", errors);

        var third = Start("data", port: 0);
        Assert.Contains("another server", await third.StandardError.ReadToEndAsync());
        await third.WaitForExitAsync();
        Assert.Equal(3, third.ExitCode);

        Places.Run("kill", "-TERM", $"{first.Id}");
        var rest = await first.StandardError.ReadToEndAsync();
        await first.WaitForExitAsync();
        Assert.True(first.ExitCode == 0, $"ended with {first.ExitCode}\n{rest}");
    }

    private async Task KilledLosesNothing(int kills, int uploads, int seed)
    {
        MadeData.Checkpoint(folder, "net.kinora", "down", "right");
        var clip = await File.ReadAllBytesAsync(MadeData.Clip(folder, "clip.mp4", frames: 60));
        var draw = new Random(seed);
        var accepted = new List<(string Id, string Name)>();
        for (var killed = 0; killed < kills; killed++)
        {
            var process = Start("data", port: 0);
            var address = await Address(process);
            var sent = Enumerable.Range(0, uploads).Select(i => Send(address, clip, $"{killed}-{i}.mp4")).ToArray();
            var enough = draw.Next(1, uploads);
            while (sent.Count(one => one.IsCompleted) < enough)
            {
                await Task.Delay(5);
            }

            await Task.Delay(draw.Next(100));
            process.Kill();
            await process.WaitForExitAsync();
            accepted.AddRange((await Task.WhenAll(sent)).OfType<(string Id, string Name)>());
        }

        Assert.True(accepted.Count >= kills, "the servers were killed before they accepted anything");
        var last = Start("data", port: 0);
        var place = await Address(last);
        foreach (var (id, name) in accepted)
        {
            var view = await Ended(place, id);
            Assert.True(view.GetProperty("state").GetString() == "done", view.ToString());
            Assert.Equal(name, view.GetProperty("file").GetString());
            Assert.Equal(2, view.GetProperty("predictions").GetArrayLength());
        }

        // The killed servers may have stored some whose answer did not get through; each of those has an end and one line too.
        var all = await Listed(place);
        Assert.Equal(all.Distinct(), all);
        Assert.Superset(accepted.Select(one => one.Id).ToHashSet(), all.ToHashSet());
        foreach (var id in all)
        {
            Assert.Equal("done", (await Ended(place, id)).GetProperty("state").GetString());
        }

        Assert.Empty(Directory.GetFiles(folder.File("data/uploads"), "*.part"));
        var open = Directory.GetFiles($"/proc/{last.Id}/fd").Select(file => File.ResolveLinkTarget(file, returnFinalTarget: false)?.FullName ?? "");
        Assert.DoesNotContain(open, file => file.StartsWith(folder.File("data/uploads"), StringComparison.Ordinal));
        last.Kill();
        await last.WaitForExitAsync();
    }

    /// <summary>The job's id, once the server has said that it accepted; null where it was killed before.</summary>
    private async Task<(string Id, string Name)?> Send(Uri address, byte[] clip, string name)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(clip) { Headers = { ContentType = new MediaTypeHeaderValue("video/mp4") } }, "file", name } };
        try
        {
            using var answer = await client.PostAsync(new Uri(address, "api/v1/predictions"), form);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            return (JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString()!, name);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
        }
    }

    private async Task<List<string>> Listed(Uri address)
    {
        var ids = new List<string>();
        for (string? next = ""; next is not null;)
        {
            var page = JsonDocument.Parse(await client.GetStringAsync(new Uri(address, $"api/v1/predictions?limit=100&before={next}"))).RootElement;
            ids.AddRange(page.GetProperty("predictions").EnumerateArray().Select(view => view.GetProperty("id").GetString()!));
            next = page.TryGetProperty("next", out var more) ? more.GetString() : null;
        }

        return ids;
    }

    private async Task<JsonElement> Ended(Uri address, string id)
    {
        for (var i = 0; i < 1200; i++)
        {
            var view = JsonDocument.Parse(await client.GetStringAsync(new Uri(address, $"api/v1/predictions/{id}"))).RootElement;
            if (view.GetProperty("state").GetString() is not ("queued" or "running"))
            {
                return view;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"{id} does not end");
    }

    private Process Start(string data, int port)
    {
        // The dotnet that runs this test: three folders above its runtime.
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "Kinora.Cli.dll"), "serve", "--model", folder.File("net.kinora"), "--data", folder.File(data), "--port", $"{port}", "--rate", "100000", "--queue", "1000"];
        var process = Process.Start(new ProcessStartInfo(dotnet, arguments) { UseShellExecute = false, WorkingDirectory = folder.Path, RedirectStandardError = true, RedirectStandardOutput = true })!;
        started.Add(process);
        return process;
    }

    private static async Task<Uri> Address(Process server)
    {
        var said = new List<string>();
        while (await server.StandardError.ReadLineAsync() is { } line)
        {
            said.Add(line);
            if (line.StartsWith("serving at ", StringComparison.Ordinal))
            {
                return new Uri(line.Split(' ')[2]);
            }
        }

        throw new InvalidOperationException($"the server did not start:\n{string.Join('\n', said)}");
    }
}
