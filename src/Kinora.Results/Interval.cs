namespace Kinora.Results;

/// <summary>A rate and the 95 % interval around it, as fractions in [0, 1].</summary>
/// <param name="Value">The rate itself.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="Method">How the interval was made and over what, in words: "Student t over 9 persons".</param>
public sealed record Interval(double Value, double Low, double High, string Method)
{
    /// <summary>In percent: <c>87.8 % (82.1 to 93.4)</c>.</summary>
    public override string ToString() => $"{100 * Value:F1} % ({100 * Low:F1} to {100 * High:F1})";
}
