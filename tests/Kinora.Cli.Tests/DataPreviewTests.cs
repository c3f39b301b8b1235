using Kinora.Cli.Shell;
using Kinora.Cli.Verbs;
using Kinora.Tests;
using Kinora.Video;
using Kinora.Video.Writing;

namespace Kinora.Cli.Tests;

/// <summary><c>data preview</c>, from the command line to the picture.</summary>
public sealed class DataPreviewTests : IDisposable
{
    private const int Width = (2 * 16) + (10 * 164) - 4;
    private readonly TemporaryFolder folder = new("preview");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task One_clip_of_each_class_becomes_a_row()
    {
        Clips("walk", 3, new FrameSize(48, 64));
        Clips("run", 3, new FrameSize(64, 48));

        var (code, output, errors) = await Preview();

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal($"picture: {folder.File("preview.png")} (2 of 6 clips, 2 of 2 classes, seed 42)\n", output);
        // A landscape clip has rows of 120, an upright one of 160.
        Assert.Equal(new FrameSize((2 * 16) + 26 + (2 * (14 + 26)) + 120 + 160, Width), ImageFile.Load(folder.File("preview.png")).Size);
        Assert.Equal(["clips", "preview.png"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_seed_gives_the_same_picture_and_another_seed_another()
    {
        Clips("walk", 4);
        Clips("run", 4);
        await Preview("--out", folder.File("a.png"));
        await Preview("--out", folder.File("b.png"));
        await Preview("--out", folder.File("c.png"), "--seed", "43");
        var (a, b, c) = (File.ReadAllBytes(folder.File("a.png")), File.ReadAllBytes(folder.File("b.png")), File.ReadAllBytes(folder.File("c.png")));
        Assert.Equal(a, b);
        Assert.NotEqual(a, c);
    }

    [Fact]
    public async Task A_broken_clip_is_skipped_counted_and_named_and_another_stands_in()
    {
        Clips("walk", 2);
        Clips("run", 1);
        File.WriteAllText(folder.File("clips/run/broken.mp4"), "this is no video");
        File.WriteAllText(folder.File("clips/run/empty.mp4"), "");

        var (code, output, errors) = await Preview("--clips", "5");

        Assert.Equal(1, code);
        Assert.Contains("(3 of 5 clips, 2 of 2 classes, seed 42)", output, StringComparison.Ordinal);
        Assert.Contains("2 of 5 files skipped: ", errors, StringComparison.Ordinal);
        Assert.Contains("run/broken.mp4", errors, StringComparison.Ordinal);
        Assert.Contains("run/empty.mp4", errors, StringComparison.Ordinal);
        Assert.Equal(Width, ImageFile.Load(folder.File("preview.png")).Width);
    }

    [Fact]
    public async Task Where_no_clip_can_be_read_nothing_is_written()
    {
        foreach (var label in new[] { "run", "walk" })
        {
            Directory.CreateDirectory(folder.File($"clips/{label}"));
            File.WriteAllText(folder.File($"clips/{label}/broken.mp4"), "this is no video");
        }

        File.WriteAllText(folder.File("preview.png"), "an older picture");

        var (code, output, errors) = await Preview();

        Assert.Equal((3, ""), (code, output));
        Assert.Matches("^kinora data preview: none of the clips can be read: 2 of 2 files skipped: run/broken.mp4 .*, walk/broken.mp4 .*\n$", errors);
        Assert.Equal("an older picture", File.ReadAllText(folder.File("preview.png")));
        Assert.Equal(["clips", "preview.png"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_picture_of_another_kind_is_wrong_usage()
    {
        Clips("walk", 1);
        var (code, _, errors) = await Preview("--out", "a.gif");
        Assert.Equal(2, code);
        Assert.Contains("--out: found a.gif, expected a file name that ends in .png, .jpg or .jpeg", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_told_before_any_work()
    {
        var (code, _, errors) = await Preview("--out", folder.File("nowhere/a.png"));
        Assert.Equal(3, code);
        Assert.Contains($"there is no folder {folder.File("nowhere")}", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_clips_is_read_too_and_names_that_are_not_ascii_are_told()
    {
        Clips("videos", 2);
        File.WriteAllText(folder.File("clips/train.csv"), "video_name,label\n0.mp4,gähnen\n1.mp4,跳\n");

        var (code, output, errors) = await Preview("--out", folder.File("a.jpg"));

        Assert.Equal(0, code);
        Assert.Contains("2 of 2 classes", output, StringComparison.Ordinal);
        Assert.Contains("2 of 2 titles lost marks, or have ? for other characters", errors, StringComparison.Ordinal);
        Assert.Equal(Width, ImageFile.Load(folder.File("a.jpg")).Width);
    }

    [Theory]
    [InlineData("home5", 5)]
    [InlineData("weizmann", 10)]
    [InlineData("ut_interaction", 6)]
    public async Task Real_data_sets_show_every_class(string name, int classes)
    {
        var (code, output, errors) = await Start("data", "preview", Places.RealData(name), "--out", folder.File("a.png"));
        Assert.True(code == 0, errors);
        Assert.Contains($", {classes} of {classes} classes, ", output, StringComparison.Ordinal);
        Assert.Equal(Width, ImageFile.Load(folder.File("a.png")).Width);
    }

    private void Clips(string label, int count, FrameSize? size = null)
    {
        for (var i = 0; i < count; i++)
        {
            MadeData.Clip(folder, $"clips/{label}/{i}.mp4", size, frames: 12, shade: 100 + (10 * i));
        }
    }

    private Task<(int Code, string Output, string Errors)> Preview(params string[] more) =>
        Start(["data", "preview", folder.File("clips"), .. more.Contains("--out") ? [] : (string[])["--out", folder.File("preview.png")], .. more]);

    private static async Task<(int Code, string Output, string Errors)> Start(params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var code = await new Application(AllVerbs.List).Run(arguments, new Terminal(output, errors, width: 100));
        return (code, output.ToString(), errors.ToString());
    }
}
