using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kinora.Data.Loading;

/// <summary>One file of an index.</summary>
/// <param name="Name">The file's name below the root.</param>
/// <param name="Bytes">The file's size when it was opened.</param>
/// <param name="Modified">The file's time of change then, in ticks, UTC.</param>
/// <param name="Facts">What was learned.</param>
internal sealed record IndexEntry(string Name, long Bytes, long Modified, ClipFacts Facts);

/// <summary>
/// An index on disk: JSON lines. The first names format and root, one follows for each clip, the last holds the SHA-256 of all
/// before it, so that a file that was cut or altered is found out.
/// </summary>
internal static partial class IndexFile
{
    private const int Format = 2;

    /// <summary>Where the index of a root lies in a cache folder.</summary>
    public static string PathOf(string root, string cacheFolder) =>
        Path.Combine(cacheFolder, "index", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(root)))[..16] + ".jsonl");

    /// <summary>Reads an index. What is not exactly as it was written is not believed, and the second value says why.</summary>
    public static (IReadOnlyDictionary<string, IndexEntry> Entries, string? Damage) Read(string path, string root)
    {
        var entries = new Dictionary<string, IndexEntry>(StringComparer.Ordinal);
        try
        {
            if (!File.Exists(path))
            {
                return (entries, null);
            }

            var bytes = File.ReadAllBytes(path);
            var end = bytes.AsSpan().TrimEnd((byte)'\n').LastIndexOf((byte)'\n') + 1;
            var seal = JsonSerializer.Deserialize(bytes.AsSpan(end), Lines.Default.Seal);
            if (seal is null || seal.Sha256 != Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(0, end))))
            {
                return (entries, $"the index {path} is damaged and is made anew");
            }

            var rest = bytes.AsSpan(0, end);
            var head = rest.IsEmpty ? null : JsonSerializer.Deserialize(NextLine(ref rest), Lines.Default.Head);
            if (head is null || head.Format != Format || head.Root != root)
            {
                return (entries, $"the index {path} belongs to another version or folder and is made anew");
            }

            while (!rest.IsEmpty)
            {
                var entry = JsonSerializer.Deserialize(NextLine(ref rest), Lines.Default.IndexEntry)!;
                entries[entry.Name] = entry;
            }

            return (entries, null);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            entries.Clear();
            return (entries, $"the index {path} cannot be read ({e.Message.Split('\n')[0]}) and is made anew");
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

    // Every line ends with a line feed, which JSON never holds.
    private static ReadOnlySpan<byte> NextLine(ref Span<byte> rest)
    {
        var length = rest.IndexOf((byte)'\n');
        var line = rest[..length];
        rest = rest[(length + 1)..];
        return line;
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

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(Head))]
    [JsonSerializable(typeof(IndexEntry))]
    [JsonSerializable(typeof(Seal))]
    private sealed partial class Lines : JsonSerializerContext;
}
