namespace Kinora.Video.Writing;

/// <summary>How x264 encodes.</summary>
public sealed record EncoderOptions
{
    /// <summary>Quality, 0 (lossless) to 51 (worst); 6 more halve the file.</summary>
    public int Crf { get; init; } = 20;

    /// <summary>Pace, <c>ultrafast</c> to <c>veryslow</c>: slower gives smaller files.</summary>
    public string Preset { get; init; } = "medium";

    /// <summary>Threads that encode, from 1; another number gives another file of the same quality.</summary>
    public int Threads { get; init; } = 1;
}
