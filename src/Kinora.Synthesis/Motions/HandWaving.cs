using Kinora.Synthesis.Figures;
using Kinora.Video.Sampling;

namespace Kinora.Synthesis.Motions;

/// <summary>Waving: arms nearly straight, from the sides up over the head and down again; some people wave with one arm only.</summary>
internal sealed class HandWaving : Motion
{
    private readonly Standing stance;
    private readonly float period;
    private readonly float start;
    private readonly float low;
    private readonly float high;
    private readonly float bend;
    private readonly float bendUp;
    private readonly float forward;
    private readonly float lag;
    private readonly int only;

    /// <param name="skeleton">Whose body.</param>
    /// <param name="person">The person's draw for this action.</param>
    /// <param name="take">The take's draw.</param>
    public HandWaving(Skeleton skeleton, ClipDraw person, ClipDraw take)
    {
        stance = new Standing { Skeleton = skeleton, HalfWidth = person.Between("width", 0.07, 0.2), Phase = take.Between("phase", 0, 6.28) };
        period = person.Between("period", 0.8, 1.5) * take.Between("tempo", 0.93, 1.07);
        start = take.Between("start", 0, 1);
        low = Degrees(person.Between("low", 55, 95));
        high = Degrees(person.Between("high", 148, 172));
        bend = Degrees(person.Between("bend", 4, 28));
        bendUp = Degrees(person.Between("bend up", 0, 26));
        forward = Degrees(person.Between("forward", 2, 22));
        lag = person.Between("lag", -0.04, 0.04);
        only = take.Chance("one arm", 0.25) ? take.Sign("which arm") : 0;
    }

    /// <summary>How high an arm is at a moment, 0 lowest to 1 highest.</summary>
    public float Raised(float time, int side) =>
        0.5f - (0.5f * MathF.Cos(2 * MathF.PI * ((time / period) + start + (side > 0 ? lag : 0))));

    public override BodyPose Pose(float time)
    {
        var pose = stance.Pose(time);
        if (only >= 0)
        {
            pose.LeftArm = Arm(time, 1);
        }

        if (only <= 0)
        {
            pose.RightArm = Arm(time, -1);
        }

        pose.SideBend += only * -0.04f;
        return pose;
    }

    // The arm moves in the body's plane, a little before it; the forearm runs ahead over the head.
    private ArmPose Arm(float time, int side)
    {
        var raised = Raised(time, side);
        var abduction = float.Lerp(low, high, raised);
        var elbow = bend + (bendUp * raised);
        return new ArmPose(Direction(abduction), Direction(abduction + elbow));

        System.Numerics.Vector3 Direction(float angle) => System.Numerics.Vector3.Normalize(
            new(side * MathF.Sin(angle), -MathF.Cos(angle), MathF.Sin(forward) * (0.4f + (0.6f * MathF.Sin(angle)))));
    }
}
