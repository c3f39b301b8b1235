namespace Kinora.Synthesis.Motions;

/// <summary>Jogging: short springing steps, a little flight, knees and heels low, forearms held level with small swings.</summary>
internal static class Jogging
{
    public static Gait Gait { get; } = new()
    {
        Speed = 2.35f, Cadence = 2.6f, Duty = 0.40f, Ahead = 0.40f, StrikePitch = 10, PushOff = 48,
        KneeLift = 33, HeelKick = 78, KickAt = 0.38f, LiftAt = 0.7f, Bounce = -0.034f, Lean = 4, PelvisTurn = 5, ShoulderTurn = 9,
        ArmForward = 6, ArmBack = 34, Elbow = 88, ElbowSwing = 10, ArmsOut = 14, ArmsIn = 32, StepWidth = 0.03f,
    };
}
