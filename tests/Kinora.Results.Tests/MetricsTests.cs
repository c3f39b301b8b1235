using System.Text;
using System.Text.Json;
using Kinora.Results;

namespace Kinora.Tests.Results;

public class MetricsTests
{
    private const double Tolerance = 1e-12;

    private static string Script => Path.Combine(Places.Repository, "tests/Kinora.Results.Tests/reference/metrics.py");

    [Fact]
    public void All_equal_those_of_scikit_learn()
    {
        using var folder = Places.Temporary();
        List<Scores> cases =
        [
            .. Enumerable.Range(0, 40).Select(seed => Cases.Random(seed, classes: 2 + (seed % 12), clips: 16 * (1 + (seed % 5)))),
            .. Enumerable.Range(0, 10).Select(seed => Cases.Random(seed, classes: 51, clips: 160 + (80 * seed))),
            .. Enumerable.Range(0, 200).Select(seed => Cases.Balanced(seed, classes: ((int[])[8, 10, 16, 20, 25, 40])[seed % 6], clips: 40 + (40 * (seed % 2)))),
            Cases.Random(seed: 1, classes: 150, clips: 3000),
            Cases.Random(seed: 2, classes: 101, clips: 37),
            Cases.Random(seed: 3, classes: 6, clips: 64, skill: 1),
            Named("a", "ein Name, der länger ist als ‚weighted avg‘", "行走 🏃"),
        ];
        var paths = cases.Select((scores, number) =>
        {
            var path = folder.File($"{number}.csv");
            scores.Save(path);
            return path;
        }).ToArray();

        var lines = Encoding.UTF8.GetString(Places.Python(Script, paths)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(cases.Count, lines.Length);
        Assert.Contains(cases, scores => !ClassificationReport.Of(scores).AllLabelsOccur);
        Assert.Contains(cases, scores => ClassificationReport.Of(scores).AllLabelsOccur);
        for (var number = 0; number < cases.Count; number++)
        {
            Equal(JsonDocument.Parse(lines[number]).RootElement, cases[number], $"case {number}");
        }
    }

    [Fact]
    public void A_tie_goes_to_the_first_label_for_every_k()
    {
        var scores = new Scores(["a", "b", "c"], [new ClipScore("x", null, 1, [0.25f, 0.375f, 0.375f]), new ClipScore("y", null, 2, [0.25f, 0.375f, 0.375f])]);

        Assert.Equal([new Outcome(1, 1, 0), new Outcome(2, 1, 1)], scores.Outcomes());
    }

    [Fact]
    public void Clips_without_a_known_label_are_not_measured()
    {
        var scores = new Scores(["a", "b"], [new ClipScore("x", null, 0, [1, 0]), new ClipScore("y", null, null, [0, 1])]);

        Assert.Single(scores.Outcomes());
        Assert.Equal(1, ClassificationReport.Of(scores).Accuracy);
        var error = Assert.Throws<ResultsException>(() => new Scores(["a"], [new ClipScore("y", null, null, [1])]).Outcomes());
        Assert.Equal("none of 1 clips has a known label: nothing can be measured", error.Message);
    }

    [Fact]
    public void Where_nothing_is_right_clips_stay_whole_numbers()
    {
        using var folder = Places.Temporary();
        var scores = Cases.Certain(2, (null, 0, 1), (null, 0, 1));
        scores.Save(folder.File("scores.csv"));

        var expected = JsonDocument.Parse(Places.Python(Script, folder.File("scores.csv"))).RootElement.GetProperty("text").GetString()!;

        Assert.Contains("       2.0\n", expected);
        Assert.Equal(expected.Replace("       2.0\n", "         2\n").Replace("       0.0\n", "         0\n"), ClassificationReport.Of(scores).ToString());
    }

    [Fact]
    public void Log_loss_stays_finite_for_a_certain_mistake()
    {
        Assert.Equal(52 * Math.Log(2), Metrics.LogLoss(Cases.Certain(2, (null, 0, 1))), Tolerance);
    }

    private static Scores Named(params string[] labels) => new(
        labels, [.. Enumerable.Range(0, 16).Select(number => new ClipScore($"{number}", null, number % 3, [0.5f, number % 4 / 4f, 0.25f]))]);

    private static void Equal(JsonElement expected, Scores scores, string name)
    {
        var outcomes = scores.Outcomes();
        var classes = scores.Labels.Count;
        var report = ClassificationReport.Of(scores);
        Assert.Equal(expected.GetProperty("text").GetString(), report.ToString());
        Near("top1", Metrics.TopK(outcomes, 1));
        Near("top1", report.Accuracy);
        Near("top5", Metrics.TopK(outcomes, 5));
        Near("top5_broken_ties", Metrics.TopK(outcomes, 5));
        Near("mean_class_accuracy", Metrics.MeanClassAccuracy(outcomes, classes));
        Near("macro_f1", Metrics.MacroF1(outcomes, classes));
        Near("log_loss", Metrics.LogLoss(scores));
        Assert.Equal(expected.GetProperty("confusion").Deserialize<int[][]>()!, ConfusionMatrix.Of(scores.Labels, outcomes).Counts);
        Assert.Equal(expected.GetProperty("precision").Deserialize<double[]>()!, report.Classes.Select(score => score.Precision));
        Assert.Equal(expected.GetProperty("recall").Deserialize<double[]>()!, report.Classes.Select(score => score.Recall));
        Assert.Equal(expected.GetProperty("f1").Deserialize<double[]>()!, report.Classes.Select(score => score.F1));
        Assert.Equal(expected.GetProperty("support").Deserialize<int[]>()!, report.Classes.Select(score => score.Support));

        void Near(string key, double actual)
        {
            var wanted = expected.GetProperty(key).GetDouble();
            Assert.True(Math.Abs(wanted - actual) <= Tolerance * Math.Max(1, wanted), $"{name}, {key}: scikit-learn gives {wanted:R}, Kinora {actual:R}");
        }
    }
}
