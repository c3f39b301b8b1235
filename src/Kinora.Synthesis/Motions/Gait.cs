using Kinora.Video.Sampling;

namespace Kinora.Synthesis.Motions;

/// <summary>What tells one way of getting along from another, for a person of 1.75 m; angles in degrees.</summary>
internal sealed record Gait
{
    /// <summary>In metres a second.</summary>
    public required float Speed { get; init; }

    /// <summary>Steps a second.</summary>
    public required float Cadence { get; init; }

    /// <summary>Share of the stride for which a foot is on the ground: above one half both feet are at times, below it neither.</summary>
    public required float Duty { get; init; }

    /// <summary>Share of the way over the standing foot that lies before the hip.</summary>
    public required float Ahead { get; init; }

    /// <summary>Pitch of the foot as it lands: toes up when the heel comes first.</summary>
    public required float StrikePitch { get; init; }

    /// <summary>Share of the standing time after which the heel rises.</summary>
    public required float HeelRise { get; init; }

    /// <summary>How far the heel has risen over the toes as the foot leaves the ground.</summary>
    public required float PushOff { get; init; }

    /// <summary>Greatest flexion of the hip.</summary>
    public required float KneeLift { get; init; }

    /// <summary>Greatest flexion of the knee.</summary>
    public required float HeelKick { get; init; }

    /// <summary>Share of the swing after which the knee is bent most.</summary>
    public required float KickAt { get; init; }

    /// <summary>Share of the swing after which the thigh is furthest forward.</summary>
    public required float LiftAt { get; init; }

    /// <summary>Half the rise and fall of the pelvis in metres; positive when it is highest over the standing foot, as in walking.</summary>
    public required float Bounce { get; init; }

    /// <summary>Of the trunk, forward.</summary>
    public required float Lean { get; init; }

    /// <summary>Half the turn of the pelvis about the vertical.</summary>
    public required float PelvisTurn { get; init; }

    /// <summary>Half the turn of the shoulders against it.</summary>
    public required float ShoulderTurn { get; init; }

    /// <summary>How far the upper arm swings forward.</summary>
    public required float ArmForward { get; init; }

    /// <summary>How far it swings back.</summary>
    public required float ArmBack { get; init; }

    /// <summary>Flexion of the elbow, on the average.</summary>
    public required float Elbow { get; init; }

    /// <summary>How much more it bends before the body than behind.</summary>
    public required float ElbowSwing { get; init; }

    /// <summary>How far the upper arms are held from the sides.</summary>
    public required float ArmsOut { get; init; }

    /// <summary>How far the forearms turn across the body.</summary>
    public required float ArmsIn { get; init; }

    /// <summary>Half the distance between the feet's tracks, in metres.</summary>
    public required float StepWidth { get; init; }

    /// <summary>The gait of one person: everything a little off the average, in ways that go together.</summary>
    /// <param name="person">The person's draw for this action.</param>
    /// <param name="pace">Speed over the average; longer and quicker steps share it.</param>
    public Gait Of(ClipDraw person, float pace) => this with
    {
        Speed = Speed * pace,
        Cadence = Cadence * MathF.Sqrt(pace) * person.Around("cadence", 1, 0.03),
        Duty = Duty + person.Around("duty", 0, 0.008),
        Ahead = Ahead + person.Around("ahead", 0, 0.015),
        StrikePitch = StrikePitch + person.Around("strike", 0, 3),
        PushOff = PushOff * person.Around("push", 1, 0.06),
        KneeLift = KneeLift * pace * person.Around("lift", 1, 0.07),
        HeelKick = MathF.Min(128, HeelKick * pace * person.Around("kick", 1, 0.06)),
        Bounce = Bounce * person.Around("bounce", 1, 0.15),
        Lean = Lean + person.Around("lean", 0, 2),
        PelvisTurn = PelvisTurn * person.Around("pelvis", 1, 0.2),
        ShoulderTurn = ShoulderTurn * person.Around("shoulders", 1, 0.25),
        ArmForward = ArmForward * pace * person.Around("arm forward", 1, 0.18),
        ArmBack = ArmBack * pace * person.Around("arm back", 1, 0.18),
        Elbow = Elbow * person.Around("elbow", 1, 0.1),
        ElbowSwing = ElbowSwing * person.Around("elbow swing", 1, 0.2),
        ArmsOut = ArmsOut * person.Around("arms out", 1, 0.25),
        ArmsIn = ArmsIn * person.Around("arms in", 1, 0.25),
        StepWidth = StepWidth * person.Around("step width", 1, 0.2),
    };
}
