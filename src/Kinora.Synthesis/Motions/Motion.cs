using Kinora.Synthesis.Figures;

namespace Kinora.Synthesis.Motions;

/// <summary>A way to move: joint angles as functions of time.</summary>
internal abstract class Motion
{
    /// <summary>How fast the person advances along the path, in metres a second; 0 in place.</summary>
    public virtual float Speed => 0;

    /// <summary>All joint angles at a moment.</summary>
    /// <param name="time">In seconds; may be negative.</param>
    public abstract BodyPose Pose(float time);

    /// <summary>Radians of so many degrees.</summary>
    protected static float Degrees(float degrees) => degrees * (MathF.PI / 180);
}
