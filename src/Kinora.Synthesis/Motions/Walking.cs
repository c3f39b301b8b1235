namespace Kinora.Synthesis.Motions;

/// <summary>Walking: one foot always on the ground, the heel lands first, arms nearly straight.</summary>
internal static class Walking
{
    public static Gait Gait { get; } = new()
    {
        Speed = 1.28f,
        Cadence = 1.85f,
        Duty = 0.61f,
        Ahead = 0.41f,
        StrikePitch = 17,
        PushOff = 58,
        HeelRise = 0.42f,
        KneeLift = 28,
        HeelKick = 62,
        KickAt = 0.3f,
        LiftAt = 0.72f,
        Bounce = 0.023f,
        Lean = 2,
        PelvisTurn = 6,
        ShoulderTurn = 6,
        ArmForward = 18,
        ArmBack = 26,
        Elbow = 18,
        ElbowSwing = 18,
        ArmsOut = 9,
        ArmsIn = 12,
        StepWidth = 0.045f,
    };
}
