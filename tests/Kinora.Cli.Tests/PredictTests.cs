using System.Text.Json;
using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Cli.Verbs;
using Kinora.Tests;

namespace Kinora.Cli.Tests;

/// <summary><c>predict</c> and <c>timeline</c> over what people give them.</summary>
public sealed class PredictTests
{
    [Fact]
    public async Task Folders_patterns_and_parts_are_looked_at_and_what_is_no_video_is_named()
    {
        using var folder = Places.Temporary();
        foreach (var name in (string[])["in/a.mp4", "in/deep/b.mp4", "out/c.mp4", "out/d.avi.mp4"])
        {
            MadeData.Clip(folder, name);
        }

        File.WriteAllText(folder.File("in/notes.txt"), "no video");
        File.WriteAllText(folder.File("in/deep/broken.mp4"), "no video");
        var (code, output, notices) = await Run(
            Predict.Verb, folder.File("in"), folder.File("**/*.mp4"), folder.File("out/c.mp4") + "#t=0.2,1", folder.File("*.none"), "--json", "--top", "1", "--model", MadeData.Checkpoint(folder, "m.kinora", "up", "down"));

        Assert.Equal(ExitCode.SomeFailed, code);
        using var answers = JsonDocument.Parse(output);
        string[] expected = ["in/a.mp4", "in/deep/b.mp4", "in/deep/broken.mp4 !", "in/a.mp4", "in/deep/b.mp4", "in/deep/broken.mp4 !", "out/c.mp4", "out/d.avi.mp4", "out/c.mp4#t=0.2,1", "*.none !"];
        Assert.Equal(
            expected,
            answers.RootElement.EnumerateArray().Select(answer => Path.GetRelativePath(folder.Path, answer.GetProperty("file").GetString()!) + (answer.TryGetProperty("error", out _) ? " !" : "")));
        Assert.Contains("1 file not taken for a video: notes.txt", notices, StringComparison.Ordinal);
        Assert.Contains("3 of 10 files could not be read", notices, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Csv_is_a_table_that_Python_reads()
    {
        using var folder = Places.Temporary();
        MadeData.Clip(folder, "a, b.mp4");
        File.WriteAllText(folder.File("broken.mp4"), "no video");
        var (code, output, _) = await Run(Predict.Verb, folder.File("a, b.mp4"), folder.File("broken.mp4"), "--csv", "--model", MadeData.Checkpoint(folder, "m.kinora", "up", "down"));
        Assert.Equal(ExitCode.SomeFailed, code);
        File.WriteAllText(folder.File("t.csv"), output);
        const string Script = "import csv, os, sys\nfor r in csv.DictReader(open(sys.argv[1])): print(os.path.basename(r['file']), r['rank'], r['label'] in ('up', 'down', ''), 0 < float(r['probability'] or 0.5) < 1, bool(r['error']))";
        Assert.Equal(
            "a, b.mp4 1 True True False\na, b.mp4 2 True True False\nbroken.mp4  True True True\n",
            System.Text.Encoding.UTF8.GetString(Places.Run("/usr/bin/python3", "-c", Script, folder.File("t.csv"))));
    }

    [Fact]
    public async Task Several_networks_answer_together()
    {
        using var folder = Places.Temporary();
        var clip = MadeData.Clip(folder, "a.mp4");
        var (one, other) = (MadeData.Checkpoint(folder, "1.kinora", "up", "down"), MadeData.Checkpoint(folder, "2.kinora", "down", "up"));
        // The same weights under swapped names cancel out.
        var (code, output, _) = await Run(Predict.Verb, clip, "--model", one, other, "--csv");
        Assert.Equal((ExitCode.Done, $"file,rank,label,probability,error\n{clip},1,up,0.5,\n{clip},2,down,0.5,\n"), (code, output));

        Assert.Equal("--weights: found 1, expected 2 numbers, one for each network, not all 0", Assert.Single(Assert.Throws<OptionsException>(() => Read(clip, "--model", one, other, "--weights", "1")).Mistakes));
        Assert.Equal("--weights are those of weighted and learned, but --fusion is max", Assert.Single(Assert.Throws<OptionsException>(() => Read(clip, "--model", one, other, "--fusion", "max", "--weights", "1", "2")).Mistakes));
        Assert.Equal("--json and --csv: found both, expected one of them", Assert.Single(Assert.Throws<OptionsException>(() => Read(clip, "--json", "--csv")).Mistakes));
    }

    [Fact]
    public async Task A_timeline_is_printed_and_written_as_the_endings_say()
    {
        using var folder = Places.Temporary();
        var clip = MadeData.Clip(folder, "long.mp4", frames: 100);
        var model = MadeData.Checkpoint(folder, "m.kinora", "up", "down");
        string[] files = ["t.json", "t.csv", "t.srt", "t.vtt", "t.png", "t.jpg"];
        var (code, output, notices) = await Run(TimelineVerb.Verb, [clip, "--model", model, "--out", .. files.Select(folder.File)]);
        Assert.Equal(ExitCode.Done, code);
        Assert.Matches(@"^[AB]{100}\n( *\d:\d\d\.\d - 0:\d\d\.\d  [AB] (up|down)  \d+ ?%\n)+$", output);
        Assert.All(files, file => Assert.Contains($"timeline: {folder.File(file)}\n", notices, StringComparison.Ordinal));
        using var json = JsonDocument.Parse(File.ReadAllText(folder.File("t.json")));
        Assert.Equal(4, json.RootElement.GetProperty("duration").GetDouble(), 1e-6);
        Assert.Equal((1280, true), (Video.Writing.ImageFile.Load(folder.File("t.png")).Width, File.Exists(folder.File("t.jpg"))));

        var (_, printed, _) = await Run(TimelineVerb.Verb, clip, "--model", model, "--json");
        Assert.Equal(File.ReadAllText(folder.File("t.json")), printed);
        Assert.Equal(
            "--out: found t.gif, expected an ending of .json .csv .srt .vtt .png .jpg .jpeg",
            Assert.Single(Assert.Throws<OptionsException>(() => Application.Read(CommandLine.Parse(TimelineVerb.Verb, [clip, "--out", "t.gif"]))).Mistakes));
    }

    private static OptionValues Read(params string[] arguments) => Application.Read(CommandLine.Parse(Predict.Verb, arguments));

    private static async Task<(int Code, string Output, string Notices)> Run(Verb verb, params string[] arguments)
    {
        using var output = new StringWriter();
        using var notices = new StringWriter();
        var code = await verb.Run(Application.Read(CommandLine.Parse(verb, arguments)), new Terminal(output, notices, width: 100), TestContext.Current.CancellationToken);
        return (code, output.ToString(), notices.ToString());
    }
}
