using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kinora.Results;

namespace Kinora.Cli.Studies;

/// <summary>What is known of a study so far: <c>trials.json</c> in its folder, written anew after each trial.</summary>
/// <param name="Verb">Which verb it is of: <c>tune</c>, <c>ablate</c>.</param>
/// <param name="Count">Trials there are to be.</param>
/// <param name="Trials">Those that are done.</param>
internal sealed record StudyRecord(string Verb, int Count, IReadOnlyList<TrialRecord> Trials)
{
    private const string FileName = "trials.json";

    /// <summary>How the files of studies are written, and what their verbs print.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>Whether a folder is that of a study.</summary>
    public static bool IsIn(RunFolder folder) => File.Exists(PathIn(folder));

    /// <summary>Reads it.</summary>
    /// <exception cref="ResultsException">There is none, or it cannot be read.</exception>
    public static StudyRecord Load(RunFolder folder)
    {
        try
        {
            return JsonSerializer.Deserialize<StudyRecord>(File.ReadAllText(PathIn(folder)), Json) ?? throw new JsonException("it is null");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ResultsException($"{PathIn(folder)} cannot be read: {error.Message}; tune and ablate write it", error);
        }
    }

    /// <summary>Writes it, whole or not at all.</summary>
    /// <exception cref="ResultsException">It cannot be written.</exception>
    public void Save(RunFolder folder) => AtomicFile.WriteText(PathIn(folder), JsonSerializer.Serialize(this, Json) + "\n");

    private static string PathIn(RunFolder folder) => Path.Combine(folder.Path, FileName);
}
