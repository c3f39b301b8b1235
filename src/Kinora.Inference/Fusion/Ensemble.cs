namespace Kinora.Inference.Fusion;

/// <summary>How several networks answer as one: the arithmetic of <c>kinora fuse</c>.</summary>
/// <param name="Method">How.</param>
/// <param name="Weights">A weight per network for <see cref="FusionMethod.Weighted"/>, a power for <see cref="FusionMethod.Learned"/>; null for the others.</param>
public sealed record Ensemble(FusionMethod Method, IReadOnlyList<double>? Weights = null)
{
    /// <summary>The mean of their probabilities.</summary>
    public static Ensemble Mean { get; } = new(FusionMethod.Sum);

    /// <summary>One answer of several.</summary>
    /// <param name="streams">Of each network the probability of each label. One alone is given back as it is.</param>
    internal float[] Fuse(float[][] streams) => streams is [var only] ? only : FusionRule.Apply(Method, streams, Weights);

    /// <exception cref="ArgumentException">There is not one weight for each network, or they are of no use.</exception>
    internal void Check(int networks)
    {
        var isWeighted = Method is FusionMethod.Weighted or FusionMethod.Learned;
        if (isWeighted != Weights is not null || (Weights is not null && (Weights.Count != networks || Weights.Any(weight => !(weight >= 0 && double.IsFinite(weight))) || Weights.Sum() == 0)))
        {
            throw new ArgumentException(
                $"found {(Weights is null ? "no weights" : $"weights {string.Join(' ', Weights)}")} for {Method.ToString().ToLowerInvariant()} of {networks} networks; " +
                $"expected {(isWeighted ? "one for each, 0 or more, not all 0" : "none")}",
                nameof(networks));
        }
    }
}
