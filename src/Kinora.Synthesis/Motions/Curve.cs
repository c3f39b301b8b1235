namespace Kinora.Synthesis.Motions;

/// <summary>
/// A smooth curve through points that never overshoots them (cubic Hermite with the slopes of Fritsch and Carlson, 1980): a knee that
/// is given its greatest bend bends no further.
/// </summary>
internal sealed class Curve
{
    private readonly (float At, float Value)[] points;
    private readonly float[] slopes;

    /// <param name="startSlope">Slope at the first point.</param>
    /// <param name="endSlope">Slope at the last point.</param>
    /// <param name="points">At least two, at rising places.</param>
    public Curve(float startSlope, float endSlope, params (float At, float Value)[] points)
    {
        this.points = points;
        slopes = new float[points.Length];
        slopes[0] = Limited(startSlope, Secant(0));
        slopes[^1] = Limited(endSlope, Secant(points.Length - 2));
        for (var i = 1; i < points.Length - 1; i++)
        {
            var (before, after) = (Secant(i - 1), Secant(i));
            slopes[i] = before * after <= 0 ? 0 : 2 * before * after / (before + after);
        }
    }

    /// <summary>The value at a place; before the first and after the last point it stays as there.</summary>
    public float At(float place)
    {
        var i = 0;
        while (i < points.Length - 2 && place > points[i + 1].At)
        {
            i++;
        }

        var (from, to) = (points[i], points[i + 1]);
        var width = to.At - from.At;
        var s = Math.Clamp((place - from.At) / width, 0, 1);
        var (s2, s3) = (s * s, s * s * s);
        return (((2 * s3) - (3 * s2) + 1) * from.Value) + ((s3 - (2 * s2) + s) * width * slopes[i])
            + (((3 * s2) - (2 * s3)) * to.Value) + ((s3 - s2) * width * slopes[i + 1]);
    }

    private float Secant(int i) => (points[i + 1].Value - points[i].Value) / (points[i + 1].At - points[i].At);

    // A slope against the way to the next point is a real overshoot (a leg that still swings back); three times the secant is the
    // most that keeps the curve within bounds otherwise.
    private static float Limited(float slope, float secant) => Math.Clamp(slope, -3 * MathF.Abs(secant), 3 * MathF.Abs(secant));
}
