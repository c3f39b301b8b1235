using System.Text.Json;
using System.Xml.Linq;
using Kinora.Cli.Shell;
using Kinora.Cli.Verbs;
using Kinora.Results;
using Kinora.Tests;

namespace Kinora.Cli.Tests;

/// <summary><c>runs</c>.</summary>
public sealed class RunsTests : IDisposable
{
    private static readonly string[] Persons = ["anna", "bert", "cleo", "dora"];

    private readonly TemporaryFolder folder = Places.Temporary();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Runs_are_listed_newest_first_with_how_far_they_are()
    {
        var now = DateTimeOffset.UtcNow;
        Make("old", now.AddDays(-3), "epochs: 2", epochs: 2, right: 6);
        Make("stopped", now.AddDays(-1), "epochs: 9", epochs: 3);
        File.SetLastWriteTimeUtc(folder.File("runs/stopped/log.jsonl"), now.UtcDateTime.AddDays(-1));
        Make("going", now.AddMinutes(-3), "epochs: 9", epochs: 1);
        Directory.CreateDirectory(folder.File("runs/plots"));

        var (code, output, errors) = await Start("runs");

        Assert.Equal((0, ""), (code, errors));
        var lines = output.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToArray();
        var runs = lines.Where(line => line.StartsWith("going ", StringComparison.Ordinal) || line.StartsWith("stopped ", StringComparison.Ordinal) || line.StartsWith("old ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(["going", "stopped", "old"], runs.Select(line => line.Split(' ')[0]));
        Assert.EndsWith(" 1 of 9 running", runs[0], StringComparison.Ordinal);
        Assert.EndsWith(" 3 of 9 unfinished", runs[1], StringComparison.Ordinal);
        Assert.EndsWith(" 2 finished", runs[2], StringComparison.Ordinal);
        Assert.Contains(" video3dcnn_s ", runs[2], StringComparison.Ordinal);
        Assert.Contains(" 75.0 % ", runs[2], StringComparison.Ordinal);
        Assert.DoesNotContain("plots", output, StringComparison.Ordinal);

        (code, output, _) = await Start("runs", "--json");
        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(["running", "unfinished", "finished"], json.RootElement.EnumerateArray().Select(run => run.GetProperty("state").GetString()));
        var old = json.RootElement[2];
        Assert.Equal((2, 2, 8, 0.75), (old.GetProperty("epochs").GetInt32(), old.GetProperty("epochs_asked").GetInt32(), old.GetProperty("clips").GetInt32(), old.GetProperty("top1").GetProperty("value").GetDouble()));
    }

    [Fact]
    public async Task Two_runs_are_compared_in_settings_scores_and_clip_by_clip()
    {
        Make("first", DateTimeOffset.UtcNow, "learning_rate: 0.001\nseed: 1\nname: first", epochs: 2, right: 4);
        Make("second", DateTimeOffset.UtcNow, "learning_rate: 0.01\nseed: 1\nname: second", epochs: 2, right: 7);

        var (code, output, errors) = await Start("runs", "first", "second", "--plot");

        Assert.Equal((0, ""), (code, errors));
        var text = string.Join('\n', output.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        Assert.Contains("learning_rate 0.001 0.01", text, StringComparison.Ordinal);
        Assert.DoesNotContain("seed 1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("name first", text, StringComparison.Ordinal);

        // Three of eight clips more, none less: 2 * 0.5^3.
        Assert.Contains("second against first, on the same 8 clips: top-1 +37.5 points (", text, StringComparison.Ordinal);
        Assert.Contains("95 % by paired Student t over 4 persons, jackknife error", text, StringComparison.Ordinal);
        Assert.Contains("right only in first: 0; only in second: 3; McNemar's exact test, clips taken as independent: p = 0.25", text, StringComparison.Ordinal);
        Assert.Contains("run 50.0 % of 4 100.0 % of 4", text, StringComparison.Ordinal);
        var plots = output.Split('\n').Where(line => line.StartsWith("plot: ", StringComparison.Ordinal)).Select(line => line[6..]).ToArray();
        Assert.Equal(["first_second-accuracy.svg", "first_second-loss.svg"], plots.Select(Path.GetFileName));
        Assert.All(plots, plot => Assert.Contains("second", XDocument.Load(plot).Descendants().Select(element => element.Value.Trim())));

        (code, output, _) = await Start("runs", "first", "second", "--json");
        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(["0.001", "0.01"], json.RootElement.GetProperty("settings").GetProperty("learning_rate").EnumerateArray().Select(value => value.GetString()));
        var compared = json.RootElement.GetProperty("compared")[0];
        Assert.Equal(0.25, compared.GetProperty("mcnemar_p").GetDouble(), 1e-12);
        Assert.Equal(("second", "first", 3, 0.375), (
            compared.GetProperty("name").GetString(), compared.GetProperty("with").GetString(), compared.GetProperty("right_only_here").GetInt32(),
            compared.GetProperty("top1_difference").GetProperty("value").GetDouble()));
    }

    [Fact]
    public async Task Runs_that_measured_other_clips_are_not_paired()
    {
        Make("first", DateTimeOffset.UtcNow, "seed: 1", epochs: 1, right: 4);
        Make("second", DateTimeOffset.UtcNow, "seed: 1", epochs: 1, right: 4, clips: 6);
        Make("third", DateTimeOffset.UtcNow, "seed: 1", epochs: 1);

        var (code, output, errors) = await Start("runs", "first", "second", "third");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("second cannot be paired with first: first and second did not measure the same clips", output, StringComparison.Ordinal);
        Assert.Contains("third cannot be paired with first: third has no scores.csv", output, StringComparison.Ordinal);
        Assert.Contains("The recipes are the same.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_cannot_be_read_is_named_and_the_others_are_listed()
    {
        Make("good", DateTimeOffset.UtcNow, "seed: 1", epochs: 1, right: 4);
        Make("bad", DateTimeOffset.UtcNow, "seed: 1", epochs: 1, right: 4);
        File.WriteAllText(folder.File("runs/bad/results.json"), "{");

        var (code, output, errors) = await Start("runs");

        Assert.Equal(1, code);
        Assert.StartsWith("kinora runs: bad: ", errors, StringComparison.Ordinal);
        Assert.Contains("good", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "there is no run nothing, neither a folder of that name nor one in ", "nothing")]
    [InlineData(2, "--plot draws the runs that you name", "--plot")]
    [InlineData(2, "first is named twice", "first", "first/")]
    public async Task What_cannot_be_shown_is_refused_in_one_line(int expected, string line, params string[] arguments)
    {
        Directory.CreateDirectory(folder.File("runs"));
        var (code, output, errors) = await Start(["runs", .. arguments]);
        Assert.Equal((expected, ""), (code, output));
        Assert.StartsWith($"kinora runs: {line}", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_any_run_it_says_how_to_make_one()
    {
        var (code, _, errors) = await Start("runs");
        Assert.Equal(3, code);
        Assert.Contains("'kinora train DATA' makes runs", errors, StringComparison.Ordinal);
    }

    // A run of 8 clips, by 4 persons, of which the first so many are right; measured unless nothing is.
    private void Make(string name, DateTimeOffset begun, string recipe, int epochs, int? right = null, int clips = 8)
    {
        var run = RunFolder.Create(folder.File("runs"), name);
        File.WriteAllText(run.Recipe, $"data: some/actions\nmodel: video3dcnn_s\n{recipe}\n");
        using (var log = RunLog.Open(run.Log))
        {
            for (var epoch = 1; epoch <= epochs; epoch++)
            {
                log.Append(new EpochEvent
                {
                    Time = begun.AddSeconds(epoch),
                    Epoch = epoch,
                    TrainLoss = 1.0 / epoch,
                    TrainAccuracy = 0.5,
                    ValidationLoss = 1,
                    ValidationAccuracy = 0.5,
                    LearningRate = 1e-3,
                    Seconds = 1,
                });
            }
        }

        if (right is not { } hits)
        {
            return;
        }

        string[] labels = ["run", "walk"];
        var scores = new Scores(labels, [.. Enumerable.Range(0, clips).Select(clip =>
        {
            var predicted = clip < hits ? clip % 2 : 1 - (clip % 2);
            return new ClipScore($"{clip}.mp4", Persons[clip % 4], clip % 2, [.. labels.Select((_, label) => label == predicted ? 1f : 0f)]);
        })]);
        scores.Save(run.Scores);
        var protocol = new Protocol { Data = "actions", Split = "whole groups (person), stratified", Level = ScoreLevel.Video, Views = 1, Frames = 16, SettingsChosenOn = "none", GroupKind = "person" };
        RunResults.Of(scores, protocol, 1, []).Save(run.Results);
    }

    private async Task<(int Code, string Output, string Errors)> Start(params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var code = await new Application(AllVerbs.List).Run([.. arguments, "--runs", folder.File("runs")], new Terminal(output, errors, width: 200));
        return (code, output.ToString(), errors.ToString());
    }
}
