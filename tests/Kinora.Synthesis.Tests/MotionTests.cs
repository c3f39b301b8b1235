using System.Numerics;
using Kinora.Synthesis.Figures;
using Kinora.Synthesis.Motions;

namespace Kinora.Synthesis.Tests;

/// <summary>Bodies move as bodies can, and each action as it is done.</summary>
public sealed class MotionTests
{
    public static TheoryData<string> Actions { get; } = new(RenderOptions.AllActions);

    [Theory, MemberData(nameof(Actions))]
    public void Knees_bend_forward_elbows_bend_forward_and_bones_keep_their_lengths(string action)
    {
        foreach (var body in Bodies.Doing(action))
        {
            foreach (var time in Bodies.Moments())
            {
                var joints = body.At(time);
                foreach (var (side, sign) in new[] { (joints.Left, 1), (joints.Right, -1) })
                {
                    Assert.Equal(body.Skeleton.Thigh, Vector3.Distance(side.Hip, side.Knee), 3);
                    Assert.Equal(body.Skeleton.Shank, Vector3.Distance(side.Knee, side.Ankle), 3);
                    Assert.Equal(body.Skeleton.UpperArm, Vector3.Distance(side.Shoulder, side.Elbow), 3);
                    Assert.Equal(body.Skeleton.Forearm, Vector3.Distance(side.Elbow, side.Wrist), 3);
                    var (thigh, shank) = (side.Knee - side.Hip, side.Ankle - side.Knee);
                    // Turning from thigh to shank about the left axis must go backward, up to 135 degrees.
                    Assert.True(Vector3.Cross(thigh, shank).X >= -1e-3f, $"{action} at {time} s: a knee bends backward");
                    Assert.InRange(Angle(thigh, shank), 0, 135);
                    Assert.InRange(Angle(side.Elbow - side.Shoulder, side.Wrist - side.Elbow), 0, 155);
                }
            }
        }
    }

    [Theory]
    [InlineData("walking")]
    [InlineData("jogging")]
    [InlineData("running")]
    [InlineData("boxing")]
    public void Arms_hang_or_bend_with_the_forearm_before_the_upper_arm(string action)
    {
        foreach (var body in Bodies.Doing(action))
        {
            foreach (var pose in Bodies.Moments().Select(body.Motion.Pose))
            {
                foreach (var arm in new[] { pose.LeftArm, pose.RightArm })
                {
                    // About the left axis an elbow only turns from the upper arm forward and up.
                    Assert.True(Vector3.Cross(arm.Upper, arm.Fore).X <= 1e-3f, $"{action}: an elbow bends backward");
                }
            }
        }
    }

    [Theory, MemberData(nameof(Actions))]
    public void No_foot_goes_into_the_ground(string action)
    {
        foreach (var body in Bodies.Doing(action))
        {
            var lowest = Bodies.Moments().Select(body.At).Min(joints => MathF.Min(joints.Left.SoleHeight, joints.Right.SoleHeight));
            Assert.True(lowest > -0.012f, $"{action}: a sole is at {lowest} m");
        }
    }

    [Fact]
    public void Who_walks_always_has_a_foot_on_the_ground_and_who_jogs_or_runs_flies()
    {
        const float OnGround = 0.012f;
        foreach (var body in Bodies.Doing("walking"))
        {
            Assert.All(Bodies.Moments().Select(body.At), joints => Assert.InRange(MathF.Min(joints.Left.SoleHeight, joints.Right.SoleHeight), -OnGround, OnGround));
        }

        var (jogging, running) = (Flight("jogging"), Flight("running"));
        Assert.All(jogging, share => Assert.InRange(share, 0.08, 0.4));
        Assert.All(running, share => Assert.InRange(share, 0.28, 0.6));
        Assert.True(running.Average() > jogging.Average() + 0.1);

        static List<double> Flight(string action) => [.. Bodies.Doing(action).Select(body =>
            Bodies.Moments().Average(time => body.At(time) is var joints && joints.Left.SoleHeight > OnGround && joints.Right.SoleHeight > OnGround ? 1.0 : 0.0))];
    }

    [Theory]
    [InlineData("walking")]
    [InlineData("jogging")]
    [InlineData("running")]
    public void Standing_feet_do_not_slide(string action)
    {
        const float Step = 0.01f;
        foreach (var body in Bodies.Doing(action))
        {
            var gait = (Locomotion)body.Motion;
            foreach (var time in Bodies.Moments().Where(time => gait.IsStanding(time, 1) && gait.IsStanding(time + Step, 1)))
            {
                var (now, next) = (body.At(time).Left, body.At(time + Step).Left);
                // It rolls over heel and ball: one of them stays where it is.
                var slide = MathF.Min(Level(next.Heel - now.Heel), Level(next.Ball - now.Ball));
                Assert.True(slide < 0.004f, $"{action} at {time} s: {100 * slide:F1} cm in a hundredth of a second at {gait.Speed:F1} m/s");
            }
        }

        static float Level(Vector3 way) => new Vector2(way.X, way.Z).Length();
    }

    [Fact]
    public void Jogging_and_running_differ_by_more_than_speed()
    {
        var (walking, jogging, running) = (Measures.Of("walking"), Measures.Of("jogging"), Measures.Of("running"));
        Assert.True(jogging.KneeBend > walking.KneeBend + 8 && running.KneeBend > jogging.KneeBend + 20, $"{walking} {jogging} {running}");
        Assert.True(jogging.ThighLift > walking.ThighLift && running.ThighLift > jogging.ThighLift + 12, $"{walking} {jogging} {running}");
        Assert.True(running.Lean > jogging.Lean + 3, $"{jogging} {running}");
        Assert.True(running.WristSwing > 1.5 * jogging.WristSwing, $"{jogging} {running}");
        Assert.True(jogging.Bounce > 1.2 * walking.Bounce, $"{walking} {jogging}");
        Assert.True(running.StepLength > 1.4 * jogging.StepLength && jogging.StepLength > 1.1 * walking.StepLength, $"{walking} {jogging} {running}");
        Assert.True(walking.StrikePitch > jogging.StrikePitch + 3 && jogging.StrikePitch > running.StrikePitch + 6, $"{walking} {jogging} {running}");
    }

    [Fact]
    public void Clapping_hands_meet_and_part()
    {
        foreach (var body in Bodies.Doing("handclapping"))
        {
            var gaps = Bodies.Moments().Select(body.At).Select(joints => Vector3.Distance(Palm(joints.Left), Palm(joints.Right))).ToList();
            // Each palm is a good 3 cm from the skin.
            Assert.InRange(gaps.Min(), 0.03f, 0.09f);
            Assert.True(gaps.Max() > 0.25f, $"the hands part by {gaps.Max()} m only");
            Assert.InRange(Claps(gaps), 2, 8);
        }

        static Vector3 Palm(LimbJoints side) => (side.Wrist + side.Fingers) / 2;

        static int Claps(List<float> gaps) => Enumerable.Range(1, gaps.Count - 2).Count(i => gaps[i] < 0.12f && gaps[i] <= gaps[i - 1] && gaps[i] < gaps[i + 1]);
    }

    [Fact]
    public void Waving_hands_rise_over_the_head_and_sink_to_the_shoulders()
    {
        var isOneArmed = 0;
        foreach (var body in Bodies.Doing("handwaving"))
        {
            var poses = Bodies.Moments().Select(body.At).ToList();
            var left = poses.Select(joints => joints.Left.Wrist.Y - joints.Head.Y).ToList();
            var right = poses.Select(joints => joints.Right.Wrist.Y - joints.Head.Y).ToList();
            var waving = new[] { left, right }.Where(heights => heights.Max() > 0.1f).ToList();
            Assert.NotEmpty(waving);
            Assert.All(waving, heights => Assert.True(heights.Min() < 0, "the arm does not come down"));
            isOneArmed += waving.Count == 1 ? 1 : 0;
        }

        Assert.InRange(isOneArmed, 1, Bodies.Count / 2);
    }

    [Fact]
    public void Punches_go_straight_forward_from_each_arm_in_turn()
    {
        foreach (var body in Bodies.Doing("boxing"))
        {
            var boxing = (Boxing)body.Motion;
            var arms = new List<int>();
            foreach (var time in Bodies.Moments())
            {
                var (left, right) = (boxing.Thrust(time, 1), boxing.Thrust(time, -1));
                Assert.True(MathF.Min(left, right) < 0.5f, "both arms punch at once");
                if (MathF.Max(left, right) > 0.97f)
                {
                    var joints = body.At(time);
                    var side = left > right ? joints.Left : joints.Right;
                    Assert.True(side.Wrist.Z - side.Shoulder.Z > 0.85f * (body.Skeleton.UpperArm + body.Skeleton.Forearm), "the punch is short");
                    Assert.InRange(side.Wrist.Y - side.Shoulder.Y, -0.12f, 0.12f);
                    if (arms.Count == 0 || arms[^1] != (left > right ? 1 : -1))
                    {
                        arms.Add(left > right ? 1 : -1);
                    }
                }
            }

            Assert.InRange(arms.Count, 4, 12);
        }
    }

    private static double Angle(Vector3 a, Vector3 b) =>
        Math.Acos(Math.Clamp(Vector3.Dot(Vector3.Normalize(a), Vector3.Normalize(b)), -1, 1)) * 180 / Math.PI;

    // Averages over all people; angles in degrees, lengths in metres.
    private sealed record Measures(double KneeBend, double ThighLift, double Lean, double WristSwing, double Bounce, double StepLength, double StrikePitch)
    {
        public static Measures Of(string action)
        {
            List<Measures> all = [.. Bodies.Doing(action).Select(Of)];
            return new Measures(
                all.Average(one => one.KneeBend), all.Average(one => one.ThighLift), all.Average(one => one.Lean), all.Average(one => one.WristSwing),
                all.Average(one => one.Bounce), all.Average(one => one.StepLength), all.Average(one => one.StrikePitch));
        }

        private static Measures Of(Bodies body)
        {
            const double Degrees = 180 / Math.PI;
            var gait = (Locomotion)body.Motion;
            var moments = Bodies.Moments().ToList();
            var poses = moments.Select(body.Motion.Pose).ToList();
            var swing = moments.Select(time => body.At(time) is var joints ? joints.Left.Wrist.Z - joints.Pelvis.Z : 0).ToList();
            var landings = moments.Where(time => gait.IsStanding(time, 1) && !gait.IsStanding(time - 0.01f, 1)).ToList();
            return new Measures(
                poses.Max(pose => pose.LeftLeg.Knee) * Degrees,
                poses.Max(pose => pose.LeftLeg.Hip) * Degrees,
                poses.Average(pose => pose.Lean) * Degrees,
                swing.Max() - swing.Min(),
                poses.Max(pose => pose.Pelvis.Y) - poses.Min(pose => pose.Pelvis.Y),
                gait.Speed * (landings[^1] - landings[0]) / (landings.Count - 1) / 2,
                landings.Average(time => body.Motion.Pose(time).LeftLeg.FootPitch) * Degrees);
        }
    }
}
