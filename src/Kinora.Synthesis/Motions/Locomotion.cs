using System.Numerics;
using Kinora.Synthesis.Figures;

namespace Kinora.Synthesis.Motions;

/// <summary>
/// Walking, jogging or running. The standing foot is nailed to the ground (it rolls over heel, sole and ball) and the leg above it
/// follows, so feet never slide; the swinging leg goes through its greatest bends on smooth curves that begin and end as the
/// standing one does.
/// </summary>
internal sealed class Locomotion : Motion
{
    // Straight legs look stiff, and numbers near the end of reach jump.
    private const float Reach = 0.995f;
    private const int Samples = 48;

    // The pelvis is highest (walking) or lowest (running) a little before it passes over the foot.
    private const float Early = 0.03f;

    private readonly Skeleton skeleton;
    private readonly Gait gait;
    private readonly float stride;
    private readonly float pelvisHeight;
    private readonly float phase;
    private readonly Curve hip;
    private readonly Curve knee;
    private readonly Curve ankle;
    private readonly float liftOffAbduction;
    private readonly float landingAbduction;

    /// <param name="skeleton">Whose legs.</param>
    /// <param name="gait">The way to get along.</param>
    /// <param name="phase">Where in the stride the clip begins, 0 to 1.</param>
    public Locomotion(Skeleton skeleton, Gait gait, float phase)
    {
        this.skeleton = skeleton;
        this.gait = gait;
        this.phase = phase;
        // Long legs step longer and slower (Froude's number stays the same).
        var scale = MathF.Sqrt(skeleton.HipHeight / 0.93f);
        Speed = gait.Speed * scale;
        stride = 2 * scale / gait.Cadence;
        pelvisHeight = Height();

        var (off, landed) = (Standing(gait.Duty), Standing(0));
        var swing = 1 - gait.Duty;
        const float Step = 0.01f;
        var (before, after) = (Standing(gait.Duty - Step), Standing(Step));
        hip = new Curve(Slope(before.Hip, off.Hip), 0, (0, off.Hip), (gait.LiftAt, MathF.Max(Degrees(gait.KneeLift), landed.Hip + 0.02f)), (1, landed.Hip));
        // A knee that is still stretching as the foot leaves the ground must not pass the straight leg.
        knee = new Curve(MathF.Max(Slope(before.Knee, off.Knee), -4 * off.Knee / gait.KickAt), 0, (0, off.Knee), (gait.KickAt, Degrees(gait.HeelKick)), (1, landed.Knee));
        ankle = new Curve(0, 0, (0, off.FootPitch - off.Shin), (0.5f, Degrees(-6)), (1, landed.FootPitch - landed.Shin));
        (liftOffAbduction, landingAbduction) = (off.Abduction, landed.Abduction);

        float Slope(float from, float to) => (to - from) / Step * swing;
    }

    public override float Speed { get; }

    /// <summary>Where in the stride a moment is, 0 to 1 from one landing of the left foot to the next.</summary>
    public float PhaseAt(float time) => Fraction((time / stride) + phase);

    /// <summary>Whether a foot is on the ground.</summary>
    public bool IsStanding(float time, int side) => Fraction(PhaseAt(time) + (side > 0 ? 0 : 0.5f)) < gait.Duty;

    public override BodyPose Pose(float time)
    {
        var at = PhaseAt(time);
        var pose = Trunk(at);
        pose.LeftLeg = Leg(at);
        pose.RightLeg = Leg(Fraction(at + 0.5f));
        pose.LeftArm = Arm(1, Fraction(at + 0.5f));
        pose.RightArm = Arm(-1, at);
        return pose;
    }

    private static float Fraction(float x) => x - MathF.Floor(x);

    private static float Wave(float cycles) => MathF.Cos(2 * MathF.PI * cycles);

    private BodyPose Trunk(float at)
    {
        var middle = gait.Duty / 2;
        return new BodyPose
        {
            Pelvis = new Vector3(0.6f * gait.StepWidth * Wave(at - middle), pelvisHeight + Rise(at), 0),
            PelvisYaw = -Degrees(gait.PelvisTurn) * Wave(at),
            PelvisRoll = Degrees(0.4f * gait.PelvisTurn) * Wave(at - middle),
            Lean = Degrees(gait.Lean) + (Degrees(1.5f) * Wave(2 * (at - 0.1f))),
            Twist = Degrees(gait.ShoulderTurn) * Wave(at - 0.02f),
            SideBend = -Degrees(1.5f) * Wave(at - middle),
            Nod = -Degrees(1) * Wave(2 * at),
        };
    }

    private float Rise(float at) => gait.Bounce * Wave(2 * (at + Early - (gait.Duty / 2)));

    // The highest pelvis from which the standing leg reaches the ground at every moment.
    private float Height()
    {
        var highest = skeleton.HipHeight;
        var reach = (skeleton.Thigh + skeleton.Shank) * Reach;
        for (var i = 0; i <= Samples; i++)
        {
            var at = gait.Duty * i / Samples;
            var way = Ankle(at, Pitch(at)) - skeleton.Hip(Trunk(at), 1);
            var level = (way.X * way.X) + (way.Z * way.Z);
            // With pelvisHeight still 0, way.Y is how much too high the ankle is.
            highest = MathF.Min(highest, way.Y + MathF.Sqrt(MathF.Max(0, (reach * reach) - level)));
        }

        return highest;
    }

    private LegPose Leg(float at)
    {
        if (at < gait.Duty)
        {
            return Standing(at);
        }

        var s = (at - gait.Duty) / (1 - gait.Duty);
        var (thigh, bend) = (hip.At(s), knee.At(s));
        var leg = new LegPose(thigh, float.Lerp(liftOffAbduction, landingAbduction, s), bend, thigh - bend + ankle.At(s));
        return Cleared(leg, at);
    }

    private LegPose Standing(float at)
    {
        var pitch = Pitch(at);
        return skeleton.Leg(Trunk(at), 1, Ankle(at, pitch), pitch);
    }

    // A swinging foot that would dip into the ground is lifted over it.
    private LegPose Cleared(LegPose leg, float at)
    {
        var trunk = Trunk(at) with { LeftLeg = leg };
        trunk.LeftArm = ArmPose.Of(1, 0, 0, 0, 0);
        var foot = LimbJoints.Of(skeleton, trunk, 1);
        var s = (at - gait.Duty) / (1 - gait.Duty);
        // Both ends of the swing touch the ground.
        var clearance = 0.015f * MathF.Sin(MathF.PI * s) * skeleton.Height / 1.75f;
        return foot.SoleHeight >= clearance ? leg : skeleton.Leg(trunk, 1, foot.Ankle + new Vector3(0, clearance - foot.SoleHeight, 0), leg.FootPitch);
    }

    // Of the standing foot: it comes down on the heel, is flat, and rises on its ball.
    private float Pitch(float at)
    {
        const float Flat = 0.16f;
        var s = at / gait.Duty;
        return s < Flat ? Degrees(gait.StrikePitch) * (1 - (s / Flat)) * (1 - (s / Flat))
            : s < gait.HeelRise ? 0
            : -Degrees(gait.PushOff) * MathF.Pow((s - gait.HeelRise) / (1 - gait.HeelRise), 1.7f);
    }

    // Of the left foot standing, relative to the path below the pelvis.
    private Vector3 Ankle(float at, float pitch)
    {
        var travel = Speed * stride * gait.Duty;
        var flat = (gait.Ahead * travel) - (Speed * stride * at);
        var (sin, cos) = MathF.SinCos(pitch);
        var pivot = pitch > 0 ? -skeleton.HeelBack : skeleton.BallAhead;
        // From the heel or ball back along the turned sole, then up to the ankle.
        return new Vector3(
            gait.StepWidth,
            (-pivot * sin) + (skeleton.AnkleHeight * cos),
            flat + pivot - (pivot * cos) - (skeleton.AnkleHeight * sin));
    }

    // An arm swings as the other leg does.
    private ArmPose Arm(int side, float at)
    {
        var swing = Wave(at - 0.03f);
        var flexion = (0.5f * (gait.ArmForward - gait.ArmBack)) + (0.5f * (gait.ArmForward + gait.ArmBack) * swing);
        return ArmPose.Of(
            side,
            Degrees(flexion + (0.5f * gait.Lean)),
            Degrees(gait.ArmsOut),
            Degrees(gait.Elbow + (0.5f * gait.ElbowSwing * swing)),
            Degrees(gait.ArmsIn * (0.6f + (0.4f * swing))));
    }
}
