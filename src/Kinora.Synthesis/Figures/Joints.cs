using System.Numerics;

namespace Kinora.Synthesis.Figures;

/// <summary>Where the joints of a body are in the world, in metres; y is the height above the ground.</summary>
internal sealed record Joints
{
    public Vector3 Pelvis { get; private init; }

    /// <summary>The middle between the shoulders.</summary>
    public Vector3 Chest { get; private init; }

    /// <summary>The middle of the skull.</summary>
    public Vector3 Head { get; private init; }

    public Vector3 PelvisForward { get; private init; }

    public Vector3 ChestForward { get; private init; }

    public Vector3 HeadForward { get; private init; }

    public Vector3 HeadUp { get; private init; }

    public LimbJoints Left { get; private init; }

    public LimbJoints Right { get; private init; }

    /// <summary>Places a pose in the world.</summary>
    /// <param name="skeleton">Whose bones.</param>
    /// <param name="pose">Its angles.</param>
    /// <param name="origin">Where the path is at that moment, on the ground.</param>
    /// <param name="heading">Of the path about the vertical, in radians: z turns towards x.</param>
    public static Joints Of(Skeleton skeleton, in BodyPose pose, Vector3 origin, float heading)
    {
        var turn = Quaternion.CreateFromAxisAngle(Vector3.UnitY, heading);
        var headTurn = turn * pose.HeadTurn();
        var chest = skeleton.Chest(pose);
        var neck = chest + Vector3.Transform(new Vector3(0, 0.035f * skeleton.Height, 0.005f * skeleton.Height), pose.TrunkTurn());
        return new Joints
        {
            Pelvis = origin + Vector3.Transform(pose.Pelvis, turn),
            Chest = origin + Vector3.Transform(chest, turn),
            Head = origin + Vector3.Transform(neck, turn) + Vector3.Transform(new Vector3(0, 0.082f, 0.016f) * skeleton.Height, headTurn),
            PelvisForward = Vector3.Transform(Vector3.UnitZ, turn * pose.PelvisTurn()),
            ChestForward = Vector3.Transform(Vector3.UnitZ, turn * pose.ChestTurn()),
            HeadForward = Vector3.Transform(Vector3.UnitZ, headTurn),
            HeadUp = Vector3.Transform(Vector3.UnitY, headTurn),
            Left = LimbJoints.Of(skeleton, pose, 1).Moved(origin, turn),
            Right = LimbJoints.Of(skeleton, pose, -1).Moved(origin, turn),
        };
    }
}

/// <summary>The joints of one side.</summary>
/// <param name="Hip">The hip joint.</param>
/// <param name="Knee">The knee.</param>
/// <param name="Ankle">The ankle.</param>
/// <param name="Heel">The sole's rear end.</param>
/// <param name="Ball">The ball of the foot, on the sole.</param>
/// <param name="Toe">The sole's front end; toes bend where they would go into the ground.</param>
/// <param name="Shoulder">The shoulder joint.</param>
/// <param name="Elbow">The elbow.</param>
/// <param name="Wrist">The wrist.</param>
/// <param name="Fingers">The middle of the half-open fingers.</param>
internal readonly record struct LimbJoints(
    Vector3 Hip, Vector3 Knee, Vector3 Ankle, Vector3 Heel, Vector3 Ball, Vector3 Toe, Vector3 Shoulder, Vector3 Elbow, Vector3 Wrist, Vector3 Fingers)
{
    /// <summary>How high the lowest point of the sole is.</summary>
    public float SoleHeight => MathF.Min(Heel.Y, Ball.Y);

    /// <summary>The joints of a side in the frame of the path.</summary>
    public static LimbJoints Of(Skeleton skeleton, in BodyPose pose, int side)
    {
        var leg = side > 0 ? pose.LeftLeg : pose.RightLeg;
        var hip = skeleton.Hip(pose, side);
        var knee = hip + (skeleton.Thigh * Down(leg.Hip, leg.Abduction, side));
        var ankle = knee + (skeleton.Shank * Down(leg.Shin, leg.Abduction, side));
        var (sin, cos) = MathF.SinCos(leg.FootPitch);
        // Feet point outward a little.
        var ahead = new Vector3(side * 0.1f * cos, sin, cos);
        var sole = ankle - (skeleton.AnkleHeight * new Vector3(0, cos, -sin));
        var toe = sole + (skeleton.ToeAhead * ahead);

        var arm = side > 0 ? pose.LeftArm : pose.RightArm;
        var chest = pose.ChestTurn();
        var shoulder = skeleton.Shoulder(pose, side);
        var elbow = shoulder + (skeleton.UpperArm * Vector3.Transform(arm.Upper, chest));
        var wrist = elbow + (skeleton.Forearm * Vector3.Transform(arm.Fore, chest));
        return new LimbJoints(
            hip, knee, ankle, sole - (skeleton.HeelBack * ahead), sole + (skeleton.BallAhead * ahead), toe with { Y = MathF.Max(toe.Y, 0) },
            shoulder, elbow, wrist, wrist + (skeleton.Hand * Vector3.Transform(arm.Hand, chest)));
    }

    public LimbJoints Moved(Vector3 by, Quaternion turn)
    {
        return new(Move(Hip), Move(Knee), Move(Ankle), Move(Heel), Move(Ball), Move(Toe), Move(Shoulder), Move(Elbow), Move(Wrist), Move(Fingers));

        Vector3 Move(Vector3 place) => by + Vector3.Transform(place, turn);
    }

    private static Vector3 Down(float forward, float outward, int side) =>
        new(side * MathF.Sin(outward) * MathF.Cos(forward), -MathF.Cos(outward) * MathF.Cos(forward), MathF.Sin(forward));
}
