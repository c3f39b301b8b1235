namespace Kinora.Results.Descriptions;

/// <summary>What a clip is, measured: one that can be read, at least in part.</summary>
public sealed record DescribedClip
{
    /// <summary>Its path below the data's root, with '/'.</summary>
    public required string File { get; init; }

    /// <summary>Its class; null where the data has no labels.</summary>
    public string? Label { get; init; }

    /// <summary><c>train</c>, <c>val</c> or <c>test</c>; null where the data does not say.</summary>
    public string? Split { get; init; }

    /// <summary>Its person, recording or source; null where unknown.</summary>
    public string? Group { get; init; }

    /// <summary>Size of the file.</summary>
    public required long Bytes { get; init; }

    /// <summary>From the first frame to the end of the last.</summary>
    public required double Seconds { get; init; }

    /// <summary>Frames that decoding gives.</summary>
    public required int Frames { get; init; }

    /// <summary>Frames per second, on average where the rate varies.</summary>
    public required double FrameRate { get; init; }

    /// <summary>Whether the time between frames varies.</summary>
    public required bool VariableRate { get; init; }

    /// <summary>Width in pixels of the upright picture.</summary>
    public required int Width { get; init; }

    /// <summary>Height in pixels of the upright picture.</summary>
    public required int Height { get; init; }

    /// <summary>FFmpeg's name of the codec.</summary>
    public required string Codec { get; init; }

    /// <summary>Mean gray of some frames, 0 (black) to 255 (white).</summary>
    public required double Brightness { get; init; }

    /// <summary>Mean difference of gray from one frame to the next, 0 (still) to 255; null where there is one frame only.</summary>
    public double? Motion { get; init; }

    /// <summary>What is wrong with a file that can be read in part; null where nothing is known to be.</summary>
    public string? Warning { get; init; }
}

/// <summary>A file that cannot be read.</summary>
/// <param name="File">Its path below the data's root, with '/'.</param>
/// <param name="Label">Its class; null where the data has no labels.</param>
/// <param name="Split"><c>train</c>, <c>val</c> or <c>test</c>; null where the data does not say.</param>
/// <param name="Reason">What is wrong, in one line.</param>
public sealed record BrokenFile(string File, string? Label, string? Split, string Reason);

/// <summary>Files of the same content, byte for byte.</summary>
/// <param name="Sha256">Of the content, in hexadecimal.</param>
/// <param name="Bytes">Size of each.</param>
/// <param name="Files">Their paths below the data's root.</param>
/// <param name="Labels">Their classes, each once: more than one is a fault of the labels.</param>
/// <param name="Splits">Their splits, each once: more than one is a leak.</param>
public sealed record DuplicateFiles(string Sha256, long Bytes, IReadOnlyList<string> Files, IReadOnlyList<string> Labels, IReadOnlyList<string> Splits);
