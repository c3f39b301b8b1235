using Kinora.Cli.Shell;
using Kinora.Cli.Verbs;
using Kinora.Tests;
using Kinora.Video;

namespace Kinora.Cli.Tests;

/// <summary><c>data frames</c> and <c>data flow</c>, from the command line to the files.</summary>
public sealed class ExtractionTests : IDisposable
{
    private readonly TemporaryFolder folder = new("extraction");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Frames_of_a_folder_are_counted_and_lie_where_the_clips_do()
    {
        MadeData.Clip(folder, "clips/walk/a.mp4", frames: 12);
        MadeData.Clip(folder, "clips/run/b.mp4", frames: 7);
        var (code, output, errors) = await Start("data", "frames", folder.File("clips"), "--out", folder.File("out"), "--size", "16", "24");
        Assert.Equal((0, $"{folder.File("out")}: 19 frames of 2 videos\n"), (code, output));
        Assert.Matches("^1 of 2 videos, [0-9]+ frames, [0-9]+ a second\n2 of 2 videos, 19 frames, [0-9]+ a second\n$", errors);
        Assert.Equal(12, Directory.EnumerateFiles(folder.File("out/walk/a"), "frame_0000*.jpg").Count());
        Assert.Equal(new FrameSize(16, 24), Video.Writing.ImageFile.Load(folder.File("out/run/b/frame_000006.jpg")).Size);

        (code, output, errors) = await Start("data", "frames", folder.File("clips"), "--out", folder.File("out"), "--size", "16", "24");
        Assert.Equal((0, $"{folder.File("out")}: 19 frames of 2 videos (2 videos done before)\n", ""), (code, output, errors));
    }

    [Theory]
    [InlineData("farneback", "jpg")]
    [InlineData("dis", "float16")]
    [InlineData("tvl1", "jpg")]
    public async Task Flow_by_each_method(string method, string format)
    {
        var clip = MadeData.Clip(folder, "a.mp4", frames: 4);
        var (code, output, _) = await Start("data", "flow", clip, "--out", folder.File("out"), "--method", method, "--format", format);
        Assert.Equal((0, $"{folder.File("out")}: 3 flow fields of 1 video\n"), (code, output));
        Assert.Equal(format == "jpg" ? 6 : 1, Directory.EnumerateFiles(folder.File("out/a")).Count());
    }

    [Fact]
    public async Task Broken_videos_are_named_and_counted_and_the_code_is_1()
    {
        MadeData.Clip(folder, "clips/good.mp4", frames: 5);
        File.WriteAllText(folder.File("clips/empty.avi"), "");
        File.WriteAllText(folder.File("clips/notes.txt"), "");
        var (code, output, errors) = await Start("data", "frames", folder.File("clips"), "--out", folder.File("out"));
        Assert.Equal((1, $"{folder.File("out")}: 5 frames of 1 video\n"), (code, output));
        Assert.Contains("kinora data frames: 1 file not taken for a video: notes.txt\n", errors, StringComparison.Ordinal);
        Assert.Contains("kinora data frames: empty.avi: is empty (0 bytes)\nkinora data frames: 1 of 2 videos could not be read\n", errors, StringComparison.Ordinal);

        // Told again by a run that has nothing to do, and where nothing is left the code is another.
        (code, _, errors) = await Start("data", "frames", folder.File("clips"), "--out", folder.File("out"));
        Assert.Equal(1, code);
        Assert.Contains("empty.avi: is empty (0 bytes)", errors, StringComparison.Ordinal);
        (code, output, _) = await Start("data", "frames", folder.File("clips/empty.avi"), "--out", folder.File("other"));
        Assert.Equal((3, ""), (code, output));
    }

    [Fact]
    public async Task A_video_that_breaks_is_told_and_what_can_be_read_is_there()
    {
        var cut = Places.RealData("odd_made", "truncated_60pct.avi");
        var (code, output, errors) = await Start("data", "frames", cut, "--out", folder.File("out"));
        Assert.Equal((0, $"{folder.File("out")}: 93 frames of 1 video\n"), (code, output));
        Assert.Contains("kinora data frames: truncated_60pct.avi: breaks after 93 of 164 frames; the frames that could be read are there\n", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_settings_and_missing_folders_are_told_in_one_line()
    {
        var clip = MadeData.Clip(folder, "a.mp4", frames: 3);
        await Start("data", "frames", clip, "--out", folder.File("out"));
        var (code, output, errors) = await Start("data", "frames", clip, "--out", folder.File("out"), "--quality", "50");
        Assert.Equal((3, ""), (code, output));
        Assert.Equal($"kinora data frames: {folder.File("out")} was extracted with other settings: quality 95 (now 50); --overwrite starts anew, or choose another --out\n", errors);
        (code, output, _) = await Start("data", "frames", clip, "--out", folder.File("out"), "--quality", "50", "--overwrite");
        Assert.Equal((0, $"{folder.File("out")}: 3 frames of 1 video\n"), (code, output));
        (code, _, errors) = await Start("data", "flow", folder.File("nowhere"), "--out", folder.File("out"));
        Assert.Equal(3, code);
        Assert.StartsWith($"kinora data flow: there is no folder {folder.File("nowhere")}", errors, StringComparison.Ordinal);
        (code, _, errors) = await Start("data", "flow", clip);
        Assert.Equal(2, code);
        Assert.Contains("OUT is missing", errors, StringComparison.Ordinal);
        (code, _, errors) = await Start("data", "flow", clip, "--out", folder.File("new"), "--size", "64", "--short-side", "64");
        Assert.Equal(2, code);
        Assert.Contains("--size and --short-side", errors, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Errors)> Start(params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var code = await new Application(AllVerbs.List).Run(arguments, new Terminal(output, errors, width: 100));
        return (code, output.ToString(), errors.ToString());
    }
}
