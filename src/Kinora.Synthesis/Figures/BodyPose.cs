using System.Numerics;

namespace Kinora.Synthesis.Figures;

/// <summary>
/// All joint angles of a body at one moment, in radians, in the frame of its path: x to the person's left, y up, z forward.
/// </summary>
internal record struct BodyPose
{
    /// <summary>The middle between the hip joints, in metres above and beside the path.</summary>
    public Vector3 Pelvis { get; set; }

    /// <summary>Turn of the pelvis about the vertical; positive brings the right hip forward.</summary>
    public float PelvisYaw { get; set; }

    /// <summary>Tilt of the pelvis; positive lifts the left hip.</summary>
    public float PelvisRoll { get; set; }

    /// <summary>Of the trunk, forward.</summary>
    public float Lean { get; set; }

    /// <summary>Of the trunk, to the right.</summary>
    public float SideBend { get; set; }

    /// <summary>Turn of the shoulders about the trunk; positive brings the right shoulder forward.</summary>
    public float Twist { get; set; }

    /// <summary>Of the head, forward.</summary>
    public float Nod { get; set; }

    /// <summary>Of the head, to the left.</summary>
    public float Look { get; set; }

    public LegPose LeftLeg { get; set; }

    public LegPose RightLeg { get; set; }

    public ArmPose LeftArm { get; set; }

    public ArmPose RightArm { get; set; }

    public readonly Quaternion PelvisTurn() =>
        Quaternion.CreateFromAxisAngle(Vector3.UnitY, PelvisYaw) * Quaternion.CreateFromAxisAngle(Vector3.UnitZ, PelvisRoll);

    public readonly Quaternion TrunkTurn() =>
        Quaternion.CreateFromAxisAngle(Vector3.UnitX, Lean) * Quaternion.CreateFromAxisAngle(Vector3.UnitZ, SideBend);

    public readonly Quaternion ChestTurn() => TrunkTurn() * Quaternion.CreateFromAxisAngle(Vector3.UnitY, Twist);

    public readonly Quaternion HeadTurn() =>
        Quaternion.CreateFromAxisAngle(Vector3.UnitY, Look) * Quaternion.CreateFromAxisAngle(Vector3.UnitX, (0.4f * Lean) + Nod);
}

/// <summary>The angles of a leg, in radians.</summary>
/// <param name="Hip">Flexion: the thigh forward of the vertical.</param>
/// <param name="Abduction">The leg outward of the vertical.</param>
/// <param name="Knee">Flexion, 0 when straight; never negative.</param>
/// <param name="FootPitch">Of the sole against the ground; positive lifts the toes.</param>
internal readonly record struct LegPose(float Hip, float Abduction, float Knee, float FootPitch)
{
    /// <summary>The shank forward of the vertical.</summary>
    public float Shin => Hip - Knee;
}

/// <summary>The directions of an arm's bones, in the frame of the chest.</summary>
/// <param name="Upper">From shoulder to elbow, length 1.</param>
/// <param name="Fore">From elbow to wrist, length 1.</param>
internal readonly record struct ArmPose(Vector3 Upper, Vector3 Fore)
{
    /// <summary>From the wrist to the fingers, as a share of an open hand's length: shorter for a fist.</summary>
    public Vector3 Hand { get; init; } = Fore;

    /// <summary>An arm by its angles, in radians.</summary>
    /// <param name="side">1 for the left, -1 for the right.</param>
    /// <param name="flexion">The upper arm forward of hanging.</param>
    /// <param name="abduction">The upper arm outward.</param>
    /// <param name="elbow">Flexion, 0 when straight.</param>
    /// <param name="inward">How far the bent forearm turns across the body.</param>
    public static ArmPose Of(int side, float flexion, float abduction, float elbow, float inward)
    {
        var (sinFlexion, cosFlexion) = MathF.SinCos(flexion);
        var upper = new Vector3(side * MathF.Sin(abduction), -MathF.Cos(abduction) * cosFlexion, MathF.Cos(abduction) * sinFlexion);
        var bend = (MathF.Cos(inward) * new Vector3(0, sinFlexion, cosFlexion)) - (MathF.Sin(inward) * new Vector3(side, 0, 0));
        bend = Vector3.Normalize(bend - (Vector3.Dot(bend, upper) * upper));
        return new ArmPose(upper, (MathF.Cos(elbow) * upper) + (MathF.Sin(elbow) * bend));
    }
}
