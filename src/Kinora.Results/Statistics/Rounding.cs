using System.Globalization;

namespace Kinora.Results.Statistics;

/// <summary>Numbers printed as Python prints them.</summary>
internal static class Rounding
{
    /// <summary>
    /// Three digits after the point, nearest first. Exact ties, which in [0, 1] are the odd sixteenths (0.0625, 0.1875, …),
    /// go to the even digit as in Python; .NET's F3 rounds them up.
    /// </summary>
    public static string ToThreeDigits(double value)
    {
        var sixteenths = value * 16;
        var isTie = sixteenths == Math.Floor(sixteenths) && sixteenths % 2 != 0;
        var rounded = isTie ? Math.Round(value * 1000, MidpointRounding.ToEven) / 1000 : value;
        return rounded.ToString("F3", CultureInfo.InvariantCulture);
    }
}
