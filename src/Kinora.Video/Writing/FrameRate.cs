namespace Kinora.Video.Writing;

/// <summary>Frames per second as a fraction, as video files store it: 30000/1001 for what people call 29.97.</summary>
public readonly record struct FrameRate(int Numerator, int Denominator = 1)
{
    /// <summary>The fraction for a rate in frames per second: a whole number, one of television's (n x 1000/1001), or to a thousandth.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not between 0.001 and 1000.</exception>
    public static FrameRate Of(double framesPerSecond)
    {
        if (!(framesPerSecond is >= 0.001 and <= 1000))
        {
            throw new ArgumentOutOfRangeException(nameof(framesPerSecond), $"{framesPerSecond} frames per second; expected 0.001 to 1000");
        }

        var whole = (int)Math.Round(framesPerSecond);
        if (Math.Abs(framesPerSecond - whole) < 5e-4)
        {
            return new FrameRate(whole);
        }

        var television = (int)Math.Round(framesPerSecond * 1.001);
        return Math.Abs(framesPerSecond - (television / 1.001)) < 5e-3
            ? new FrameRate(television * 1000, 1001)
            : new FrameRate((int)Math.Round(framesPerSecond * 1000), 1000);
    }

    /// <summary>E.g. <c>30000/1001</c>.</summary>
    public override string ToString() => $"{Numerator}/{Denominator}";
}
