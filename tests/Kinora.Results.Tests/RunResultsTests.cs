using System.Text.Json;
using Kinora.Results;

namespace Kinora.Tests.Results;

public class RunResultsTests
{
    [Fact]
    public void Results_json_says_what_the_design_says()
    {
        using var folder = Places.Temporary();
        var scores = Cases.Certain(6, [.. Enumerable.Range(0, 60).Select(clip => ((string?)$"p{clip % 5}", clip % 6, clip % 7 == 0 ? 0 : clip % 6))]);
        var results = RunResults.Of(scores, Cases.Protocol("person"), 12.5, [new SkippedFile("bad.avi", "holds no video")]);

        results.Save(folder.File("results.json"));

        var json = JsonDocument.Parse(File.ReadAllText(folder.File("results.json"))).RootElement;
        Assert.Equal(
            ["clips", "top1", "top5", "mean_class_accuracy", "macro_f1", "log_loss", "labels", "confusion", "classes", "protocol", "seconds", "skipped"],
            json.EnumerateObject().Select(property => property.Name));
        Assert.Equal(["value", "low", "high", "method"], json.GetProperty("top1").EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            """{"data":"weizmann","split":"each person left out in turn","level":"video","views":4,"crops":1,"frames":16,"settings_chosen_on":"inner split by person","folds":1,"group_kind":"person"}""",
            JsonSerializer.Serialize(json.GetProperty("protocol")));
        Assert.Equal(60, json.GetProperty("confusion").EnumerateArray().Sum(row => row.EnumerateArray().Sum(count => count.GetInt32())));
        Assert.Equal(Metrics.TopK(scores.Outcomes(), 1), json.GetProperty("top1").GetProperty("value").GetDouble());
        Assert.Equal("Student t over 5 persons, jackknife error", json.GetProperty("mean_class_accuracy").GetProperty("method").GetString());
        Assert.Equal("bad.avi", json.GetProperty("skipped")[0].GetProperty("file").GetString());
        Assert.Equal("holds no video", json.GetProperty("skipped")[0].GetProperty("reason").GetString());
        Assert.Contains("\n    [10, 0, 0, 0, 0, 0],\n", File.ReadAllText(folder.File("results.json")));
    }

    [Fact]
    public void Results_come_back_as_they_were()
    {
        using var folder = Places.Temporary();
        var results = RunResults.OfFolds(
            [("daria", Cases.Random(1, 7, 30)), ("eli", Cases.Random(2, 7, 31)), ("ido", Cases.Random(3, 7, 29))], "person", Cases.Protocol("person"), 1 / 3.0, []);

        results.Save(folder.File("1.json"));
        var read = RunResults.Load(folder.File("1.json"));
        read.Save(folder.File("2.json"));

        Assert.Equal(results.Top1, read.Top1);
        Assert.Equal(results.LogLoss, read.LogLoss);
        Assert.Equal(results.Confusion, read.Confusion);
        Assert.Equal(results.Protocol, read.Protocol);
        Assert.Equal(results.Folds, read.Folds);
        Assert.Equal(results.Classes, read.Classes);
        Assert.Equal(File.ReadAllBytes(folder.File("1.json")), File.ReadAllBytes(folder.File("2.json")));
        Assert.Equal(results.Report().ToString(), read.Report().ToString());
    }

    [Fact]
    public void Folds_are_averaged_and_their_confusions_added()
    {
        var first = Cases.Certain(6, ("a", 0, 0), ("a", 1, 1));
        var second = Cases.Certain(6, ("b", 0, 0), ("b", 1, 0), ("b", 2, 0), ("b", 3, 3));

        var results = RunResults.OfFolds([("a", first), ("b", second)], "person", Cases.Protocol("person"), 1, []);

        Assert.Equal(0.75, results.Top1.Value);
        Assert.Equal("mean of 2 folds, each leaving one person out; Student t over folds", results.Top1.Method);
        Assert.Equal([("a", 2, 1.0), ("b", 4, 0.5)], results.Folds!.Select(fold => (fold.Name, fold.Clips, fold.Top1)));
        Assert.Equal(2, results.Protocol.Folds);
        Assert.Equal(6, results.Clips);
        Assert.Equal(2, results.Confusion[0][0]);
    }

    [Fact]
    public void Up_to_five_labels_top_5_is_said_to_mean_nothing()
    {
        var results = RunResults.Of(Cases.Random(1, 5, 30), Cases.Protocol(), 1, []);

        Assert.Equal(new Interval(1, 1, 1, "always 1 with 5 labels"), results.Top5);
    }

    [Fact]
    public void Folds_that_do_not_fit_together_are_refused()
    {
        var fold = Cases.Random(1, 3, 10);

        Assert.Contains("two folds at least", Refused(("a", fold)));
        Assert.Contains("fold b has other labels than fold a", Refused(("a", fold), ("b", Cases.Random(1, 4, 10))));

        static string Refused(params (string, Scores)[] folds) =>
            Assert.Throws<ResultsException>(() => RunResults.OfFolds(folds, "person", Cases.Protocol(), 1, [])).Message;
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"confusion\": [1]}")]
    public void A_broken_file_is_one_clear_line(string text)
    {
        using var folder = Places.Temporary();
        File.WriteAllText(folder.File("results.json"), text);

        var error = Assert.Throws<ResultsException>(() => RunResults.Load(folder.File("results.json")));

        Assert.StartsWith($"{folder.File("results.json")} cannot be read: ", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        using var folder = Places.Temporary();

        Assert.Equal($"there is no {folder.File("results.json")}; evaluation writes it", Assert.Throws<ResultsException>(() => RunResults.Load(folder.File("results.json"))).Message);
    }

    [Fact]
    public void The_environment_is_that_of_this_machine_and_comes_back()
    {
        using var folder = Places.Temporary();
        var environment = EnvironmentRecord.Current(new Dictionary<string, string> { ["libtorch"] = "1.13.1", ["threads"] = "2" });

        environment.Save(folder.File("environment.json"));
        var read = EnvironmentRecord.Load(folder.File("environment.json"));

        Assert.Equal(environment with { Details = read.Details }, read);
        Assert.Equal(environment.Details, read.Details);
        Assert.Equal(Environment.ProcessorCount, environment.Cores);
        Assert.StartsWith(".NET 10.", environment.DotNet);
        Assert.Matches(@"^\d+\.\d+\.\d+", environment.Version);
        Assert.True(environment.MemoryBytes > 1 << 28);
        Assert.NotEmpty(environment.Processor);
    }

    [Fact]
    public void The_commit_is_that_of_the_checkout()
    {
        Assert.SkipUnless(Path.Exists(Path.Combine(Places.Repository, ".git")), "not a git checkout");
        var commit = EnvironmentRecord.Current(new Dictionary<string, string>()).Commit;

        Assert.Matches("^[0-9a-f]{40}$", commit);
    }
}
