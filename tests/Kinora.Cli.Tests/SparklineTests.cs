using Kinora.Cli.Progress;

namespace Kinora.Cli.Tests;

public sealed class SparklineTests
{
    [Theory]
    [InlineData(new double[0], 10, "")]
    [InlineData(new[] { 3.0 }, 10, "▁")]
    [InlineData(new[] { 2.0, 2.0 }, 10, "▁▁")]
    [InlineData(new[] { 0.0, 1, 2, 3, 4, 5, 6, 7 }, 10, "▁▂▃▄▅▆▇█")]
    [InlineData(new[] { 7.0, double.NaN, 0, double.PositiveInfinity }, 10, "█▁")]
    [InlineData(new[] { 0.0, 0, 4, 6, 10, 10 }, 3, "▁▅█")]
    [InlineData(new[] { 1.0, 1, 1, 5, 5 }, 2, "▁█")]
    public void A_curve_goes_from_the_lowest_to_the_highest(double[] values, int width, string expected) => Assert.Equal(expected, Sparkline.Of(values, width));
}
