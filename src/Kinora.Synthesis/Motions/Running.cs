namespace Kinora.Synthesis.Motions;

/// <summary>Running: long steps with clear flight, knees high, heels near the seat, leaning forward, arms swinging from the shoulder.</summary>
internal static class Running
{
    public static Gait Gait { get; } = new()
    {
        Speed = 4.4f,
        Cadence = 3.0f,
        Duty = 0.265f,
        Ahead = 0.31f,
        StrikePitch = -3,
        PushOff = 52,
        HeelRise = 0.5f,
        KneeLift = 58,
        HeelKick = 112,
        KickAt = 0.42f,
        LiftAt = 0.7f,
        Bounce = -0.030f,
        Lean = 10,
        PelvisTurn = 9,
        ShoulderTurn = 14,
        ArmForward = 32,
        ArmBack = 58,
        Elbow = 92,
        ElbowSwing = 24,
        ArmsOut = 12,
        ArmsIn = 22,
        StepWidth = 0.02f,
    };
}
