namespace Kinora.Results.Statistics;

/// <summary>Student's t distribution with a whole number of degrees of freedom.</summary>
public static class StudentT
{
    /// <summary>
    /// The probability that |t| stays below <paramref name="t"/>, by the finite series of Abramowitz and Stegun,
    /// 26.7.3 and 26.7.4 (<see href="https://personal.math.ubc.ca/~cbm/aands/page_948.htm"/>).
    /// </summary>
    public static double Within(double t, int degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degreesOfFreedom, 1);
        var angle = Math.Atan(t / Math.Sqrt(degreesOfFreedom));
        var (sine, cosine) = Math.SinCos(angle);
        var odd = degreesOfFreedom % 2 == 1;

        // Odd: cos + 2/3 cos^3 + 2*4/(3*5) cos^5 + … up to cos^(n-2). Even: 1 + 1/2 cos^2 + 1*3/(2*4) cos^4 + … up to cos^(n-2).
        var term = odd ? cosine : 1;
        var sum = 0.0;
        for (var power = odd ? 1 : 0; power <= degreesOfFreedom - 2; power += 2)
        {
            sum += term;
            term *= cosine * cosine * (power + 1) / (power + 2);
        }

        return odd ? 2 / Math.PI * (angle + (sine * sum)) : sine * sum;
    }

    /// <summary>The t below which <paramref name="probability"/> of the distribution lies.</summary>
    /// <param name="probability">From 0.5 to below 1; exact to ten digits up to 0.9999.</param>
    /// <param name="degreesOfFreedom">1 or more.</param>
    public static double Quantile(double probability, int degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(probability, 0.5);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(probability, 1);
        var within = (2 * probability) - 1;
        var (low, high) = (0.0, 1.0);
        while (Within(high, degreesOfFreedom) < within)
        {
            (low, high) = (high, 2 * high);
        }

        while (true)
        {
            var middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
            {
                return middle;
            }

            (low, high) = Within(middle, degreesOfFreedom) < within ? (middle, high) : (low, middle);
        }
    }
}
