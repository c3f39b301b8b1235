namespace Kinora.Data.Loading;

/// <summary>How clips become batches.</summary>
public sealed record ClipLoaderOptions
{
    /// <summary>Sources in a batch, from 1; the last may have fewer.</summary>
    public int BatchSize { get; init => field = Positive(value, nameof(BatchSize)); } = 8;

    /// <summary>Threads that decode, from 1; they never change what a batch holds.</summary>
    public int Workers { get; init => field = Positive(value, nameof(Workers)); } = Environment.ProcessorCount;

    /// <summary>Batches that may be decoded ahead of the one in use, from 1; bounds memory.</summary>
    public int Ahead { get; init => field = Positive(value, nameof(Ahead)); } = 2;

    /// <summary>Whether each epoch has an order of its own, drawn from seed and epoch; for training.</summary>
    public bool Shuffle { get; init; }

    /// <summary>Whether an epoch that is shuffled shows every class as often, clips of small classes more than once and of large ones not all.</summary>
    public bool Balanced { get; init; }

    /// <summary>Whether a last batch with fewer sources is left out; batch norm in training cannot take a batch of one.</summary>
    public bool DropLast { get; init; }

    /// <summary>The seed of order, sampling and augmentation.</summary>
    public long Seed { get; init; }

    private static int Positive(int value, string name) => value > 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; expected at least 1");
}
