using System.Diagnostics;
using System.Text.Json;
using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Cli.Verbs;
using Kinora.Models;
using Kinora.Models.Weights;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Training;
using Kinora.Video;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Cli.Tests;

/// <summary>Published weights listed and fetched, and trainings that begin with weights.</summary>
public sealed class PretrainedTests : IDisposable
{
    private static readonly Video3dCnnOptions Network = new() { Width = 4 };

    private static readonly Preprocessing Seen = new()
    {
        Sampler = new ClipSampler(SamplingKind.CentredStride, Length: 8, Stride: 3),
        Geometry = new ExactThenCentreCrop(new(36, 48), new(32, 32)),
        Filter = ScaleFilter.PillowBilinear,
        Mean = [0.43216f, 0.394666f, 0.37645f],
        Std = [0.22803f, 0.22145f, 0.216989f],
    };

    private readonly TemporaryFolder folder = Places.Temporary();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Preprocessing_that_nobody_gives_comes_from_the_weights()
    {
        var options = Read("--pretrained", Weights()).Get<TrainingOptions>();
        Assert.Equivalent(Seen, options.ToPreprocessing() with { Views = 1 }, strict: true);
        Assert.Equal(SamplingKind.RandomStride, options.Sampling);
        Assert.Equal(0.43216, options.Mean[0]);
        Assert.Equal(new TrainingOptions().Epochs, options.Epochs);
    }

    [Fact]
    public void Recipe_and_flags_come_before_the_weights()
    {
        File.WriteAllText(folder.File("mine.yaml"), "stride: 5\nfilter: opencv-area\n");
        var options = Read(folder.File("mine.yaml"), "--pretrained", Weights(), "--stride", "4", "--mean", "0.5", "0.5", "0.5").Get<TrainingOptions>();
        Assert.Equal((4, ScaleFilter.OpenCvArea, 8, 0.5), (options.Stride, options.Filter, options.Frames, options.Mean[0]));
        Assert.Equal("exact 36x48 crop 32x32", options.ToPreprocessing().Geometry.ToString());
    }

    [Fact]
    public void The_resolved_recipe_gives_the_same_without_asking_the_weights()
    {
        var weights = Weights();
        var first = Read("--pretrained", weights);
        File.WriteAllText(folder.File("resolved.yaml"), first.ToRecipe("made by a test"));
        File.Delete(weights);
        var second = Read(folder.File("resolved.yaml"));
        Assert.Equivalent(first.Get<TrainingOptions>(), second.Get<TrainingOptions>(), strict: true);
        Assert.Equivalent(Seen, second.Get<TrainingOptions>().ToPreprocessing() with { Views = 1 }, strict: true);
    }

    [Theory]
    [InlineData("squash 30x40")]
    [InlineData("short-side 342 crop 299x299")]
    [InlineData("exact 128x171 crop 112x112")]
    [InlineData("centre-square 224x224")]
    public void Every_geometry_survives_as_options(string geometry) =>
        Assert.Equal(geometry, new TrainingOptions().WithPreprocessing(Seen with { Geometry = FrameGeometry.Parse(geometry) }).ToPreprocessing().Geometry.ToString());

    [Fact]
    public void A_range_from_minus_one_to_one_becomes_mean_and_deviation()
    {
        var seen = Seen with { Low = -1, Mean = [0, 0.5f, 0], Std = [1, 0.5f, 1] };
        var options = new TrainingOptions().WithPreprocessing(seen).ToPreprocessing();
        Assert.Equal([0.5f, 0.75f, 0.5f], options.Mean);
        Assert.Equal([0.5f, 0.25f, 0.5f], options.Std);

        using var scope = new TensorScope();
        var frames = new Frames(1, 2, 2);
        ((ReadOnlySpan<byte>)[0, 255, 7, 8, 9, 10, 11, 12, 13, 250, 251, 252]).CopyTo(frames.Pixels);
        Assert.True((seen.ToTensor(frames) - options.ToTensor(frames)).Abs().Max().Item() < 1e-6);
    }

    [Fact]
    public void A_training_begins_with_the_weights_and_its_checkpoint_sees_as_they_did()
    {
        var weights = Weights();
        foreach (var (label, isSideways) in (ReadOnlySpan<(string, bool)>)[("down", false), ("right", true)])
        {
            for (var i = 0; i < 4; i++)
            {
                MadeData.Clip(folder, $"clips/{label}/{i}.mp4", frames: 30, isSideways: isSideways, shade: 150 + (20 * i));
            }
        }

        var (code, _, errors) = Start("train", "clips", "--width", "4", "--pretrained", weights, "--epochs", "1", "--augment", "none", "--views", "1", "--learning-rate", "1e-8", "--name", "tuned");

        Assert.True(code == 0, errors);
        Assert.Contains("clips of 8 frames, stride 3, exact 36x48 crop 32x32", errors, StringComparison.Ordinal);
        Assert.Contains($"notice: loaded 37 tensors of {weights}", errors, StringComparison.Ordinal);
        Assert.Contains("notice: fresh head fc2: 3 classes in the file, 2 here", errors, StringComparison.Ordinal);
        using var scope = new TensorScope();
        using var before = Checkpoint.Load(weights);
        using var after = Checkpoint.Load(folder.File("runs/tuned/checkpoints/last.kinora"));
        Assert.Equivalent(Seen, after.Preprocessing, strict: true);
        var moved = (before.Model.StateDict()["conv1.weight"].Detach() - after.Model.StateDict()["conv1.weight"].Detach()).Abs().Max().Item();
        Assert.InRange(moved, 0, 1e-6);
    }

    [Fact]
    public void Weights_of_another_network_are_refused_in_one_line()
    {
        var weights = Weights();
        MadeData.Clip(folder, "clips/down/0.mp4");
        MadeData.Clip(folder, "clips/down/1.mp4");
        MadeData.Clip(folder, "clips/right/0.mp4", isSideways: true);
        MadeData.Clip(folder, "clips/right/1.mp4", isSideways: true);
        var (code, _, errors) = Start("train", "clips", "--width", "8", "--pretrained", weights);
        Assert.Equal(3, code);
        Assert.Contains("best.kinora: of another shape than in Video3dCnn: conv1.weight is (4, 3, 3, 3, 3), expected (8, 3, 3, 3, 3);", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing.pth", "--pretrained: there is no file nothing.pth, and no known weights of that name; 'kinora weights' lists those")]
    [InlineData("r3d-18-kinetics400", "--pretrained: r3d_18_kinetics400 is not on this machine yet: 'kinora weights get r3d_18_kinetics400' fetches it")]
    public void Weights_that_are_not_there_are_a_wrong_option(string name, string line)
    {
        var (code, output, errors) = Start("train", "clips", "--pretrained", name);
        Assert.Equal((2, ""), (code, output));
        Assert.Equal($"kinora train: {line}\nkinora train --help lists all options\n", errors);
        Assert.False(Directory.Exists(folder.File("runs")));
    }

    [Fact]
    public async Task A_crop_that_does_not_fit_is_a_wrong_option()
    {
        var (code, _, errors) = await Run("train", folder.Path, "--geometry", "exact", "--size", "64", "--resized", "60", "80");
        Assert.Equal(2, code);
        Assert.StartsWith("kinora train: --resized: a crop of 64x64 does not fit into a frame of 60x80", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_weights_are_listed()
    {
        var (code, output, errors) = await Run("weights", "--json");
        Assert.Equal((0, ""), (code, errors));
        using var json = JsonDocument.Parse(output);
        Assert.Equal(KnownWeights.All.Select(weights => weights.Name), json.RootElement.EnumerateArray().Select(line => line.GetProperty("name").GetString()));
        var line = json.RootElement[0];
        Assert.Equal("https://download.pytorch.org/models/r3d_18-b3b3357e.pth", line.GetProperty("address").GetString());
        Assert.Equal("b3b3357e", line.GetProperty("sha256").GetString());

        var (_, table, _) = await Run("weights");
        Assert.All(KnownWeights.All, weights => Assert.Contains($" {weights.Name} ", table, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_name_is_refused_with_the_nearest() =>
        Assert.Equal(
            (2, "", "kinora weights get: no weights are called resnet18-imagnet; did you mean resnet18_imagenet?\nkinora weights get --help lists all options\n"),
            await Run("weights", "get", "resnet18-imagnet"));

    [Fact]
    public void What_is_there_and_right_is_not_fetched_again()
    {
        Directory.CreateDirectory(folder.File("cache/weights"));
        File.WriteAllText(folder.File("cache/weights/modelA0_statedict_v3"), "nobody published a sum of this");
        Assert.Equal(
            (0, $"{folder.File("cache/weights/modelA0_statedict_v3")}\n", "movinet_a0_kinetics600: is here already\n"),
            Start("weights", "get", "movinet_a0_kinetics600"));
    }

    private string Weights()
    {
        var path = folder.File("best.kinora");
        var entry = Video3dCnn.SmallEntry;
        var options = Network with { TemporalPools = 3, Dropout = 0.2 };
        TorchRandom.Seed(3);
        using var model = entry.Build(classes: 3, options);
        Checkpoint.Save(path, entry, options, model, ["a", "b", "c"], Seen);
        return path;
    }

    private OptionValues Read(params string[] arguments) => Application.Read(CommandLine.Parse(Train.Verb, [folder.Path, .. arguments]));

    private static async Task<(int Code, string Output, string Errors)> Run(params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var code = await new Application(AllVerbs.List).Run(arguments, new Terminal(output, errors, width: 100));
        return (code, output.ToString(), errors.ToString());
    }

    private (int Code, string Output, string Errors) Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Kinora.Cli.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
            Environment = { ["KINORA_CACHE"] = folder.File("cache") },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
