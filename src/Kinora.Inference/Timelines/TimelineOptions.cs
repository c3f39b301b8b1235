namespace Kinora.Inference.Timelines;

/// <summary>How a video is looked along. Whatever is null is found out by itself.</summary>
public sealed record TimelineOptions
{
    /// <summary>Seconds of a window, above 0; null for as long as the network's clip lasts, or 2 where it is spread over whatever it is given.</summary>
    public double? Window { get; init; }

    /// <summary>Seconds from one window to the next, above 0; null for half a window.</summary>
    public double? Step { get; init; }

    /// <summary>Shorter segments are joined to the neighbour whose label is the more probable in them, in seconds; null for a window.</summary>
    public double? Shortest { get; init; }

    /// <summary>The least probability of a segment's label, from 0 to 1; what stays below has none.</summary>
    public double Threshold { get; init; }

    /// <summary>Clips of each window whose probabilities are averaged, from 1; null for the checkpoint's own number.</summary>
    public int? Views { get; init; }

    /// <summary>Windows that go through the network at once, from 1. More need more memory; on a graphics card they take less time.</summary>
    public int BatchSize { get; init; } = 1;
}
