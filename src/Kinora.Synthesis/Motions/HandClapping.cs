using System.Numerics;
using Kinora.Synthesis.Figures;
using Kinora.Video.Sampling;

namespace Kinora.Synthesis.Motions;

/// <summary>Clapping: the hands part to the sides and meet before the chest.</summary>
internal sealed class HandClapping : Motion
{
    private readonly Skeleton skeleton;
    private readonly Standing stance;
    private readonly float period;
    private readonly float start;
    private readonly float open;
    private readonly float height;
    private readonly float ahead;
    private readonly float drop;

    /// <param name="skeleton">Whose body.</param>
    /// <param name="person">The person's draw for this action.</param>
    /// <param name="take">The take's draw.</param>
    public HandClapping(Skeleton skeleton, ClipDraw person, ClipDraw take)
    {
        this.skeleton = skeleton;
        stance = new Standing { Skeleton = skeleton, HalfWidth = person.Between("width", 0.07, 0.18), Phase = take.Between("phase", 0, 6.28) };
        period = person.Between("period", 0.48, 0.95) * take.Between("tempo", 0.93, 1.07);
        start = take.Between("start", 0, 1);
        // Quick claps are small ones.
        open = person.Between("open", 0.2, 0.46) * MathF.Min(1, 0.35f + (0.9f * period));
        height = person.Between("height", -0.34, -0.1);
        ahead = person.Between("ahead", 0.30, 0.40);
        drop = person.Between("drop", -0.1, 0.08);
    }

    /// <summary>How far the hands are apart at a moment, 0 when they meet to 1.</summary>
    public float Apart(float time)
    {
        var wave = 0.5f - (0.5f * MathF.Cos(2 * MathF.PI * ((time / period) + start)));
        // Hands stay together for a moment.
        return MathF.Pow(wave, 1.25f);
    }

    public override BodyPose Pose(float time)
    {
        var pose = stance.Pose(time);
        var apart = Apart(time);
        pose.LeftArm = Arm(pose, 1, apart);
        pose.RightArm = Arm(pose, -1, apart);
        pose.Lean += 0.02f * (1 - apart);
        return pose;
    }

    private ArmPose Arm(in BodyPose pose, int side, float apart)
    {
        var scale = skeleton.Height / 1.75f;
        // Half the thickness of two hands; the fingers lean together more than the wrists.
        var together = 0.045f + (open * apart);
        var wrist = skeleton.Chest(pose) + (scale * new Vector3(
            side * together,
            height + (drop * apart),
            ahead - (0.35f * open * apart * apart)));
        var arm = skeleton.Arm(pose, side, wrist, new Vector3(side * 0.6f, -1, -0.25f));
        // Palm to palm the fingers point up and ahead; they would pass through each other along the forearms.
        return arm with { Hand = Vector3.Normalize(Vector3.Lerp(new Vector3(-side * 0.13f, 0.6f, 0.75f), arm.Fore, 0.6f * apart)) };
    }
}
