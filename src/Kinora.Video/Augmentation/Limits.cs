namespace Kinora.Video.Augmentation;

/// <summary>From a lowest to a highest value, both included: <c>0.5..1</c>.</summary>
public readonly record struct Limits
{
    /// <summary>Makes limits.</summary>
    /// <exception cref="ArgumentException">The ends are the wrong way round, or no numbers.</exception>
    public Limits(double low, double high)
    {
        (Low, High) = low <= high && double.IsFinite(low) && double.IsFinite(high)
            ? (low, high)
            : throw new ArgumentException($"{low}..{high} does not run from a lower to a higher number");
    }

    /// <summary>The lowest value.</summary>
    public double Low { get; }

    /// <summary>The highest value.</summary>
    public double High { get; }

    /// <summary>The text form.</summary>
    public override string ToString() => $"{Low}..{High}";

    /// <summary>Passes a value on that lies where it should.</summary>
    internal static double Within(double value, double low, double high, string what) => value >= low && value <= high
        ? value
        : throw new ArgumentException($"{what} is {value}, but lies {(high == double.MaxValue ? $"at {low} or above" : $"from {low} to {high}")}");
}
