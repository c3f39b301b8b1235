using System.Text.Json;
using Kinora.Results;
using Kinora.Results.Statistics;

namespace Kinora.Tests.Results;

/// <summary>Two models on the same clips, against SciPy and NumPy.</summary>
public class PairedTests
{
    [Fact]
    public void McNemar_and_the_interval_of_paired_differences_equal_those_of_SciPy()
    {
        using var folder = Places.Temporary();
        var expected = Reference(folder, Cases.Random(1, 3, 40, groups: 8), Cases.Random(2, 3, 40, groups: 8));

        foreach (var row in expected.GetProperty("mcnemar").EnumerateArray())
        {
            var (wanted, actual) = (row[2].GetDouble(), McNemar.Probability(row[0].GetInt32(), row[1].GetInt32()));
            Assert.True(Math.Abs(wanted - actual) <= 1e-9 * wanted, $"{row}: got {actual:R}");
        }

        var t = expected.GetProperty("t");
        var difference = Difference.OfPairs([0.02, -0.01, 0.05, 0.03, 0.0], "5 folds");
        Assert.Equal(t[0].GetDouble(), difference.Value, 1e-12);
        Assert.Equal(t[1].GetDouble(), difference.Low, 1e-10);
        Assert.Equal(t[2].GetDouble(), difference.High, 1e-10);
        Assert.False(difference.IsSure);
        Assert.Equal("+1.8 points (-1.2 to +4.8)", difference.ToString());
    }

    [Fact]
    public void Few_groups_give_a_t_interval_by_the_jackknife()
    {
        using var folder = Places.Temporary();
        var (first, second) = Pair(clips: 200, groups: 12);
        var expected = Reference(folder, first, second).GetProperty("jackknife");

        var compared = PairedComparison.Of(first, second, "person")!;

        Assert.Equal((200, expected[0].GetInt32(), expected[1].GetInt32()), (compared.Clips, compared.OnlyFirst, compared.OnlySecond));
        Assert.Equal(expected[2].GetDouble(), compared.McNemar, 1e-12);
        Assert.Equal(expected[3].GetDouble(), compared.Top1.Value, 1e-12);
        Assert.Equal(expected[4].GetDouble(), compared.Top1.Low, 1e-10);
        Assert.Equal(expected[5].GetDouble(), compared.Top1.High, 1e-10);
        Assert.Matches(@"^paired Student t over \d+ persons, jackknife error$", compared.Top1.Method);
    }

    [Fact]
    public void Many_groups_are_drawn_whole()
    {
        using var folder = Places.Temporary();
        var (first, second) = Pair(clips: 900, groups: 70);
        var expected = Reference(folder, first, second).GetProperty("bootstrap");

        var difference = PairedComparison.Of(first, second, "film")!.Top1;

        var slack = 0.1 * (difference.High - difference.Low);
        Assert.Equal(expected[0].GetDouble(), difference.Low, slack);
        Assert.Equal(expected[1].GetDouble(), difference.High, slack);
        Assert.StartsWith("paired percentile bootstrap over ", difference.Method, StringComparison.Ordinal);
    }

    [Fact]
    public void Models_that_never_differ_leave_room_for_doubt()
    {
        var scores = Cases.Random(3, 3, 60, groups: 9);

        var compared = PairedComparison.Of(scores, scores, "person")!;

        Assert.Equal((0, 0, 1.0, 0.0), (compared.OnlyFirst, compared.OnlySecond, compared.McNemar, compared.Top1.Value));
        Assert.True(compared.Top1 is { Low: < -0.2, High: > 0.2, IsSure: false }, compared.Top1.ToString());
    }

    [Fact]
    public void Other_clips_or_other_truths_cannot_be_paired()
    {
        var scores = Cases.Certain(2, ("anna", 0, 0), ("bert", 1, 0));
        Assert.Null(PairedComparison.Of(scores, Cases.Certain(2, ("anna", 0, 0))));
        Assert.Null(PairedComparison.Of(scores, Cases.Certain(2, ("anna", 0, 0), ("bert", 0, 0))));
        Assert.NotNull(PairedComparison.Of(scores, new Scores(scores.Labels, [.. scores.Clips.Reverse()])));
    }

    private static (Scores First, Scores Second) Pair(int clips, int groups)
    {
        var first = Cases.Random(11, 4, clips, groups, skill: 0.5);
        var random = new Random(5);
        return (first, new Scores(first.Labels, [.. first.Clips.Select(clip => random.NextDouble() < 0.6 ? clip : new ClipScore(clip.Name, clip.Group, clip.Truth, Sure(random.NextDouble() < 0.7 ? clip.Truth!.Value : 0)))]));

        static float[] Sure(int label) => [.. Enumerable.Range(0, 4).Select(one => one == label ? 1f : 0f)];
    }

    private static JsonElement Reference(TemporaryFolder folder, Scores first, Scores second)
    {
        first.Save(folder.File("first.csv"));
        second.Save(folder.File("second.csv"));
        return JsonDocument.Parse(Places.Python(Path.Combine(Places.Repository, "tests/Kinora.Results.Tests/reference/paired.py"), folder.File("first.csv"), folder.File("second.csv"))).RootElement;
    }
}
