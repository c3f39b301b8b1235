using System.Text.Json;
using Kinora.Cli.Shell;
using Kinora.Cli.Verbs;
using Kinora.Tests;
using Kinora.Video;

namespace Kinora.Cli.Tests;

/// <summary><c>data describe</c>, from the command line to tables, JSON and page.</summary>
public sealed class DataDescribeTests : IDisposable
{
    private readonly TemporaryFolder folder = new("describe");

    public DataDescribeTests()
    {
        MadeData.Clip(folder, "clips/run/0.mp4", frames: 12, shade: 100);
        MadeData.Clip(folder, "clips/run/1.mp4", frames: 24, shade: 140);
        MadeData.Clip(folder, "clips/walk/0.mp4", new FrameSize(48, 64), frames: 25);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Tables_tell_classes_measures_and_formats()
    {
        var (code, output, errors) = await Describe();

        Assert.Equal((0, ""), (code, errors));
        Assert.StartsWith("clips: 3 files, 2 classes, 0:00:02, ", output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^\s*run\s+2\s+█{12}\s+0\.7\s", output);
        Assert.Matches(@"(?m)^\s*walk\s+1\s+█{6}\s+1\.0\s", output);
        Assert.Matches(@"(?m)^\s*frames\s+12\s+18\s+24\s+24\.5\s+25\s+20\.3", output);
        Assert.Matches(@"(?m)^\s*resolution\s+64x64\s+2\s*$", output);
        Assert.Matches(@"(?m)^\s*64x48\s+1\s*$", output);
        Assert.Matches(@"(?m)^\s*codec\s+h264\s+3\s*$", output);
        Assert.DoesNotContain("cannot be read", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_and_equal_files_are_named_and_end_with_1()
    {
        File.WriteAllText(folder.File("clips/walk/broken.mp4"), "this is no video");
        File.Copy(folder.File("clips/run/0.mp4"), folder.File("clips/walk/copy.mp4"));

        var (code, output, errors) = await Describe();

        Assert.Equal(1, code);
        Assert.Contains("files that cannot be read: 1\n  walk/broken.mp4: ", output, StringComparison.Ordinal);
        Assert.Contains("files of the same content: 1\n  run/0.mp4: as walk/copy.mp4; labelled run and walk\n", output, StringComparison.Ordinal);
        Assert.Equal("kinora data describe: 1 of 5 files cannot be read\n", errors);
    }

    [Fact]
    public async Task Where_nothing_can_be_read_it_ends_with_3()
    {
        Directory.Delete(folder.File("clips"), recursive: true);
        Directory.CreateDirectory(folder.File("clips"));
        File.WriteAllText(folder.File("clips/a.mp4"), "this is no video");

        var (code, output, _) = await Describe();

        Assert.Equal(3, code);
        Assert.Contains("  a.mp4: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JSON_and_the_page_hold_the_same_numbers()
    {
        var (code, output, errors) = await Describe("--json", "--out", folder.File("describe.html"));

        Assert.Equal((0, $"page: {folder.File("describe.html")}\n"), (code, errors));
        var json = JsonDocument.Parse(output).RootElement;
        Assert.Equal((1, "folders", 3), (json.GetProperty("format").GetInt32(), json.GetProperty("layout").GetString(), json.GetProperty("clips").GetArrayLength()));
        Assert.Equal(24, json.GetProperty("measures").GetProperty("frames").GetProperty("median").GetDouble());
        var page = File.ReadAllText(folder.File("describe.html"));
        Assert.Contains("median 24, mean 20.3", page, StringComparison.Ordinal);
        // A clip of each class by eight frames.
        Assert.Equal(2 * 8, page.Split("<img ").Length - 1);
        Assert.DoesNotContain(folder.Path, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_another_kind_is_wrong_usage_and_a_folder_that_is_not_there_is_told()
    {
        var (wrong, _, usage) = await Describe("--out", "a.pdf");
        Assert.Equal(2, wrong);
        Assert.Contains("--out: found a.pdf, expected a file name that ends in .html", usage, StringComparison.Ordinal);
        var (code, _, errors) = await Describe("--out", folder.File("nowhere/a.html"));
        Assert.Equal(3, code);
        Assert.Contains($"there is no folder {folder.File("nowhere")}", errors, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output, string Errors)> Describe(params string[] more)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var code = await new Application(AllVerbs.List).Run(["data", "describe", folder.File("clips"), .. more], new Terminal(output, errors, width: 100));
        return (code, output.ToString(), errors.ToString());
    }
}
