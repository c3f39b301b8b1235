using System.Globalization;
using System.Text;
using Kinora.Tests;
using Kinora.Training.Schedules;

namespace Kinora.Training.Tests;

public sealed class LearningRateTests
{
    [Theory]
    [InlineData(1e-4, 20, 2)]
    [InlineData(1e-3, 60, 60)]
    [InlineData(0.1, 7, 30)]
    public void The_cosine_is_PyTorchs_past_its_period_too(double initial, int period, int epochs)
    {
        var script = Path.Combine(Places.Repository, "tests/Kinora.Training.Tests/reference/cosine.py");
        string[] arguments = [initial.ToString("R", CultureInfo.InvariantCulture), $"{period}", $"{epochs}"];
        var expected = Encoding.UTF8.GetString(Places.Python(script, arguments)).Trim().Split('\n').Select(double.Parse).ToArray();
        var schedule = new LearningRate(ScheduleKind.Cosine, initial, period);

        // PyTorch multiplies its way from epoch to epoch; the closed form differs by rounding alone.
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            Assert.Equal(expected[epoch], schedule.At(epoch), initial * 1e-13);
        }
    }

    [Fact]
    public void A_constant_rate_stays() => Assert.Equal(0.01, new LearningRate(ScheduleKind.Constant, 0.01, 5).At(99));
}
