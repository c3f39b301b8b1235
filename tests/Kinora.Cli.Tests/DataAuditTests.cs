using System.Text.Json;
using Kinora.Cli.Shell;
using Kinora.Cli.Verbs;
using Kinora.Tests;

namespace Kinora.Cli.Tests;

/// <summary><c>data audit</c> and <c>data split</c>, from the command line to exit code, text and lists.</summary>
public sealed class DataAuditTests : IDisposable
{
    private readonly TemporaryFolder folder = new("audit-verb");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Without_groups_nobody_can_know_and_with_them_the_split_is_clean()
    {
        Clips();
        var (code, output, _) = await Start("data", "audit", folder.File("clips"));
        Assert.Equal(1, code);
        Assert.StartsWith("verdict: unknown: groups are unknown", output, StringComparison.Ordinal);

        Groups();
        (code, output, _) = await Start("data", "audit", folder.File("clips"), "--split", "leave-one-person-out");
        Assert.Equal(0, code);
        Assert.StartsWith("verdict: clean: no group and no copy of a clip on both sides\n8 clips of 2 classes; split: each group left out in turn\n", output, StringComparison.Ordinal);

        (code, output, _) = await Start("data", "audit", folder.File("clips"), "--split", "random", "--validation", "0.5", "--json");
        Assert.Equal(1, code);
        using var json = JsonDocument.Parse(output);
        Assert.Equal("leaked", json.RootElement.GetProperty("verdict").GetString());
        Assert.NotEqual(0, json.RootElement.GetProperty("shared_groups").GetArrayLength());
    }

    [Fact]
    public async Task Written_folds_are_audited_and_a_copy_in_another_list_is_a_leak()
    {
        Clips();
        Groups();
        var (code, output, errors) = await Start("data", "split", folder.File("clips"), "--split", "k-fold", "--folds", "2", "--out", folder.File("split.csv"));
        Assert.True(code == 0, errors);
        Assert.Equal($"{folder.File("split-fold1.csv")}: 4 train, 4 test\n{folder.File("split-fold2.csv")}: 4 train, 4 test\n", output);

        (code, output, _) = await Start("data", "audit", folder.File("clips"), "--split", folder.File("split-fold1.csv"));
        Assert.Equal(0, code);
        Assert.Contains("of split-fold1.csv", output, StringComparison.Ordinal);

        var lines = await File.ReadAllLinesAsync(folder.File("split-fold1.csv"), TestContext.Current.CancellationToken);
        var trained = lines.First(line => line.EndsWith(",train", StringComparison.Ordinal)).Split(',');
        File.Copy(folder.File(trained[0]), folder.File("clips/walk/copy.mp4"));
        await File.AppendAllTextAsync(folder.File("split-fold1.csv"), $"clips/walk/copy.mp4,{trained[1]},somebody,test\n", TestContext.Current.CancellationToken);
        (code, output, _) = await Start("data", "audit", folder.File("clips"), "--split", folder.File("split-fold1.csv"));
        Assert.Equal(1, code);
        Assert.StartsWith("verdict: leaked: 1 pair of copies on both sides", output, StringComparison.Ordinal);
        Assert.Contains("the same file", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_word_for_a_split_is_refused()
    {
        var (code, _, errors) = await Start("data", "audit", folder.Path, "--split", "randm");
        Assert.Equal(2, code);
        Assert.Contains("--split: found randm, expected one of auto, official, random, group, k-fold", errors, StringComparison.Ordinal);
    }

    private void Clips()
    {
        for (var i = 0; i < 8; i++)
        {
            MadeData.Clip(folder, $"clips/{(i % 2 == 0 ? "walk" : "run")}/{i}.mp4", frames: 20 + (4 * i), isSideways: i % 2 == 0, shade: 120 + (15 * i));
        }
    }

    private void Groups() => File.WriteAllLines(
        folder.File("clips/groups.tsv"), Enumerable.Range(0, 8).Select(i => $"{(i % 2 == 0 ? "walk" : "run")}/{i}.mp4\tperson{i / 2}"));

    private static async Task<(int Code, string Output, string Errors)> Start(params string[] arguments)
    {
        var (output, notices) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = await new Application(AllVerbs.List).Run(arguments, new Terminal(output, notices, width: 120));
        return (code, output.ToString(), notices.ToString());
    }
}
