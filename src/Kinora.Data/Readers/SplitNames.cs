namespace Kinora.Data.Readers;

/// <summary>How data sets call their parts.</summary>
internal static class SplitNames
{
    /// <summary>The parts, by the names Kinora gives them.</summary>
    public static readonly string[] All = ["train", "val", "test"];

    /// <summary>Kinora's name for a part, from the name of a folder, a CSV file or a cell; null where it names no part.</summary>
    public static string? Parse(string name) => name.ToLowerInvariant() switch
    {
        "train" => "train",
        "val" or "valid" or "validate" or "validation" => "val",
        "test" => "test",
        _ => null,
    };

    /// <summary>The names that a part's folder may have.</summary>
    public static IEnumerable<string> Folders(string part) => part == "val" ? ["val", "valid", "validate", "validation"] : [part];
}
