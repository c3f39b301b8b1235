namespace Kinora.Inference.Fusion;

/// <summary>How the probabilities of several streams become one.</summary>
public enum FusionMethod
{
    /// <summary>Their mean: the late fusion of Simonyan and Zisserman, https://arxiv.org/abs/1406.2199.</summary>
    Sum,

    /// <summary>Their weighted mean.</summary>
    Weighted,

    /// <summary>The largest, class by class, scaled to the sum 1.</summary>
    Max,

    /// <summary>Their product, each raised to a power of its own.</summary>
    Learned,
}
