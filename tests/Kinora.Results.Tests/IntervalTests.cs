using System.Text.Json;
using Kinora.Results;
using Kinora.Results.Statistics;

namespace Kinora.Tests.Results;

public class IntervalTests
{
    [Fact]
    public void T_quantiles_and_Wilson_equal_those_of_SciPy()
    {
        var expected = JsonDocument.Parse(Places.Python(Script("intervals.py"))).RootElement;

        foreach (var row in expected.GetProperty("t").EnumerateArray())
        {
            Near(row[2], StudentT.Quantile(row[0].GetDouble(), row[1].GetInt32()), row);
        }

        foreach (var row in expected.GetProperty("wilson").EnumerateArray())
        {
            var (low, high) = Wilson.Of(row[0].GetDouble() / row[1].GetDouble(), row[1].GetInt32());
            Near(row[2], low, row);
            Near(row[3], high, row);
        }

        static void Near(JsonElement wanted, double actual, JsonElement row) =>
            Assert.True(Math.Abs(wanted.GetDouble() - actual) <= 1e-10 * Math.Max(1, Math.Abs(actual)), $"{row}: got {actual:R}");
    }

    [Fact]
    public void Few_groups_of_one_size_give_the_t_interval_of_their_means()
    {
        using var folder = Places.Temporary();
        var scores = Cases.Certain(2, [.. Enumerable.Range(0, 90).Select(clip => ((string?)$"person {clip % 9}", clip % 2, clip * 7 % (2 + (clip % 9)) == 1 ? 1 - (clip % 2) : clip % 2))]);
        scores.Save(folder.File("scores.csv"));
        var expected = JsonDocument.Parse(Places.Python(Script("group_intervals.py"), folder.File("scores.csv"))).RootElement.GetProperty("t_of_means");

        var interval = Accuracy(scores, "person");

        Assert.Equal(expected[0].GetDouble(), interval.Low, 1e-10);
        Assert.Equal(expected[1].GetDouble(), interval.High, 1e-10);
        Assert.Equal("Student t over 9 persons, jackknife error", interval.Method);
    }

    [Fact]
    public void Many_groups_are_resampled_whole()
    {
        using var folder = Places.Temporary();
        var scores = Cases.Random(seed: 5, classes: 6, clips: 900, groups: 60, skill: 0.7);
        scores.Save(folder.File("scores.csv"));
        var expected = JsonDocument.Parse(Places.Python(Script("group_intervals.py"), folder.File("scores.csv"))).RootElement.GetProperty("bootstrap");

        var interval = Accuracy(scores, "recording");

        // A percentile of 2,000 draws scatters: by about 0.05 of the width here.
        var slack = 0.1 * (interval.High - interval.Low);
        Assert.Equal(expected[0].GetDouble(), interval.Low, slack);
        Assert.Equal(expected[1].GetDouble(), interval.High, slack);
        Assert.StartsWith("percentile bootstrap over ", interval.Method);
        Assert.EndsWith(" recordings, 2000 draws, seed 0", interval.Method);
        Assert.Equal(interval, Accuracy(scores, "recording"));
        Assert.NotEqual(interval, Intervals.OverGroups(scores, outcomes => Metrics.TopK(outcomes, 1), isShareOfClips: true, "recording", seed: 1));
    }

    [Fact]
    public void Groups_that_are_all_alike_still_give_a_width()
    {
        var scores = Cases.Certain(2, [.. Enumerable.Range(0, 90).Select(clip => ((string?)$"person {clip % 9}", 1, 1))]);

        var interval = Accuracy(scores, "person");

        var (low, high) = Wilson.Of(1, 9);
        Assert.Equal(new Interval(1, low, high, "Wilson over 9 persons, all alike"), interval);
        Assert.True(interval.Low < 0.75);
    }

    [Fact]
    public void Many_groups_that_are_all_alike_still_give_a_width()
    {
        var scores = Cases.Certain(2, [.. Enumerable.Range(0, 90).Select(clip => ((string?)$"film {clip % 45}", 1, 1))]);

        Assert.Equal("Wilson over 45 films, all alike", Accuracy(scores, "film").Method);
    }

    [Fact]
    public void Unknown_groups_are_admitted()
    {
        var scores = Cases.Certain(2, [.. Enumerable.Range(0, 40).Select(clip => (clip == 7 ? null : $"p{clip}", 1, clip % 4 == 0 ? 0 : 1))]);

        var share = Accuracy(scores, "person");
        var other = Intervals.OverGroups(scores, outcomes => Metrics.MacroF1(outcomes, 2), isShareOfClips: false, "person");

        Assert.Equal("Wilson over 40 clips; clips treated as independent: groups are unknown", share.Method);
        Assert.Equal("percentile bootstrap over 40 clips, 2000 draws, seed 0; clips treated as independent: groups are unknown", other.Method);
        Assert.InRange(other.Value, other.Low, other.High);
    }

    [Fact]
    public void One_group_says_nothing_of_others()
    {
        var scores = Cases.Certain(2, [.. Enumerable.Range(0, 10).Select(clip => ((string?)"daria", 1, clip % 2))]);

        Assert.Equal("Wilson over 10 clips of one person; says nothing of any other person", Accuracy(scores, "person").Method);
    }

    [Fact]
    public void Intervals_stay_within_0_and_1()
    {
        var scores = Cases.Certain(2, [("a", 1, 1), ("a", 1, 1), ("b", 1, 1), ("b", 1, 0), ("c", 1, 1), ("c", 1, 1)]);

        var interval = Accuracy(scores, "person");

        Assert.Equal(5 / 6.0, interval.Value, 1e-12);
        Assert.Equal(1, interval.High);
        Assert.InRange(interval.Low, 0, 0.5);
    }

    [Fact]
    public void Folds_give_the_t_interval_of_their_mean()
    {
        var interval = Intervals.OverFolds([0.8, 0.9, 1.0], "person");

        // Mean 0.9, standard error 0.1 / sqrt 3, t(0.975; 2) = 4.302652729749.
        Assert.Equal(0.9, interval.Value, 1e-12);
        Assert.Equal(0.9 - (4.302652729749 * 0.1 / Math.Sqrt(3)), interval.Low, 1e-10);
        Assert.Equal(1, interval.High);
        Assert.Equal("mean of 3 folds, each leaving one person out; Student t over folds", interval.Method);
        Assert.Equal("mean of 3 folds, all alike; Wilson over folds", Intervals.OverFolds([0.7, 0.7, 0.7]).Method);
    }

    /// <summary>
    /// The promise itself: of intervals over groups that differ, about 95 of 100 hold the truth. Twelve groups of five
    /// to fifteen clips whose rates scatter around 0.7 with a standard deviation of 0.12.
    /// </summary>
    [Fact]
    public void Intervals_over_groups_cover_the_truth_19_times_in_20()
    {
        const int Repeats = 2000;
        var random = new Random(3);
        var held = 0;
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            var clips = Enumerable.Range(0, 12).SelectMany(group =>
            {
                // Uniform with mean 0.7 and standard deviation 0.12.
                var rate = 0.7 + (0.12 * Math.Sqrt(12) * (random.NextDouble() - 0.5));
                return Enumerable.Range(0, random.Next(5, 16)).Select(_ => ((string?)$"g{group}", 1, random.NextDouble() < rate ? 1 : 0)).ToArray();
            }).ToArray();
            var interval = Accuracy(Cases.Certain(2, clips), "group");
            held += interval.Low <= 0.7 && 0.7 <= interval.High ? 1 : 0;
        }

        Assert.InRange((double)held / Repeats, 0.93, 0.97);
    }

    private static Interval Accuracy(Scores scores, string groupKind) =>
        Intervals.OverGroups(scores, outcomes => Metrics.TopK(outcomes, 1), isShareOfClips: true, groupKind);

    private static string Script(string name) => Path.Combine(Places.Repository, "tests/Kinora.Results.Tests/reference", name);
}
