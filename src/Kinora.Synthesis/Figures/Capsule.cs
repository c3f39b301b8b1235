using System.Numerics;

namespace Kinora.Synthesis.Figures;

/// <summary>
/// A part of a body: a rod with round ends whose radius goes from one end's to the other's, possibly flattened along one direction,
/// as a trunk is.
/// </summary>
/// <param name="From">The middle of one end, in metres.</param>
/// <param name="To">The middle of the other.</param>
/// <param name="FromRadius">In metres.</param>
/// <param name="ToRadius">In metres.</param>
/// <param name="Colour">RGB, 0 to 1.</param>
internal readonly record struct Capsule(Vector3 From, Vector3 To, float FromRadius, float ToRadius, Vector3 Colour)
{
    /// <summary>The direction in which it is flattened, of length 1.</summary>
    public Vector3 FlatAxis { get; init; }

    /// <summary>Thickness in that direction over breadth, above 0 to 1.</summary>
    public float Flatness { get; init; } = 1;

    /// <summary>Whether it stops at <see cref="To"/> without a round end, as a shirt's hem does.</summary>
    public bool HasHem { get; init; }

    /// <summary>The second colour of stripes around it.</summary>
    public Vector3 Stripes { get; init; } = Colour;
}
