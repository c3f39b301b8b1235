using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kinora.Tests;

/// <summary>A web server on this machine for one test: every request is kept, and answered as the test says; then the connection is closed.</summary>
internal sealed class FileServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Func<FileRequest, FileReply> answer;
    private readonly List<FileRequest> requests = [];
    private readonly Task serving;

    public FileServer(Func<FileRequest, FileReply> answer)
    {
        this.answer = answer;
        listener.Start();
        serving = Serve();
    }

    public Uri Address => At("weights.pth");

    public IReadOnlyList<FileRequest> Requests => requests;

    public Uri At(string path) => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/{path}");

    public void Dispose()
    {
        listener.Stop();
        Assert.True(((IAsyncResult)serving).AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(10)), "the server does not end");
    }

    private async Task Serve()
    {
        while (true)
        {
            try
            {
                using var connection = await listener.AcceptTcpClientAsync();
                await using var stream = connection.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                var path = (await reader.ReadLineAsync())?.Split(' ') is [_, var asked, ..] ? asked : "";
                while (await reader.ReadLineAsync() is { Length: > 0 } line)
                {
                    headers[line.Split(": ")[0]] = line.Split(": ", 2)[1];
                }

                var request = new FileRequest(requests.Count, path, headers);
                requests.Add(request);
                var reply = answer(request);
                var lines = reply.Headers.Select(header => $"{header.Key}: {header.Value}\r\n");
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {reply.Status}\r\nConnection: close\r\n{string.Concat(lines)}\r\n"));
                await stream.WriteAsync(reply.Body);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
            catch (IOException)
            {
                // The other side hung up.
            }
        }
    }
}

/// <param name="Number">How many came before it.</param>
/// <param name="Path">What it asks for, from the first '/' on.</param>
/// <param name="Headers">Its headers.</param>
internal sealed record FileRequest(int Number, string Path, IReadOnlyDictionary<string, string> Headers)
{
    public string? Range => Headers.GetValueOrDefault("Range");

    public string? IfRange => Headers.GetValueOrDefault("If-Range");
}

/// <param name="Status">Such as "200 OK".</param>
/// <param name="Headers">Its headers; the length may promise more than comes.</param>
/// <param name="Body">What comes.</param>
internal sealed record FileReply(string Status, Dictionary<string, string> Headers, byte[] Body)
{
    public static FileReply Whole(byte[] file, string? tag = null, int? cutAfter = null) =>
        new("200 OK", Lines(file.Length, tag), file[..(cutAfter ?? file.Length)]);

    public static FileReply Rest(byte[] file, int from, string tag)
    {
        var lines = Lines(file.Length - from, tag);
        lines["Content-Range"] = $"bytes {from}-{file.Length - 1}/{file.Length}";
        return new("206 Partial Content", lines, file[from..]);
    }

    public static FileReply Error(string status) => new(status, Lines(0, null), []);

    private static Dictionary<string, string> Lines(int length, string? tag)
    {
        var lines = new Dictionary<string, string> { ["Content-Length"] = $"{length}" };
        if (tag is not null)
        {
            lines["ETag"] = tag;
        }

        return lines;
    }
}
