using System.Numerics;
using Kinora.Synthesis.Figures;

namespace Kinora.Synthesis.Motions;

/// <summary>Standing on two feet that stay where they are while the body above them sways a little, as nobody stands still.</summary>
internal sealed record Standing
{
    public required Skeleton Skeleton { get; init; }

    /// <summary>Half the distance between the feet sideways, in metres.</summary>
    public required float HalfWidth { get; init; }

    /// <summary>How far the left foot is before the right one, in metres.</summary>
    public float Stagger { get; init; }

    /// <summary>How much lower than straight the hips are, in metres.</summary>
    public float Crouch { get; init; } = 0.003f;

    /// <summary>How far the body sways to each side, in metres.</summary>
    public float Sway { get; init; } = 0.008f;

    /// <summary>Where in the sway the clip begins, in radians.</summary>
    public required float Phase { get; init; }

    /// <summary>A body standing; the arms are left to hang.</summary>
    /// <param name="time">In seconds.</param>
    /// <param name="rise">How much higher than otherwise the hips are, in metres.</param>
    public BodyPose Pose(float time, float rise = 0)
    {
        var pose = new BodyPose
        {
            Pelvis = new Vector3(
                Sway * MathF.Sin((1.9f * time) + Phase),
                Skeleton.HipHeight - Crouch - (0.5f * ((HalfWidth * HalfWidth) + (0.3f * Stagger * Stagger))) + rise,
                0.6f * Sway * MathF.Sin((1.3f * time) + (2 * Phase))),
            Lean = 0.03f + (0.012f * MathF.Sin((1.1f * time) + Phase)),
            SideBend = 0.012f * MathF.Sin((1.6f * time) + (3 * Phase)),
            Look = 0.08f * MathF.Sin((0.9f * time) + (5 * Phase)),
        };
        pose.LeftLeg = Skeleton.Leg(pose, 1, new Vector3(HalfWidth, Skeleton.AnkleHeight, Stagger / 2), 0);
        pose.RightLeg = Skeleton.Leg(pose, -1, new Vector3(-HalfWidth, Skeleton.AnkleHeight, -Stagger / 2), 0);
        pose.LeftArm = ArmPose.Of(1, 0.03f, 0.12f, 0.2f, 0.2f);
        pose.RightArm = ArmPose.Of(-1, 0.03f, 0.12f, 0.2f, 0.2f);
        return pose;
    }
}
