using System.Numerics;

namespace Kinora.Synthesis.Figures;

/// <summary>
/// The lengths between a person's joints in metres, as shares of the height from the tables of Drillis and Contini, and the way from
/// angles to places. Everything stands in the frame of the path: x to the person's left, y up, z the way the person goes.
/// </summary>
internal sealed class Skeleton
{
    /// <param name="height">From sole to crown, in metres.</param>
    /// <param name="legs">Length of the legs over that of the average person, about 1.</param>
    /// <param name="shoulders">Breadth of the shoulders over the average, about 1.</param>
    public Skeleton(float height, float legs = 1, float shoulders = 1)
    {
        Height = height;
        AnkleHeight = 0.04f * height;
        Thigh = 0.245f * height * legs;
        Shank = 0.245f * height * legs;
        Trunk = (0.818f * height) - HipHeight;
        HipHalf = 0.050f * height;
        ShoulderHalf = 0.105f * height * shoulders;
        UpperArm = 0.180f * height;
        Forearm = 0.150f * height;
        Hand = 0.080f * height;
        HeelBack = 0.038f * height;
        BallAhead = 0.075f * height;
        ToeAhead = 0.100f * height;
    }

    public float Height { get; }

    public float AnkleHeight { get; }

    public float Thigh { get; }

    public float Shank { get; }

    /// <summary>From the middle of the hips to the middle of the shoulders.</summary>
    public float Trunk { get; }

    public float HipHalf { get; }

    public float ShoulderHalf { get; }

    public float UpperArm { get; }

    public float Forearm { get; }

    public float Hand { get; }

    /// <summary>Along the sole, from below the ankle.</summary>
    public float HeelBack { get; }

    public float BallAhead { get; }

    public float ToeAhead { get; }

    /// <summary>Of the hip joints, standing straight.</summary>
    public float HipHeight => AnkleHeight + Thigh + Shank;

    /// <summary>The place of a hip joint.</summary>
    /// <param name="pose">Only the pelvis is looked at.</param>
    /// <param name="side">1 for the left, -1 for the right.</param>
    public Vector3 Hip(in BodyPose pose, int side) => pose.Pelvis + Vector3.Transform(new Vector3(side * HipHalf, 0, 0), pose.PelvisTurn());

    /// <summary>The place of a shoulder joint; looks at pelvis and trunk only.</summary>
    public Vector3 Shoulder(in BodyPose pose, int side) => Chest(pose) + Vector3.Transform(new Vector3(side * ShoulderHalf, -0.008f * Height, 0), pose.ChestTurn());

    /// <summary>The middle between the shoulders.</summary>
    public Vector3 Chest(in BodyPose pose) => pose.Pelvis + Vector3.Transform(new Vector3(0, Trunk, 0), pose.TrunkTurn());

    /// <summary>A leg whose ankle is at a place, the knee bent forward; what cannot be reached is pointed at.</summary>
    public LegPose Leg(in BodyPose pose, int side, Vector3 ankle, float footPitch)
    {
        var way = ankle - Hip(pose, side);
        var abduction = MathF.Atan2(side * way.X, -way.Y);
        var down = MathF.Sqrt((way.X * way.X) + (way.Y * way.Y));
        var reach = Math.Clamp(MathF.Sqrt((down * down) + (way.Z * way.Z)), MathF.Abs(Thigh - Shank) + 0.01f, (Thigh + Shank) * 0.9999f);
        var knee = MathF.PI - Triangle(Thigh, Shank, reach);
        return new LegPose(MathF.Atan2(way.Z, down) + Triangle(Thigh, reach, Shank), abduction, knee, footPitch);
    }

    /// <summary>An arm whose wrist is at a place; what cannot be reached is pointed at.</summary>
    /// <param name="pose">Pelvis and trunk are looked at.</param>
    /// <param name="side">1 for the left, -1 for the right.</param>
    /// <param name="wrist">Where the wrist shall be.</param>
    /// <param name="elbow">The way the elbow points, away from the line between shoulder and wrist.</param>
    public ArmPose Arm(in BodyPose pose, int side, Vector3 wrist, Vector3 elbow)
    {
        var way = wrist - Shoulder(pose, side);
        var reach = Math.Clamp(way.Length(), MathF.Abs(UpperArm - Forearm) + 0.02f, (UpperArm + Forearm) * 0.999f);
        var along = Vector3.Normalize(way);
        var across = Vector3.Normalize(elbow - (Vector3.Dot(elbow, along) * along));
        var angle = Triangle(UpperArm, reach, Forearm);
        var upper = (MathF.Cos(angle) * along) + (MathF.Sin(angle) * across);
        var fore = ((reach * along) - (UpperArm * upper)) / Forearm;
        var back = Quaternion.Inverse(pose.ChestTurn());
        return new ArmPose(Vector3.Transform(upper, back), Vector3.Transform(fore, back));
    }

    // The angle between the sides a and b of a triangle whose third side is c.
    private static float Triangle(float a, float b, float c) => MathF.Acos(Math.Clamp(((a * a) + (b * b) - (c * c)) / (2 * a * b), -1, 1));
}
