using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Kinora.Cli.Tests;

/// <summary>Bytes sent over a socket as they are, HTTP or not.</summary>
internal static partial class RawRequest
{
    /// <summary>What every request is answered or closed within. The longest that a request may ask to wait is 60 seconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Sends a request in pieces, and ends sending once the answer does not come by itself.</summary>
    /// <returns>The answer; empty where the server hung up, as it may on bytes that are no HTTP.</returns>
    /// <exception cref="TimeoutException">Neither came in time.</exception>
    public static async Task<string> Send(Uri address, IEnumerable<byte[]> pieces, TimeSpan quiet)
    {
        using var socket = new TcpClient { NoDelay = true };
        var reading = await Begin(socket, address, pieces, answer => false);
        if (await Task.WhenAny(reading, Task.Delay(quiet)) != reading)
        {
            Finish(socket);
        }

        return await reading;
    }

    /// <summary>Sends a part of a request, then nothing, and goes on waiting.</summary>
    /// <inheritdoc cref="Send" path="/returns|/exception"/>
    public static async Task<string> Hold(Uri address, byte[] part)
    {
        using var socket = new TcpClient { NoDelay = true };
        return await await Begin(socket, address, [part], answer => answer.IndexOf("\r\n\r\n"u8) >= 0);
    }

    /// <summary>Sends a part of a request, and a little later resets the connection.</summary>
    public static async Task Break(Uri address, byte[] part, TimeSpan later)
    {
        using var socket = new TcpClient { NoDelay = true, LingerState = new LingerOption(enable: true, seconds: 0) };
        await Begin(socket, address, [part], answer => false);
        await Task.Delay(later);
    }

    /// <summary>The status of an answer; 0 where there is none.</summary>
    public static int StatusOf(string answer) => Status().Matches(answer).Select(match => int.Parse(match.Groups[1].ValueSpan, provider: null)).FirstOrDefault(status => status != 100);

    private delegate bool IsEnough(ReadOnlySpan<byte> answer);

    private static async Task<Task<string>> Begin(TcpClient socket, Uri address, IEnumerable<byte[]> pieces, IsEnough isEnough)
    {
        await socket.ConnectAsync(address.Host, address.Port);
        var stream = socket.GetStream();
        var reading = Read(stream, isEnough);
        try
        {
            foreach (var piece in pieces)
            {
                await stream.WriteAsync(piece).AsTask().WaitAsync(Patience);
                await Task.Yield();
            }
        }
        catch (IOException)
        {
            // It hung up; what it said before is in the answer.
        }

        return reading;
    }

    private static async Task<string> Read(NetworkStream stream, IsEnough isEnough)
    {
        using var patience = new CancellationTokenSource(Patience);
        var answer = new MemoryStream();
        var buffer = new byte[1 << 16];
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer, patience.Token)) > 0)
            {
                answer.Write(buffer, 0, read);
                if (isEnough(answer.GetBuffer().AsSpan(0, (int)answer.Length)))
                {
                    break;
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It hung up, or we did.
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"neither answered nor closed within {Patience.TotalSeconds} s; said so far: {Encoding.Latin1.GetString(answer.ToArray())}", e);
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }

    private static void Finish(TcpClient socket)
    {
        try
        {
            socket.Client.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // Hung up already.
        }
    }

    [GeneratedRegex(@"(?:^|\n)HTTP/1\.1 ([0-9]{3})")]
    private static partial Regex Status();
}
