using Kinora.Cli.Shell;
using Kinora.Cli.Verbs;
using Kinora.Data;
using Kinora.Data.Loading;
using Kinora.Tests;
using Kinora.Training;
using Kinora.Training.Folds;
using Kinora.Video;
using Kinora.Video.Drawing;
using Kinora.Video.Flow;
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
        Assert.Contains("--out: found a.gif, expected a file name that ends in .png, .jpg, .jpeg or .html", errors, StringComparison.Ordinal);
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

    [Fact]
    public async Task As_trained_the_sheet_holds_the_pixels_that_the_loader_gives()
    {
        Clips("walk", 3);
        Clips("run", 3);
        var (code, output, errors) = await Preview("--as-trained", "--frames", "8", "--stride", "1", "--size", "64", "--side", "64", "--augment", "colour brightness 0.3 contrast 0.3, flip 0.5", "--draws", "3", "--clips", "2");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("as trained: 8 frames, stride 1, squash 64x64; colour brightness 0.3 contrast 0.3, flip 0.5", output, StringComparison.Ordinal);
        var sheet = ImageFile.Load(folder.File("preview.png"));
        var options = new TrainingOptions { Frames = 8, Stride = 1, Size = new(64, 64), Augment = "colour brightness 0.3 contrast 0.3, flip 0.5" };
        var data = DataSets.Open(folder.File("clips"));
        var train = FoldPlanner.Plan(data, options).Folds[0].Train.Select(i => data.Samples[i]).ToList();
        var clips = new ClipSource(data, cacheBytes: 0, workers: 1, options.Seed);
        var shown = train.Select(sample => Enumerable.Range(0, 3).Select(epoch =>
            clips.ShowTraining(sample, options.ToPreprocessing(), options.ToTrainingSampler(), options.ToAugmentations(), epoch).Views[0].Frames).ToList()).ToList();

        // Two clips of three draws, each a row of eight frames; a number covers the upper left corner. The title takes what is left.
        var first = sheet.Height - 16 - (6 * (14 + 26 + 64)) + 14 + 26;
        for (var row = 0; row < 6; row++)
        {
            var top = first + (row * (14 + 26 + 64));
            var ofClip = Assert.Single(shown, draws => Same(sheet, draws[0], first + ((row - (row % 3)) * (14 + 26 + 64)), t: 0));
            Assert.All(Enumerable.Range(0, 8), t => Assert.True(Same(sheet, ofClip[row % 3], top, t), $"row {row}, frame {t}"));
        }
    }

    [Fact]
    public async Task A_recipe_of_train_says_how_clips_are_seen_and_what_only_train_knows_is_left_aside()
    {
        Clips("walk", 3);
        Clips("run", 3);
        File.WriteAllText(folder.File("mine.yaml"), "data:\n  frames: 4\n  size: [48, 48]\nmodel:\n  name: cnn_lstm\ntrain:\n  epochs: 3\n  lr: 0.001\n");
        var (code, output, errors) = await Preview(folder.File("mine.yaml"), "--as-trained", "--stride", "1");
        Assert.True(code == 0, errors);
        Assert.Contains("as trained: 4 frames, stride 1, squash 48x48", output, StringComparison.Ordinal);

        File.WriteAllText(folder.File("wrong.yaml"), "epocs: 3\n");
        (code, _, errors) = await Preview(folder.File("wrong.yaml"), "--as-trained");
        Assert.Equal(2, code);
        Assert.Contains("epocs: unknown key", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_shows_the_views_it_is_measured_on()
    {
        Clips("walk", 2);
        Clips("run", 2);
        var (code, output, errors) = await Preview("--as-evaluated", MadeData.Checkpoint(folder, "a.kinora", "run", "walk"), "--views", "2");
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("as evaluated: 8 frames, stride 1, squash 32x32, 2 views", output, StringComparison.Ordinal);
        // Frames of 32 pixels are enlarged by 5: two clips of two views, a row of eight frames each.
        Assert.Equal(new FrameSize((2 * 16) + 26 + (4 * (14 + 26 + 160)), (2 * 16) + (8 * 164) - 4), ImageFile.Load(folder.File("preview.png")).Size);
    }

    [Fact]
    public async Task A_page_holds_every_frame_and_marks_padding()
    {
        Clips("walk", 2);
        Clips("gähnen", 2);
        var page = folder.File("preview.html");
        var (code, output, errors) = await Preview("--as-trained", "--out", page, "--draws", "1");
        Assert.Equal((0, ""), (code, errors));
        Assert.StartsWith($"page: {page} (2 of 4 clips", output, StringComparison.Ordinal);
        var html = File.ReadAllText(page);
        // Clips of 12 frames give 6 at stride 2, and 10 of padding.
        Assert.Equal((2 * 16, 2 * 10), (html.Split("<img ").Length - 1, html.Split(", padding\"").Length - 1));
        Assert.Contains("gähnen", System.Net.WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flow_that_a_network_sees_is_drawn_as_the_colour_wheel()
    {
        foreach (var (label, way) in new[] { ("right", "h=-0.03"), ("down", "v=-0.03") })
        {
            for (var i = 0; i < 2; i++)
            {
                Directory.CreateDirectory(folder.File($"clips/{label}"));
                Places.Run("ffmpeg", "-v", "error", "-f", "lavfi", "-i", $"testsrc2=size=64x64:rate=25,scroll={way}", "-frames:v", "12", "-c:v", "libx264", "-pix_fmt", "yuv420p", folder.File($"clips/{label}/{i}.mp4"));
            }
        }

        string[] seen = ["--as-trained", "--colour", "flow-farneback", "--frames", "8", "--stride", "1", "--size", "64", "--side", "64", "--augment", "none", "--draws", "1", "--clips", "2"];
        var (code, output, errors) = await Preview(seen);
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("; flow by Farneback: right red, down yellow", output, StringComparison.Ordinal);

        // The third frame of each clip, below its number: classes stand in the order of their names.
        var sheet = ImageFile.Load(folder.File("preview.png"));
        var (down, right) = (Mean(sheet, sheet.Height - 16 - 64 - (14 + 26 + 64)), Mean(sheet, sheet.Height - 16 - 64));
        Assert.True(down.Red > down.Blue + 30 && down.Green > down.Blue + 30, $"{down} is no yellow");
        Assert.True(right.Red > right.Green + 30 && right.Red > right.Blue + 30, $"{right} is no red");

        (code, _, errors) = await Preview([.. seen, "--flow", "wheel"]);
        Assert.Equal(2, code);
        Assert.Contains("--colour shows flow already", errors, StringComparison.Ordinal);

        static (double Red, double Green, double Blue) Mean(Frames picture, int top)
        {
            var sums = new double[3];
            foreach (var y in Enumerable.Range(top + 20, 44))
            {
                foreach (var (i, level) in picture[0].Slice(((y * picture.Width) + 16 + (2 * 68)) * 3, 3 * 64).ToArray().Index())
                {
                    sums[i % 3] += level / (44.0 * 64);
                }
            }

            return (sums[0], sums[1], sums[2]);
        }
    }

    [Theory]
    [InlineData("wheel")]
    [InlineData("arrows")]
    public async Task Flow_stands_below_the_frames_it_belongs_to(string look)
    {
        Clips("walk", 1);
        Clips("run", 1);
        var (code, output, errors) = await Preview("--flow", look);
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("flow by Farneback", output, StringComparison.Ordinal);
        Assert.Equal(new FrameSize((2 * 16) + 26 + (4 * (14 + 26 + 160)), Width), ImageFile.Load(folder.File("preview.png")).Size);

        // The flow of the second clip's first shown frame to the one after it, beside the number.
        var strip = FrameStrip.Read(folder.File("clips/walk/0.mp4"), 160, _ => [0, 1]);
        var flow = OpticalFlow.Between(strip.Frames, FlowKind.Farneback);
        foreach (ref var part in flow.Vectors.AsSpan())
        {
            part *= look == "wheel" ? 1 : 4;
        }

        var expected = look == "wheel" ? FlowPicture.ColourWheel(flow, 0.03 * 160) : FlowPicture.Arrows(strip.Frames, flow);
        var sheet = ImageFile.Load(folder.File("preview.png"));
        for (var y = 20; y < 160; y++)
        {
            var row = (16 + 26 + (4 * (14 + 26 + 160)) - 160 + y) * sheet.Width;
            Assert.Equal(expected[0].Slice(3 * 160 * y, 3 * 160), sheet[0].Slice(3 * (row + 16), 3 * 160));
        }
    }

    [Fact]
    public async Task Options_that_show_nothing_are_told()
    {
        Clips("walk", 2);
        Clips("run", 2);
        var (code, _, errors) = await Preview("--stride", "3", "--size", "64");
        Assert.Equal((0, "kinora data preview: stride, size: shown with --as-trained only\n"), (code, errors));
        (code, _, errors) = await Preview("--as-trained", "--as-evaluated", "runs/a");
        Assert.Equal(2, code);
        Assert.Contains("--as-trained and --as-evaluated show different things", errors, StringComparison.Ordinal);
        (code, _, errors) = await Preview("--as-trained", "--augment", "flop 0.5");
        Assert.Equal(2, code);
        Assert.Contains("'flop 0.5' is none of", errors, StringComparison.Ordinal);
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

    // Beside the corner with the number.
    private static bool Same(Frames sheet, Frames frames, int top, int t)
    {
        for (var y = 20; y < 64; y++)
        {
            var line = sheet[0].Slice(3 * (((top + y) * sheet.Width) + 16 + (t * 68)), 3 * 64);
            if (!line.SequenceEqual(frames[t].Slice(3 * 64 * y, 3 * 64)))
            {
                return false;
            }
        }

        return true;
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
