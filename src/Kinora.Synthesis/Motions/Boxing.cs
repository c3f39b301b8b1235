using System.Numerics;
using Kinora.Synthesis.Figures;
using Kinora.Video.Sampling;

namespace Kinora.Synthesis.Motions;

/// <summary>Shadow boxing: fists before the chin, each in turn thrust straight forward from the shoulder, the trunk turning with it.</summary>
internal sealed class Boxing : Motion
{
    private const float Fist = 0.6f;

    private readonly Skeleton skeleton;
    private readonly Standing stance;
    private readonly float punch;
    private readonly float start;
    private readonly float reach;
    private readonly float guardHeight;
    private readonly float guardAhead;
    private readonly float twist;
    private readonly float bob;
    private readonly float aim;

    /// <param name="skeleton">Whose body.</param>
    /// <param name="person">The person's draw for this action.</param>
    /// <param name="take">The take's draw.</param>
    public Boxing(Skeleton skeleton, ClipDraw person, ClipDraw take)
    {
        this.skeleton = skeleton;
        var lead = person.Sign("lead");
        stance = new Standing
        {
            Skeleton = skeleton,
            HalfWidth = person.Between("width", 0.08, 0.14),
            Stagger = lead * person.Between("stagger", 0.1, 0.42),
            Crouch = person.Between("crouch", 0.015, 0.05),
            Sway = 0.015f,
            Phase = take.Between("phase", 0, 6.28),
        };
        punch = person.Between("punch", 0.34, 0.58) * take.Between("tempo", 0.92, 1.08);
        start = take.Between("start", 0, 2 * punch);
        reach = person.Between("reach", 0.93, 0.99);
        guardHeight = person.Between("guard height", -0.05, 0.06);
        guardAhead = person.Between("guard ahead", 0.20, 0.27);
        twist = person.Between("twist", 0.2, 0.5);
        bob = person.Between("bob", 0, 0.014);
        aim = person.Between("aim", -0.06, 0.06);
    }

    /// <summary>How far an arm is stretched at a moment, 0 in guard to 1.</summary>
    public float Thrust(float time, int side)
    {
        const float Share = 0.85f;
        var s = (((time + start) / (2 * punch)) + (side > 0 ? 0 : 0.5f)) % 1;
        // Out quickly and back a little slower.
        var own = (s < 0 ? s + 1 : s) * 2 / Share;
        return own >= 1 ? 0 : MathF.Pow(MathF.Sin(MathF.PI * MathF.Pow(own, 0.85f)), 1.6f);
    }

    public override BodyPose Pose(float time)
    {
        var (left, right) = (Thrust(time, 1), Thrust(time, -1));
        var pose = stance.Pose(time, bob * MathF.Cos(2 * MathF.PI * (time + start) / punch));
        pose.Twist = twist * (right - left);
        pose.PelvisYaw = 0.35f * pose.Twist;
        pose.Lean = 0.07f + (0.05f * MathF.Max(left, right));
        pose.Nod = 0.08f;
        pose.LeftArm = Arm(pose, 1, left);
        pose.RightArm = Arm(pose, -1, right);
        return pose;
    }

    private ArmPose Arm(in BodyPose pose, int side, float thrust)
    {
        var shoulder = skeleton.Shoulder(pose, side);
        var scale = skeleton.Height / 1.75f;
        var chest = skeleton.Chest(pose);
        var guard = chest + (scale * new Vector3(side * 0.10f, 0.02f + guardHeight, guardAhead));
        var hit = new Vector3(side * 0.05f * scale, shoulder.Y + (aim * scale), shoulder.Z + (reach * (skeleton.UpperArm + skeleton.Forearm)));
        var arm = skeleton.Arm(pose, side, Vector3.Lerp(guard, hit, thrust), new Vector3(side * 0.55f, -1, -0.1f));
        return arm with { Hand = Fist * arm.Fore };
    }
}
