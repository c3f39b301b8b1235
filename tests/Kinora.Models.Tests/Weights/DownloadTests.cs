using System.Net.Sockets;
using System.Security.Cryptography;
using Kinora.Models.Weights;
using Kinora.Tests;

namespace Kinora.Models.Tests.Weights;

/// <summary>Files fetched from a server in the test itself.</summary>
public sealed class DownloadTests : IDisposable
{
    private const int Cut = 100_000;
    private readonly TemporaryFolder folder = Places.Temporary();
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly byte[] file = Bytes(300_000, 1);
    private readonly byte[] changed = Bytes(250_000, 2);

    private string Target => folder.File("cache/weights.pth");

    private static string Sum(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public void Dispose()
    {
        client.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_file_is_fetched_whole_and_not_twice()
    {
        using var server = new FileServer(_ => FileReply.Whole(file, "\"a\""));
        var heard = new Heard();
        Assert.True(await Get(server, file.Length, Sum(file)[..8], heard));
        Assert.False(await Get(server, file.Length, Sum(file)));
        Assert.Equal(file, File.ReadAllBytes(Target));
        Assert.Equal([Target], Directory.GetFiles(folder.File("cache")));
        Assert.Null(Assert.Single(server.Requests).Range);
        Assert.Equal(new DownloadProgress(file.Length, file.Length), heard.Last);
    }

    [Fact]
    public async Task A_file_that_is_there_but_wrong_is_fetched_again()
    {
        Directory.CreateDirectory(folder.File("cache"));
        File.WriteAllBytes(Target, changed);
        using var server = new FileServer(_ => FileReply.Whole(file));
        Assert.True(await Get(server, null, Sum(file)));
        Assert.Equal(file, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task A_cut_connection_is_taken_up_where_it_broke()
    {
        using var server = new FileServer(request => request.Number == 0 ? FileReply.Whole(file, "\"a\"", Cut) : FileReply.Rest(file, Cut, "\"a\""));
        Assert.True(await Get(server, file.Length, Sum(file)));
        Assert.Equal(file, File.ReadAllBytes(Target));
        Assert.Equal([(null, null), ($"bytes={Cut}-", "\"a\"")], server.Requests.Select(request => (request.Range, request.IfRange)));
    }

    [Fact]
    public async Task The_next_run_goes_on_where_the_last_one_gave_up()
    {
        using var server = new FileServer(request => request.Number switch
        {
            0 => FileReply.Whole(file, "\"a\"", Cut),
            1 => FileReply.Error("503 Service Unavailable"),
            _ => FileReply.Rest(file, Cut, "\"a\""),
        });
        var problem = await Assert.ThrowsAsync<DownloadException>(() => Get(server, null, Sum(file), attempts: 2));
        Assert.Contains("503", problem.Message, StringComparison.Ordinal);
        Assert.Contains("100,000 bytes are kept", problem.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Target));

        Assert.True(await Get(server, null, Sum(file)));
        Assert.Equal(file, File.ReadAllBytes(Target));
        Assert.Equal($"bytes={Cut}-", server.Requests[^1].Range);
    }

    [Fact]
    public async Task Being_stopped_keeps_what_has_come()
    {
        using var stop = new CancellationTokenSource();
        using var server = new FileServer(request => request.Number == 0 ? FileReply.Whole(file, "\"a\"") : FileReply.Rest(file, int.Parse(request.Range![6..^1]), "\"a\""));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Get(server, null, null, new Heard(_ => stop.Cancel()), cancellation: stop.Token));
        Assert.False(File.Exists(Target));
        var kept = new FileInfo(Target + ".partial").Length;
        Assert.InRange(kept, 1, file.Length);

        Assert.True(await Get(server, null, null));
        Assert.Equal(file, File.ReadAllBytes(Target));
        Assert.Equal($"bytes={kept}-", server.Requests[^1].Range);
    }

    [Fact]
    public async Task A_server_without_ranges_starts_over()
    {
        using var server = new FileServer(request => FileReply.Whole(file, "\"a\"", request.Number == 0 ? Cut : null));
        Assert.True(await Get(server, file.Length, Sum(file)));
        Assert.Equal(file, File.ReadAllBytes(Target));
        Assert.Equal($"bytes={Cut}-", server.Requests[^1].Range);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("W/\"a\"")]
    public async Task Without_a_tag_that_means_equal_bytes_nothing_is_joined(string? tag)
    {
        using var server = new FileServer(request => FileReply.Whole(file, tag, request.Number == 0 ? Cut : null));
        Assert.True(await Get(server, null, null));
        Assert.Equal(file, File.ReadAllBytes(Target));
        Assert.All(server.Requests, request => Assert.Null(request.Range));
    }

    [Fact]
    public async Task A_file_that_changed_meanwhile_starts_over()
    {
        using var server = new FileServer(request => request.Number switch
        {
            0 => FileReply.Whole(file, "\"a\"", Cut),
            _ => request.IfRange == "\"b\"" ? FileReply.Rest(changed, Cut, "\"b\"") : FileReply.Whole(changed, "\"b\"", request.Number == 1 ? Cut : null),
        });
        Assert.True(await Get(server, null, Sum(changed)));
        Assert.Equal(changed, File.ReadAllBytes(Target));
        Assert.Equal([null, "\"a\"", "\"b\""], server.Requests.Select(request => request.IfRange));
    }

    [Fact]
    public async Task Another_part_than_was_asked_for_is_not_joined()
    {
        using var server = new FileServer(request => request.Number switch
        {
            0 => FileReply.Whole(file, "\"a\"", Cut),
            1 => FileReply.Rest(file, Cut + 1, "\"a\""),
            _ => FileReply.Whole(file, "\"a\""),
        });
        Assert.True(await Get(server, null, null));
        Assert.Equal(file, File.ReadAllBytes(Target));
        Assert.Null(server.Requests[^1].Range);
    }

    [Fact]
    public async Task A_download_that_was_whole_but_not_yet_named_is_asked_about_only()
    {
        Directory.CreateDirectory(folder.File("cache"));
        File.WriteAllBytes(Target + ".partial", file);
        File.WriteAllText(Target + ".partial.tag", "\"a\"");
        using var server = new FileServer(_ => new FileReply("416 Range Not Satisfiable", new() { ["Content-Range"] = $"bytes */{file.Length}", ["Content-Length"] = "0" }, []));
        Assert.True(await Get(server, file.Length, Sum(file)));
        Assert.Equal(file, File.ReadAllBytes(Target));
        Assert.Equal($"bytes={file.Length}-", Assert.Single(server.Requests).Range);
    }

    [Fact]
    public async Task A_wrong_checksum_removes_the_file_and_tells_both()
    {
        using var server = new FileServer(_ => FileReply.Whole(changed, "\"a\""));
        var problem = await Assert.ThrowsAsync<DownloadException>(() => Get(server, null, Sum(file)[..8]));
        Assert.Contains($"its SHA-256 is {Sum(changed)}, expected {Sum(file)[..8]}...", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
        Assert.Empty(Directory.GetFiles(folder.File("cache")));
    }

    [Fact]
    public async Task A_wrong_size_removes_the_file_and_tells_both()
    {
        using var server = new FileServer(_ => FileReply.Whole(changed));
        var problem = await Assert.ThrowsAsync<DownloadException>(() => Get(server, file.Length, null));
        Assert.Contains("it has 250,000 bytes, expected 300,000", problem.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.File("cache")));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_asked_for_once()
    {
        using var server = new FileServer(_ => FileReply.Error("404 Not Found"));
        var problem = await Assert.ThrowsAsync<DownloadException>(() => Get(server, null, null));
        Assert.Equal($"{server.Address} cannot be fetched: the server has no such file (404)", problem.Message);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_silent_server_counts_as_broken()
    {
        using var silent = new TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        client.Timeout = TimeSpan.FromMilliseconds(200);
        var address = new Uri($"http://{silent.LocalEndpoint}/x");
        var problem = await Assert.ThrowsAsync<DownloadException>(() => Downloader(2).Get(address, Target, null, null, null, CancellationToken.None));
        Assert.Equal($"{address} cannot be fetched: 127.0.0.1 does not answer", problem.Message);
    }

    [Fact]
    public async Task Nobody_listening_is_one_line()
    {
        Uri address;
        using (var server = new FileServer(_ => FileReply.Whole(file)))
        {
            address = server.Address;
        }

        var problem = await Assert.ThrowsAsync<DownloadException>(() => Downloader(3).Get(address, Target, null, null, null, CancellationToken.None));
        Assert.StartsWith($"{address} cannot be fetched: no connection to 127.0.0.1: ", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
    }

    private static byte[] Bytes(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private Download Downloader(int attempts) => new(client) { Attempts = attempts, Pause = TimeSpan.Zero };

    private Task<bool> Get(
        FileServer server, long? bytes, string? sha256, IProgress<DownloadProgress>? progress = null, int attempts = 4, CancellationToken cancellation = default) =>
        Downloader(attempts).Get(server.Address, Target, bytes, sha256, progress, cancellation);

    private sealed class Heard(Action<DownloadProgress>? then = null) : IProgress<DownloadProgress>
    {
        public DownloadProgress Last { get; private set; }

        public void Report(DownloadProgress value)
        {
            Last = value;
            then?.Invoke(value);
        }
    }
}
