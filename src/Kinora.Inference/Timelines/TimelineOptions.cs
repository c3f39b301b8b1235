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

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    internal void Check()
    {
        foreach (var (name, seconds) in (ReadOnlySpan<(string, double?)>)[(nameof(Window), Window), (nameof(Step), Step)])
        {
            if (seconds is { } given && !(given > 0))
            {
                throw new ArgumentOutOfRangeException(name, $"{name} is {given} s; expected more than 0");
            }
        }

        if (!(Shortest is null or >= 0) || !(Threshold is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(Shortest), $"Shortest is {Shortest} s and Threshold {Threshold}; expected 0 or more, and 0 to 1");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(Views ?? 1, 1, nameof(Views));
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
    }
}
