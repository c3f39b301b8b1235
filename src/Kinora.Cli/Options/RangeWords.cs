using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Kinora.Cli.Options;

/// <summary>A range in words.</summary>
internal static class RangeWords
{
    /// <summary><c>from 1 to 8</c>, <c>of 1 or more</c>, <c>above 0 and below 1</c>; the largest number of a type means no limit.</summary>
    public static string Of(RangeAttribute range)
    {
        var low = Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture);
        var high = Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture);
        var isOpen = high >= (range.OperandType == typeof(int) ? int.MaxValue : range.OperandType == typeof(long) ? long.MaxValue : double.MaxValue);
        var (from, to) = (Text(low), Text(high));
        return (range.MinimumIsExclusive, range.MaximumIsExclusive, isOpen) switch
        {
            (false, _, true) => $"of {from} or more",
            (true, _, true) => $"above {from}",
            (false, false, _) => $"from {from} to {to}",
            (false, true, _) => $"from {from} to below {to}",
            (true, false, _) => $"above {from}, up to {to}",
            (true, true, _) => $"above {from} and below {to}",
        };
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
