using System.Net;
using Kinora.Tests;

namespace Kinora.Cli.Tests;

/// <summary>A server killed (SIGKILL) in the middle of its work loses nothing that it accepted, and answers everything once.</summary>
public sealed class KilledServerTests : IDisposable
{
    private readonly TemporaryFolder folder = new("server");

    public void Dispose() => folder.Dispose();

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
        var model = MadeData.Checkpoint(folder, "net.kinora", "down", "right");
        using var first = await ServerProcess.StartAndWait(folder, model, "data");
        Assert.Contains("\"net\"", $"{await first.Get("api/v1/models")}");
        using var second = ServerProcess.Start(folder, model, "other", "--port", $"{first.Address.Port}");
        var errors = await second.Process.StandardError.ReadToEndAsync();
        await second.Process.WaitForExitAsync();
        Assert.Equal(3, second.Process.ExitCode);
        Assert.Contains($"kinora serve: cannot listen on 127.0.0.1, port {first.Address.Port}: ", errors);
        Assert.DoesNotContain("   at ", errors);

        using var third = ServerProcess.Start(folder, model, "data", "--port", "0");
        Assert.Contains("another server", await third.Process.StandardError.ReadToEndAsync());
        await third.Process.WaitForExitAsync();
        Assert.Equal(3, third.Process.ExitCode);

        Places.Run("kill", "-TERM", $"{first.Process.Id}");
        var rest = await first.Process.StandardError.ReadToEndAsync();
        await first.Process.WaitForExitAsync();
        Assert.True(first.Process.ExitCode == 0, $"ended with {first.Process.ExitCode}\n{rest}");
    }

    private async Task KilledLosesNothing(int kills, int uploads, int seed)
    {
        var model = MadeData.Checkpoint(folder, "net.kinora", "down", "right");
        var clip = await File.ReadAllBytesAsync(MadeData.Clip(folder, "clip.mp4", frames: 60));
        var draw = new Random(seed);
        var accepted = new List<(string Id, string Name)>();
        for (var killed = 0; killed < kills; killed++)
        {
            using var server = await ServerProcess.StartAndWait(folder, model, "data");
            var sent = Enumerable.Range(0, uploads).Select(i => Accepted(server, clip, $"{killed}-{i}.mp4")).ToArray();
            var enough = draw.Next(1, uploads);
            while (sent.Count(one => one.IsCompleted) < enough)
            {
                await Task.Delay(5);
            }

            await Task.Delay(draw.Next(100));
            await server.Kill();
            accepted.AddRange((await Task.WhenAll(sent)).OfType<(string Id, string Name)>());
        }

        Assert.True(accepted.Count >= kills, "the servers were killed before they accepted anything");
        using var last = await ServerProcess.StartAndWait(folder, model, "data");
        foreach (var (id, name) in accepted)
        {
            var view = await last.Ended(id);
            Assert.True(view.GetProperty("state").GetString() == "done", view.ToString());
            Assert.Equal(name, view.GetProperty("file").GetString());
            Assert.Equal(2, view.GetProperty("predictions").GetArrayLength());
        }

        // The killed servers may have stored some whose answer did not get through; each of those has an end and one line too.
        var all = await last.Listed();
        Assert.Equal(all.Distinct(), all);
        Assert.Superset(accepted.Select(one => one.Id).ToHashSet(), all.ToHashSet());
        foreach (var id in all)
        {
            Assert.Equal("done", (await last.Ended(id)).GetProperty("state").GetString());
        }

        Assert.Empty(Directory.GetFiles(folder.File("data/uploads"), "*.part"));
        var open = Directory.GetFiles($"/proc/{last.Process.Id}/fd").Select(file => File.ResolveLinkTarget(file, returnFinalTarget: false)?.FullName ?? "");
        Assert.DoesNotContain(open, file => file.StartsWith(folder.File("data/uploads"), StringComparison.Ordinal));
    }

    /// <summary>The job's id, once the server has said that it accepted; null where it was killed before.</summary>
    private static async Task<(string Id, string Name)?> Accepted(ServerProcess server, byte[] clip, string name)
    {
        try
        {
            using var answer = await server.Send(clip, name);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            return ((await ServerProcess.Json(answer)).GetProperty("id").GetString()!, name);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
        }
    }
}
