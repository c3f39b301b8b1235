using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Kinora.Results.Descriptions;

namespace Kinora.Results;

/// <summary>How results become JSON: snake_case, absent instead of null, NaN as "NaN"; code made at build time.</summary>
[JsonSerializable(typeof(RunResults))]
[JsonSerializable(typeof(EnvironmentRecord))]
[JsonSerializable(typeof(LogEvent))]
[JsonSerializable(typeof(DataDescription))]
internal sealed partial class ResultsJson : JsonSerializerContext
{
    /// <summary>For files that people open.</summary>
    public static ResultsJson Files { get; } = new(Format(indented: true));

    /// <summary>For one object per line.</summary>
    public static ResultsJson Lines { get; } = new(Format(indented: false));

    public static T Load<T>(string path, JsonTypeInfo<T> type, string origin)
    {
        using var stream = AtomicFile.Read(path, origin);
        try
        {
            return JsonSerializer.Deserialize(stream, type) ?? throw new JsonException("it is null");
        }
        catch (JsonException error)
        {
            throw new ResultsException($"{path} cannot be read: {error.Message}", error);
        }
    }

    private static JsonSerializerOptions Format(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        WriteIndented = indented,
        IndentSize = 2,
        NewLine = "\n",

        // These files are read by people and programs, never pasted into a page: names stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}

/// <summary>A matrix of counts, one row per line.</summary>
internal sealed class MatrixConverter : JsonConverter<int[][]>
{
    public override int[][] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var rows = new List<int[]>();
        Expect(reader.TokenType == JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(reader.TokenType == JsonTokenType.StartArray);
            var row = new List<int>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                Expect(reader.TokenType == JsonTokenType.Number);
                row.Add(reader.GetInt32());
            }

            rows.Add([.. row]);
        }

        return [.. rows];
    }

    public override void Write(Utf8JsonWriter writer, int[][] value, JsonSerializerOptions options)
    {
        // The writer would put every number on a line of its own.
        var line = options.WriteIndented ? $"\n{new string(' ', writer.CurrentDepth * options.IndentSize)}" : "";
        var indent = options.WriteIndented ? new string(' ', options.IndentSize) : "";
        var rows = value.Select(row => $"{line}{indent}[{string.Join(", ", row)}]");
        writer.WriteRawValue($"[{string.Join(',', rows)}{line}]");
    }

    private static void Expect(bool holds)
    {
        if (!holds)
        {
            throw new JsonException("expected a matrix: rows of whole numbers");
        }
    }
}
