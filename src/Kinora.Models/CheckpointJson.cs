using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kinora.Models;

/// <summary>How the JSON inside a checkpoint is written: snake_case, enums by name, unknown keys refused.</summary>
internal static class CheckpointJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };
}
