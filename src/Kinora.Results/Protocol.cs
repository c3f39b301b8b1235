using System.Text.Json.Serialization;

namespace Kinora.Results;

/// <summary>What one score stands for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ScoreLevel>))]
public enum ScoreLevel
{
    /// <summary>One clip cut from a video.</summary>
    [JsonStringEnumMemberName("clip")]
    Clip,

    /// <summary>A whole video, its views averaged.</summary>
    [JsonStringEnumMemberName("video")]
    Video,
}

/// <summary>How a score was made; without this it says nothing.</summary>
public sealed record Protocol
{
    /// <summary>Name of the data set.</summary>
    public required string Data { get; init; }

    /// <summary>Which part was measured: "test of split 1", "each person left out in turn".</summary>
    public required string Split { get; init; }

    public required ScoreLevel Level { get; init; }

    /// <summary>Clips taken from each video and averaged.</summary>
    public required int Views { get; init; }

    /// <summary>Crops taken from each clip and averaged.</summary>
    public int Crops { get; init; } = 1;

    /// <summary>Frames of one clip.</summary>
    public required int Frames { get; init; }

    /// <summary>Which data chose the epoch and the settings: "inner split by person", "none".</summary>
    public required string SettingsChosenOn { get; init; }

    /// <summary>Which streams were fused, and how; null for a single model.</summary>
    public string? Fusion { get; init; }

    /// <summary>Number of folds; 1 for a single split.</summary>
    public int Folds { get; init; } = 1;

    /// <summary>What clips are grouped by ("person"), null where unknown.</summary>
    public string? GroupKind { get; init; }

    /// <summary>What is known against the score: "3 of 20 measured clips share their person with a training clip"; null where nothing is.</summary>
    public string? Caution { get; init; }

    /// <summary>What the audit says of the split; null where none was made, as in runs of older versions.</summary>
    public SplitVerdict? Audit { get; init; }
}
