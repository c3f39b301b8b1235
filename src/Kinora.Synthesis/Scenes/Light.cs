using System.Numerics;

namespace Kinora.Synthesis.Scenes;

/// <summary>One lamp or the sun far away, and light from everywhere.</summary>
internal sealed record Light
{
    /// <summary>Towards the lamp, length 1; y above 0.</summary>
    public required Vector3 Direction { get; init; }

    /// <summary>Strength of the light from everywhere, about 0.4 to 0.9.</summary>
    public required float Ambient { get; init; }

    /// <summary>Strength of the lamp on a surface that faces it, about 0.1 to 0.7.</summary>
    public required float Lamp { get; init; }

    /// <summary>Colour of the lamp, about 1 each.</summary>
    public required Vector3 Tint { get; init; }

    /// <summary>How much of the ground's light a shadow takes, 0 to 1.</summary>
    public required float Shadow { get; init; }

    /// <summary>How soft a shadow's edge is: half its width in metres for each metre between the body and the ground.</summary>
    public required float Softness { get; init; }

    /// <summary>What a surface sends back.</summary>
    /// <param name="colour">Of the surface, RGB, 0 to 1.</param>
    /// <param name="facing">How much it faces the lamp: the cosine, at most 1; below 0 it is turned away.</param>
    /// <param name="upward">How much it faces the sky, -1 to 1.</param>
    public Vector3 On(Vector3 colour, float facing, float upward) =>
        colour * ((Ambient * (0.82f + (0.18f * upward)) * Vector3.One) + (Lamp * MathF.Max(0, facing) * Tint));
}
