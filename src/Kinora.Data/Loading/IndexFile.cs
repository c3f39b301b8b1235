using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kinora.Data.Loading;

/// <summary>One clip of an index.</summary>
/// <param name="Name">The clip's name below the root.</param>
/// <param name="Bytes">The file's size when it was opened.</param>
/// <param name="Modified">The file's time of change then, in ticks, UTC.</param>
/// <param name="Facts">Reason was learned.</param>
internal sealed record IndexEntry(string Name, long Bytes, long Modified, ClipFacts Facts);

/// <summary>
/// An index on disk: JSON lines. The first names format and root, one follows for each clip, the last holds the SHA-256 of all
/// before it, so that a file that was cut or altered is found out.
/// </summary>
internal static partial class IndexFile
{
    private const int Format = 1;

    /// <summary>Where the index of a root lies in a cache folder.</summary>
    public static string PathOf(string root, string cacheFolder) =>
        Path.Combine(cacheFolder, "index", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(root)))[..16] + ".jsonl");

    /// <summary>Reads an index. Reason is not exactly as it was written is not believed, and the second value says why.</summary>
    public static (IReadOnlyDictionary<string, IndexEntry> Entries, string? Damage) Read(string path, string root)
    {
        var none = new Dictionary<string, IndexEntry>(StringComparer.Ordinal);
        try
        {
            if (!File.Exists(path))
            {
                return (none, null);
            }

            var bytes = File.ReadAllBytes(path);
            var end = bytes.AsSpan().TrimEnd((byte)'\n').LastIndexOf((byte)'\n') + 1;
            var seal = JsonSerializer.Deserialize(bytes.AsSpan(end), Lines.Default.Seal);
            if (seal is null || seal.Sha256 != Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(0, end))))
            {
                return (none, $"the index {path} is damaged and is made anew");
            }

            using var reader = new StreamReader(new MemoryStream(bytes, 0, end));
            var head = JsonSerializer.Deserialize(reader.ReadLine() ?? "", Lines.Default.Head);
            if (head is null || head.Format != Format || head.Root != root)
            {
                return (none, $"the index {path} belongs to another version or folder and is made anew");
            }

            while (reader.ReadLine() is { } line)
            {
                var entry = JsonSerializer.Deserialize(line, Lines.Default.IndexEntry)!;
                none[entry.Name] = entry;
            }

            return (none, null);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return (new Dictionary<string, IndexEntry>(StringComparer.Ordinal), $"the index {path} cannot be read ({e.Message.Split('\n')[0]}) and is made anew");
        }
    }

    /// <summary>Writes an index beside its place and moves it there. Gives the reason where that is not possible, null where it is done.</summary>
    public static string? Write(string path, string root, IEnumerable<IndexEntry> entries)
    {
        var text = new StringBuilder().Append(JsonSerializer.Serialize(new Head(Format, root), Lines.Default.Head)).Append('\n');
        foreach (var entry in entries.OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            text.Append(JsonSerializer.Serialize(entry, Lines.Default.IndexEntry)).Append('\n');
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        var seal = JsonSerializer.SerializeToUtf8Bytes(new Seal(Convert.ToHexStringLower(SHA256.HashData(bytes))), Lines.Default.Seal);
        var temporary = $"{path}.{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(temporary, [.. bytes, .. seal, (byte)'\n']);
            File.Move(temporary, path, overwrite: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            return $"the index of frame counts could not be kept in {Path.GetDirectoryName(path)}: {e.Message}";
        }
    }

    // The reason that matters is why writing failed; a rest that cannot be removed either adds nothing.
    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    internal sealed record Head(int Format, string Root);

    internal sealed record Seal(string Sha256);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Head))]
    [JsonSerializable(typeof(IndexEntry))]
    [JsonSerializable(typeof(Seal))]
    private sealed partial class Lines : JsonSerializerContext;
}
