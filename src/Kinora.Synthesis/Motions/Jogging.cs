namespace Kinora.Synthesis.Motions;

/// <summary>Jogging: short springing steps, a little flight, knees and heels low, forearms held level with small swings.</summary>
internal static class Jogging
{
    public static Gait Gait { get; } = new()
    {
        Speed = 2.35f,
        Cadence = 2.65f,
        Duty = 0.36f,
        Ahead = 0.31f,
        StrikePitch = 10,
        PushOff = 46,
        HeelRise = 0.54f,
        KneeLift = 33,
        HeelKick = 78,
        KickAt = 0.38f,
        LiftAt = 0.7f,
        Bounce = -0.033f,
        Lean = 4,
        PelvisTurn = 5,
        ShoulderTurn = 9,
        ArmForward = 6,
        ArmBack = 34,
        Elbow = 88,
        ElbowSwing = 10,
        ArmsOut = 14,
        ArmsIn = 32,
        StepWidth = 0.03f,
    };
}
