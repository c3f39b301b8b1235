using System.Numerics;

namespace Kinora.Synthesis.Scenes;

/// <summary>
/// Where a person is and which way it faces. One who crosses the picture goes on a straight line, leaves it, and comes back the
/// other way after a moment out of sight, as often as the clip is long.
/// </summary>
internal sealed record Track
{
    // Out of sight, to turn round.
    private const float Pause = 0.05f;

    /// <summary>Where the line begins, or where the person stands; y is 0.</summary>
    public required Vector3 Start { get; init; }

    /// <summary>The direction of the first pass, in radians: 0 is away from the camera, pi/2 to the picture's left.</summary>
    public required float Heading { get; init; }

    /// <summary>In metres a second.</summary>
    public float Speed { get; init; }

    /// <summary>From where the person comes into sight to where it leaves, in metres.</summary>
    public float Length { get; init; }

    /// <summary>How far on its way the person is as the clip begins, in metres.</summary>
    public float Begun { get; init; }

    /// <summary>Place and heading at a moment.</summary>
    /// <param name="time">In seconds from the clip's beginning.</param>
    public (Vector3 Origin, float Heading) At(float time)
    {
        if (Speed == 0)
        {
            return (Start, Heading);
        }

        var along = Begun + (Speed * time);
        var whole = Length + (Pause * Speed);
        var pass = MathF.Floor(along / whole);
        var way = along - (pass * whole);
        var isBack = (int)pass % 2 != 0;
        return (Start + ((isBack ? Length - way : way) * Forward(Heading)), Heading + (isBack ? MathF.PI : 0));
    }

    /// <summary>The direction of a heading, length 1.</summary>
    public static Vector3 Forward(float heading) => new(MathF.Sin(heading), 0, MathF.Cos(heading));
}
