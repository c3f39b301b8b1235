using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kinora.Training;

/// <summary>What a checkpoint remembers of the run it came from: enough to find the clips it never saw.</summary>
/// <param name="Data">The data set's folder.</param>
/// <param name="Fold">The group left out; empty where there is one fold only.</param>
/// <param name="Options">How it was trained.</param>
/// <param name="Model">The network's options.</param>
public sealed record RunRecipe(string Data, string Fold, TrainingOptions Options, object Model)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>As JSON.</summary>
    public string Write() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads what <see cref="Write"/> wrote; null where a checkpoint carries none.</summary>
    /// <exception cref="TrainingException">The text is no recipe.</exception>
    public static RunRecipe? Read(string json)
    {
        try
        {
            return json.Length == 0 || json == "{}" ? null : JsonSerializer.Deserialize<RunRecipe>(json, Json);
        }
        catch (JsonException e)
        {
            throw new TrainingException($"the recipe in the checkpoint cannot be read: {e.Message}");
        }
    }
}
