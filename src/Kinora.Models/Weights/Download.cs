using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Kinora.Models.Weights;

/// <summary>
/// Fetches a file so that it is there whole and right, or not at all. Bytes go to <c>FILE.partial</c>, which an interrupted
/// download leaves for the next one to go on with: the server is asked for the rest, on the condition that the file is still
/// the one begun (its tag or date lies in <c>FILE.partial.tag</c>); else it starts over.
/// </summary>
/// <param name="client">Asks the servers.</param>
public sealed class Download(HttpClient client)
{
    private const int Chunk = 1 << 17;

    /// <summary>Attempts in a row that bring no byte before it gives up, at least 1.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>Wait after the first failed attempt; doubled with every further one.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Silence after which a connection counts as broken.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Fetches a file, unless it is there and right.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="path">Where it shall be; folders are made.</param>
    /// <param name="bytes">Its size; null where unknown.</param>
    /// <param name="sha256">The first digits, or all, of its SHA-256 in hexadecimal; null where unknown.</param>
    /// <param name="progress">Hears of bytes as they come.</param>
    /// <param name="cancellation">Stops; what has come stays for the next time.</param>
    /// <returns>Whether anything had to be fetched.</returns>
    /// <exception cref="DownloadException">The server cannot be reached or has no such file, or the file is not what it should be.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task<bool> Get(Uri address, string path, long? bytes, string? sha256, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        if (File.Exists(path) && await Fault(path, bytes, sha256, cancellation).ConfigureAwait(false) is null)
        {
            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var partial = new PartialFile(path + ".partial");
        await Fetch(address, partial, progress, cancellation).ConfigureAwait(false);
        if (await Fault(partial.Path, bytes, sha256, cancellation).ConfigureAwait(false) is { } fault)
        {
            partial.Delete();
            throw new DownloadException($"{address} gave another file than expected: {fault}; it was removed: try again, and if it stays so the file has changed or something between here and there changes it");
        }

        partial.MoveTo(path);
        return true;
    }

    private async Task Fetch(Uri address, PartialFile partial, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        for (var failures = 0; ;)
        {
            var before = partial.Length;
            try
            {
                await Attempt(address, partial, progress, cancellation).ConfigureAwait(false);
                return;
            }
            catch (BrokenConnection broken)
            {
                failures = partial.Length > before ? 1 : failures + 1;
                if (failures >= Attempts)
                {
                    var kept = partial.Length > 0 ? $"; {partial.Length:N0} bytes are kept, the next try goes on from there" : "";
                    throw new DownloadException($"{address} cannot be fetched: {broken.Message}{kept}", broken);
                }
            }

            await Task.Delay(Pause * Math.Pow(2, failures - 1), cancellation).ConfigureAwait(false);
        }
    }

    private async Task Attempt(Uri address, PartialFile partial, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var kept = partial.Tag is null ? 0 : partial.Length;
        if (kept > 0)
        {
            request.Headers.Range = new RangeHeaderValue(kept, null);
            request.Headers.IfRange = RangeConditionHeaderValue.Parse(partial.Tag!);
        }

        using var response = await Send(request, cancellation).ConfigureAwait(false);
        var range = response.Content.Headers.ContentRange;
        switch (response.StatusCode)
        {
            // The file begun is still the one, and the rest comes; or there is no rest, and it came whole the last time.
            case HttpStatusCode.PartialContent when kept > 0 && range?.From == kept:
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable when kept > 0 && range?.Length == kept:
                return;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable when kept > 0:
                partial.Delete();
                throw new BrokenConnection("the server gives another part of the file than was asked for");
            case HttpStatusCode.OK:
                partial.Begin(TagOf(response));
                kept = 0;
                break;
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                throw new BrokenConnection(Answer(response));
            default:
                throw new DownloadException($"{address} cannot be fetched: {Answer(response)}");
        }

        var total = response.Content.Headers.ContentLength + kept;
        await Receive(response, partial, total, progress, cancellation).ConfigureAwait(false);
        if (total is { } whole && partial.Length != whole)
        {
            throw new BrokenConnection($"the connection ended after {partial.Length:N0} of {whole:N0} bytes");
        }
    }

    private async Task Receive(HttpResponseMessage response, PartialFile partial, long? total, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using var file = partial.Append();
        var chunk = new byte[Chunk];
        while (true)
        {
            int count;
            try
            {
                patience.CancelAfter(Silence);
                count = await body.ReadAsync(chunk, patience.Token).ConfigureAwait(false);
            }
            catch (Exception cause) when (cause is IOException or HttpRequestException)
            {
                throw new BrokenConnection($"the connection broke: {cause.Message}", cause);
            }
            catch (OperationCanceledException cause) when (!cancellation.IsCancellationRequested)
            {
                throw new BrokenConnection($"nothing came for {Silence.TotalSeconds:F0} seconds", cause);
            }

            if (count == 0)
            {
                return;
            }

            // Not cancelled half way: what is in the file is what came.
            await file.WriteAsync(chunk.AsMemory(0, count), CancellationToken.None).ConfigureAwait(false);
            progress?.Report(new DownloadProgress(file.Position, total));
        }
    }

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        }
        catch (HttpRequestException cause) when (cause.HttpRequestError is HttpRequestError.NameResolutionError)
        {
            throw new DownloadException($"{request.RequestUri} cannot be fetched: no server called {request.RequestUri!.Host} is found; is this machine on the network?", cause);
        }
        catch (HttpRequestException cause)
        {
            throw new BrokenConnection($"no connection to {request.RequestUri!.Host}: {cause.Message}", cause);
        }
        catch (OperationCanceledException cause) when (!cancellation.IsCancellationRequested)
        {
            throw new BrokenConnection($"{request.RequestUri!.Host} does not answer", cause);
        }
    }

    /// <summary>What is wrong with a file; null where it is right as far as one can tell.</summary>
    private static async Task<string?> Fault(string path, long? bytes, string? sha256, CancellationToken cancellation)
    {
        var length = new FileInfo(path).Length;
        if (bytes is { } size && length != size)
        {
            return $"it has {length:N0} bytes, expected {size:N0}";
        }

        if (sha256 is null)
        {
            return null;
        }

        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, useAsync: true);
        var sum = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false));
        return sum.StartsWith(sha256, StringComparison.OrdinalIgnoreCase) ? null : $"its SHA-256 is {sum}, expected {sha256}{(sha256.Length < 64 ? "..." : "")}";
    }

    // A weak tag promises less than equal bytes, so it cannot join two halves.
    private static string? TagOf(HttpResponseMessage response) =>
        response.Headers.ETag is { IsWeak: false } tag ? tag.ToString() : response.Content.Headers.LastModified?.ToString("R");

    private static string Answer(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.NotFound
            ? "the server has no such file (404)"
            : $"the server answers {(int)response.StatusCode} {response.ReasonPhrase}";

    /// <summary>An attempt that failed in a way that another may not.</summary>
    private sealed class BrokenConnection(string message, Exception? cause = null) : Exception(message, cause);
}

/// <summary>How far a download is.</summary>
/// <param name="Bytes">Bytes on the disk, those of earlier tries included.</param>
/// <param name="Total">Bytes of the whole file; null where the server does not say.</param>
public readonly record struct DownloadProgress(long Bytes, long? Total);
