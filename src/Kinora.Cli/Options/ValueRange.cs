using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Kinora.Cli.Options;

/// <summary>What <c>[Range]</c> says, compared as real numbers: <c>[Range(0, 1)]</c> on a double means what it looks like.</summary>
internal sealed class ValueRange(RangeAttribute range)
{
    private readonly double low = Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture);
    private readonly double high = Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture);

    public bool Contains(object value)
    {
        var number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return (range.MinimumIsExclusive ? number > low : number >= low) && (range.MaximumIsExclusive ? number < high : number <= high);
    }

    /// <summary><c>from 1 to 8</c>, <c>1 or more</c>, <c>above 0 and below 1</c>; the largest number of a type means no limit.</summary>
    public override string ToString()
    {
        var isOpen = high >= (range.OperandType == typeof(int) ? int.MaxValue : range.OperandType == typeof(long) ? long.MaxValue : double.MaxValue);
        var (from, to) = (ValueFormat.WriteDouble(low), ValueFormat.WriteDouble(high));
        return (range.MinimumIsExclusive, range.MaximumIsExclusive, isOpen) switch
        {
            (false, _, true) => $"{from} or more",
            (true, _, true) => $"above {from}",
            (false, false, _) => $"from {from} to {to}",
            (false, true, _) => $"from {from} to below {to}",
            (true, false, _) => $"above {from}, up to {to}",
            (true, true, _) => $"above {from} and below {to}",
        };
    }
}
