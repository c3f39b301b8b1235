using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kinora.Tests;
using Kinora.Training.Schedules;

namespace Kinora.Training.Tests;

/// <summary>Every schedule over 200 epochs, against the classes of torch.optim.lr_scheduler (reference/schedules.py).</summary>
public sealed class LearningRateTests
{
    private const int Epochs = 200;

    private static readonly double[] losses = Losses();

    private static readonly LearningRate[] schedules =
    [
        new(ScheduleKind.Constant, 0.01, 5),
        new(ScheduleKind.Constant, 0.01, 5) { WarmupEpochs = 4, WarmupFactor = 0.2 },
        // Past its period too, and one period that is all epochs after the warm-up.
        new(ScheduleKind.Cosine, 1e-4, 20),
        new(ScheduleKind.Cosine, 1e-3, 200),
        new(ScheduleKind.Cosine, 0.1, 195) { WarmupEpochs = 5, WarmupFactor = 0.001 },
        new(ScheduleKind.MultiStep, 0.64, 1) { Milestones = [20, 30, 40] },
        new(ScheduleKind.MultiStep, 0.64, 1) { Milestones = [40, 20, 30], WarmupEpochs = 10, WarmupFactor = 0.001 },
        // A milestone in the warm-up counts when that has ended.
        new(ScheduleKind.MultiStep, 0.5, 1) { Milestones = [5, 10, 150], Gamma = 0.3, WarmupEpochs = 10 },
        new(ScheduleKind.Plateau, 1e-3, 1) { Gamma = 0.3, PlateauPatience = 4 },
        new(ScheduleKind.Plateau, 1e-3, 1) { Gamma = 0.3, PlateauPatience = 4, WarmupEpochs = 7 },
    ];

    [Fact]
    public void Every_step_has_PyTorchs_rate()
    {
        foreach (var steps in (int[])[1, 3])
        {
            var reference = Reference(schedules, steps, losses);
            foreach (var (schedule, expected) in schedules.Zip(reference))
            {
                Assert.Equal(Epochs * steps, expected.Length);
                for (var epoch = 0; epoch < Epochs; epoch++)
                {
                    // Losses to come do not matter.
                    IReadOnlyList<double> known = epoch % 2 == 0 ? losses[..epoch] : losses;
                    for (var step = 0; step < steps; step++)
                    {
                        // PyTorch multiplies its way from step to step; the closed forms differ by rounding alone.
                        Assert.Equal(expected[(epoch * steps) + step], schedule.At(epoch, step, steps, known), schedule.Initial * 1e-12);
                    }
                }
            }
        }
    }

    [Fact]
    public void Milestones_and_plateaus_are_PyTorchs_to_the_last_bit()
    {
        LearningRate[] exact =
        [
            new(ScheduleKind.MultiStep, 0.037, 1) { Milestones = [3, 11, 90, 91], Gamma = 0.3 },
            new(ScheduleKind.Plateau, 0.037, 1) { Gamma = 0.3, PlateauPatience = 2 },
        ];
        foreach (var (schedule, expected) in exact.Zip(Reference(exact, 1, losses)))
        {
            var rates = Rates(schedule, losses);
            Assert.Equal(expected, rates);
            Assert.InRange(rates.Distinct().Count(), 3, 50);
        }
    }

    [Fact]
    public void A_plateau_ends_where_steps_get_too_small_and_a_loss_that_is_no_number_is_not_lower()
    {
        double[] worsening = [.. Enumerable.Repeat(double.NaN, 3), 1, .. Enumerable.Repeat(1.0, Epochs - 4)];
        var schedule = new LearningRate(ScheduleKind.Plateau, 1e-4, 1) { PlateauPatience = 0 };
        var rates = Rates(schedule, worsening);
        Assert.Equal(Reference([schedule], 1, worsening).Single(), rates);
        Assert.InRange(rates[^1], 1e-9, 1e-7);
    }

    [Fact]
    public void The_options_period_is_what_the_warm_up_leaves()
    {
        var options = new TrainingOptions { Epochs = 50, WarmupEpochs = 5, LearningRate = 0.2, Scheduler = ScheduleKind.Cosine, WarmupFactor = 0.1, Gamma = 0.5, PlateauPatience = 3, Milestones = [7] };
        var schedule = LearningRate.Of(options);
        Assert.Equal((45, 5, 0.1, 0.5, 3), (schedule.Period, schedule.WarmupEpochs, schedule.WarmupFactor, schedule.Gamma, schedule.PlateauPatience));
        Assert.Equal([7], schedule.Milestones);
        Assert.Equal(12, LearningRate.Of(options with { TMax = 12 }).Period);
        Assert.True(double.IsFinite(LearningRate.Of(options with { WarmupEpochs = 60 }).At(49, 0, 1, [])));
    }

    /// <summary>Falls, stays, falls by less than the threshold, rises and falls again.</summary>
    private static double[] Losses() =>
        [.. Enumerable.Range(0, Epochs).Select(epoch => (2 / (1 + (0.2 * Math.Min(epoch, 30 + (epoch / 60 * 20))))) - (1e-6 * epoch) + (0.05 * Math.Sin(epoch)))];

    private static double[] Rates(LearningRate schedule, double[] losses) =>
        [.. Enumerable.Range(0, Epochs).Select(epoch => schedule.At(epoch, 0, 1, losses))];

    // One run of Python for all: it takes seconds to start.
    private static double[][] Reference(IEnumerable<LearningRate> schedules, int steps, double[] losses)
    {
        var cases = schedules.Select(schedule => new
        {
            kind = JsonNamingPolicy.KebabCaseLower.ConvertName(schedule.Kind.ToString()),
            initial = schedule.Initial,
            period = schedule.Period,
            milestones = schedule.Milestones,
            gamma = schedule.Gamma,
            patience = schedule.PlateauPatience,
            warmup = schedule.WarmupEpochs,
            factor = schedule.WarmupFactor,
            epochs = Epochs,
            steps,
            losses,
        });
        var text = JsonSerializer.Serialize(cases, new JsonSerializerOptions { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals });
        // Python reads NaN without quotes.
        var script = Path.Combine(Places.Repository, "tests/Kinora.Training.Tests/reference/schedules.py");
        var output = Encoding.UTF8.GetString(Places.Python(script, text.Replace("\"NaN\"", "NaN", StringComparison.Ordinal)));
        return [.. output.Trim().Split('\n').Select(line => line.Split(' ').Select(rate => double.Parse(rate, CultureInfo.InvariantCulture)).ToArray())];
    }
}
