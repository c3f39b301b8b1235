using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kinora.Models.Weights;

namespace Kinora.Data.Fetching;

/// <summary>Asks Hugging Face which files a repository of data has (<see href="https://huggingface.co/docs/hub/api"/>).</summary>
/// <param name="client">Asks.</param>
/// <param name="hub">The service.</param>
internal sealed partial class HubFiles(HttpClient client, Uri hub)
{
    /// <summary>The files that are data: sizes are published, SHA-256 for large ones.</summary>
    /// <param name="repository">"owner/name".</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="DownloadException">The service cannot be asked, or knows no such repository.</exception>
    /// <exception cref="DataException">The repository has its clips in a form that Kinora does not read.</exception>
    public async Task<IReadOnlyList<PublishedFile>> List(string repository, CancellationToken cancellation)
    {
        var files = new List<PublishedFile>();
        var parquet = 0;
        for (Uri? page = new(hub, $"api/datasets/{repository}/tree/main?recursive=true"); page is not null;)
        {
            var (entries, next) = await Ask(page, cancellation).ConfigureAwait(false);
            foreach (var entry in entries.Where(entry => entry.Type == "file" && !entry.Path.Split('/').Any(part => part.Length == 0 || part[0] == '.')))
            {
                parquet += entry.Path.EndsWith(".parquet", StringComparison.Ordinal) ? 1 : 0;
                var escaped = string.Join('/', entry.Path.Split('/').Select(Uri.EscapeDataString));
                var into = entry.Path.Contains('/') ? entry.Path[..entry.Path.LastIndexOf('/')] : "";
                files.Add(new PublishedFile(new Uri(hub, $"datasets/{repository}/resolve/main/{escaped}"), into, entry.Size, entry.Lfs?.Oid));
            }

            page = next;
        }

        return parquet == 0 ? files : throw new DataException($"{repository} on {hub.Host} keeps its clips in {Words.Count(parquet, "Parquet file")}, which Kinora does not read; take the publisher's own archive");
    }

    private async Task<(Entry[] Entries, Uri? Next)> Ask(Uri page, CancellationToken cancellation)
    {
        try
        {
            using var response = await client.GetAsync(page, cancellation).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw new DownloadException($"{page} cannot be read: the server answers {(int)response.StatusCode} {response.ReasonPhrase}");
            }

            var body = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
            var entries = JsonSerializer.Deserialize(body, Json.Default.EntryArray) ?? [];
            return (entries, Next(response, page));
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            throw new DownloadException($"{page} cannot be read: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new DownloadException($"{page} cannot be read: {page.Host} does not answer", e);
        }
    }

    // Link: <https://...>; rel="next"
    private static Uri? Next(HttpResponseMessage response, Uri page)
    {
        var link = response.Headers.TryGetValues("Link", out var values) ? values.FirstOrDefault(value => value.Contains("rel=\"next\"", StringComparison.Ordinal)) : null;
        return link is not null && link.IndexOf('<') is >= 0 and var start && link.IndexOf('>') is var end && end > start ? new Uri(page, link[(start + 1)..end]) : null;
    }

    internal sealed record Entry(string Type, string Path, long? Size, Lfs? Lfs);

    internal sealed record Lfs(string? Oid);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Entry[]))]
    private sealed partial class Json : JsonSerializerContext;
}
