using System.Text.Json.Serialization;

namespace Kinora.Cli.Verbs;

/// <summary>One file's line in the JSON of <c>predict</c>: predictions, or what was wrong.</summary>
internal sealed record Answer(string File, IReadOnlyList<Guess>? Predictions, string? Error);

/// <summary>A class and its probability.</summary>
internal sealed record Guess(string Label, float Probability);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(List<Answer>))]
internal sealed partial class AnswerJson : JsonSerializerContext;
