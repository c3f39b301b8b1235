using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Kinora.Data.Extraction;

/// <summary>What an output folder was made with. Written first, so that a run that was cut off is gone on with by the same settings only.</summary>
/// <param name="Format">The version of this file's form.</param>
/// <param name="Kind">"frames" or "flow".</param>
/// <param name="Settings">Each setting under the name of its option.</param>
internal sealed record ManifestHead(int Format, string Kind, JsonObject Settings)
{
    public const int KnownFormat = 1;

    /// <summary>The settings that differ, as "quality 80 (now 95)"; none where both are the same.</summary>
    public IReadOnlyList<string> Differences(ManifestHead now) =>
        Kind != now.Kind
            ? [$"{Kind} (now {now.Kind})"]
            : [.. from name in Settings.Concat(now.Settings).Select(pair => pair.Key).Distinct(StringComparer.Ordinal)
                  let before = Text(Settings[name])
                  let after = Text(now.Settings[name])
                  where before != after
                  select $"{name} {before} (now {after})"];

    private static string Text(JsonNode? value) => value?.ToJsonString().Trim('"') ?? "none";
}

/// <summary>What an output folder holds: <c>manifest.json</c>.</summary>
/// <param name="Format">The version of this file's form.</param>
/// <param name="Kind">"frames" or "flow".</param>
/// <param name="Settings">Each setting under the name of its option.</param>
/// <param name="Videos">The videos whose folders are whole, in ordinal order of their names.</param>
/// <param name="Failed">The videos that could not be read, in the same order.</param>
internal sealed record Manifest(int Format, string Kind, JsonObject Settings, IReadOnlyList<ExtractedVideo> Videos, IReadOnlyList<FailedVideo> Failed)
{
    /// <summary>What the folder was made with.</summary>
    [JsonIgnore]
    public ManifestHead Head => new(Format, Kind, Settings);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Manifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;

/// <summary>One line for each.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ManifestHead))]
[JsonSerializable(typeof(ExtractedVideo))]
internal sealed partial class JournalJson : JsonSerializerContext;
