using System.Text.Json;
using Kinora.Cli.Shell;
using Kinora.Cli.Verbs;
using Kinora.Results;
using Kinora.Tests;

namespace Kinora.Cli.Tests;

/// <summary><c>fuse</c>, from two runs to a run of its own.</summary>
public sealed class FuseTests : IDisposable
{
    private static readonly string[] Labels = ["run", "walk"];

    private readonly TemporaryFolder folder = new("fuse");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Two_runs_become_one_with_results_scores_report_and_a_table_of_what_turned()
    {
        var (rgb, flow) = (Run("rgb", 0.9f, wrong: [0, 1]), Run("flow", 0.8f, wrong: [4, 5, 6]));

        var (code, output, errors) = await Fuse(rgb, flow);

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("rgb: top-1 75.0 % ", output, StringComparison.Ordinal);
        Assert.Contains("flow: top-1 62.5 % ", output, StringComparison.Ordinal);
        Assert.Contains("0 turned right, 0 turned wrong", output, StringComparison.Ordinal);
        Assert.Contains("3 turned right, 2 turned wrong", output, StringComparison.Ordinal);
        Assert.Contains("sum of rgb, flow; split: the test list; settings chosen on: the validation list", output, StringComparison.Ordinal);
        Assert.Contains($"run: {Path.GetRelativePath(Environment.CurrentDirectory, folder.File("runs/fuse"))}\n", output, StringComparison.Ordinal);

        var run = RunFolder.Open(folder.File("runs/fuse"));
        var scores = Scores.Load(run.Scores);
        // 0.9 says wrong, 0.8 right: the surer one wins.
        Assert.Equal(0, scores.Clips[0].Truth);
        Assert.Equal(0.45f, scores.Clips[0].Probabilities[0], 1e-6f);
        var results = RunResults.Load(run.Results);
        Assert.Equal((0.75, "sum of rgb, flow"), (results.Top1.Value, results.Protocol.Fusion));
        Assert.Contains("sum of rgb, flow", File.ReadAllText(run.Report), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(run.Path, "fusion.json")));
        Assert.Equal("rgb", json.RootElement.GetProperty("best").GetString());
        Assert.Equal(2, json.RootElement.GetProperty("classes").GetArrayLength());
    }

    [Fact]
    public async Task Weights_are_chosen_on_validation_and_shown_and_json_is_what_the_file_says()
    {
        var (rgb, flow) = (Run("rgb", 0.9f, wrong: [0, 1], validationWrong: [0, 1, 2, 3]), Run("flow", 0.8f, wrong: [4, 5, 6], validationWrong: []));

        var (code, output, errors) = await Fuse(rgb, flow, "--method", "weighted", "--json", "--name", "both");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(File.ReadAllText(folder.File("runs/both/fusion.json")), output);
        using var json = JsonDocument.Parse(output);
        Assert.Equal("weighted", json.RootElement.GetProperty("method").GetString());
        Assert.Equal([0.0, 1.0], json.RootElement.GetProperty("weights")[0].GetProperty("weights").EnumerateArray().Select(weight => Math.Round(weight.GetDouble(), 3)));
        Assert.Equal(8, json.RootElement.GetProperty("weights")[0].GetProperty("chosen_on").GetInt32());
        Assert.Equal(0.625, json.RootElement.GetProperty("fused").GetProperty("value").GetDouble());
    }

    [Fact]
    public async Task Clips_that_a_stream_lacks_are_named_and_the_code_is_1()
    {
        var rgb = Run("rgb", 0.9f, wrong: []);
        var scores = Scores.Load(Path.Combine(Run("flow", 0.8f, wrong: []), "scores.csv"));
        new Scores(Labels, [.. scores.Clips.Skip(2)]).Save(folder.File("flow.csv"));

        var (code, output, errors) = await Fuse(rgb, folder.File("flow.csv"));

        Assert.Equal(1, code);
        Assert.Contains("measured on 6 clips", output, StringComparison.Ordinal);
        Assert.Equal("left out: clip 0.avi is not in flow\nleft out: clip 1.avi is not in flow\n2 clips are not in every stream and in no number above; fusion.json names all\n", errors);
    }

    [Fact]
    public async Task What_cannot_be_fused_is_refused_in_one_line()
    {
        var (rgb, flow) = (Run("rgb", 0.9f, wrong: []), Run("flow", 0.8f, wrong: []));
        await Refused(2, "expected two runs or more", rgb);
        await Refused(2, "--weights: found 1, expected 2 numbers", rgb, flow, "--method", "weighted", "--weights", "1");
        await Refused(2, "--weights are those of --method weighted", rgb, flow, "--weights", "1", "2");
        await Refused(3, "weights cannot be chosen: rgb and flow have no scores", rgb, flow, "--method", "learned");
        await Refused(3, "there is no run", rgb, folder.File("nowhere"));
        Directory.CreateDirectory(folder.File("empty"));
        await Refused(3, "has no scores.csv; give a finished run", rgb, folder.File("empty"));

        async Task Refused(int expected, string words, params string[] arguments)
        {
            var (code, output, errors) = await Fuse(arguments);
            Assert.Equal((expected, ""), (code, output));
            Assert.Contains(words, errors, StringComparison.Ordinal);
        }
    }

    // Eight clips, sure to the same degree, some of them wrong.
    private string Run(string name, float sure, int[] wrong, int[]? validationWrong = null)
    {
        var run = RunFolder.Create(folder.File("runs"), name);
        var scores = Made("clip", sure, wrong);
        scores.Save(run.Scores);
        if (validationWrong is not null)
        {
            Made("validation", sure, validationWrong).Save(run.ValidationScores);
        }

        Protocol protocol = new() { Data = "clips", Split = "the test list", Level = ScoreLevel.Video, Views = 1, Frames = 16, SettingsChosenOn = "the validation list" };
        RunResults.Of(scores, protocol, 1, []).Save(run.Results);
        return run.Path;
    }

    private static Scores Made(string kind, float sure, int[] wrong) => new(Labels, [.. Enumerable.Range(0, 8).Select(i =>
    {
        var (truth, right) = (i % 2, wrong.Contains(i) ? 1 - sure : sure);
        return new ClipScore($"{kind} {i}.avi", null, truth, truth == 0 ? [right, 1 - right] : [1 - right, right]);
    })]);

    private async Task<(int Code, string Output, string Errors)> Fuse(params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var code = await new Application(AllVerbs.List).Run(["fuse", .. arguments, "--runs", folder.File("runs")], new Terminal(output, errors, width: 120));
        return (code, output.ToString(), errors.ToString());
    }
}
