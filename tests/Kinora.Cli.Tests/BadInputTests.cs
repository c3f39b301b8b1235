using System.Diagnostics;
using System.Text.Json;
using Kinora.Models;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Video;
using Kinora.Video.Scaling;
using Kinora.Video.Writing;

namespace Kinora.Cli.Tests;

/// <summary>What the program says to data and files that are not as they should be: one clear line, an exit code, nothing half written.</summary>
public sealed class BadInputTests
{
    private static readonly string[] Quick = ["--epochs", "1", "--frames", "8", "--stride", "1", "--size", "32", "--augment", "none", "--views", "1"];

    [Fact]
    public void A_missing_folder_is_named()
    {
        using var folder = Places.Temporary();
        Refused(folder, 3, "nowhere", "train", folder.File("nowhere"));
    }

    [Fact]
    public void A_folder_without_videos_is_named()
    {
        using var folder = Places.Temporary();
        Directory.CreateDirectory(folder.File("clips/walk"));
        File.WriteAllText(folder.File("clips/walk/notes.txt"), "none yet");
        Refused(folder, 3, "no video", "train", folder.File("clips"));
    }

    [Fact]
    public void One_class_alone_cannot_be_told_apart_from_anything()
    {
        using var folder = Places.Temporary();
        Clips(folder, ("walk", 3));
        Refused(folder, 3, "one class", "train", folder.File("clips"));
    }

    [Fact]
    public void One_clip_a_class_cannot_be_split()
    {
        using var folder = Places.Temporary();
        Clips(folder, ("walk", 1), ("run", 1));
        Refused(folder, 3, "one clip only", "train", folder.File("clips"));
    }

    [Fact]
    public void A_network_for_stored_features_does_not_take_videos()
    {
        using var folder = Places.Temporary();
        Clips(folder, ("walk", 3), ("run", 3));
        Refused(folder, 2, "--backbone is none, so features_rnn would take stored features, but the data is videos; give one of resnet18", "train", folder.File("clips"), "--model", "features_rnn");
    }

    [Fact]
    public void An_unreadable_file_among_good_ones_is_skipped_counted_and_named()
    {
        using var folder = Places.Temporary();
        Clips(folder, ("walk", 5), ("run", 5));
        File.WriteAllText(folder.File("clips/walk/broken.mp4"), "this is no video");

        var (code, output, errors) = Start(folder, ["train", folder.File("clips"), .. Quick]);

        Assert.True(code == 1, errors);
        Assert.Contains("walk/broken.mp4", errors, StringComparison.Ordinal);
        Assert.Contains("1 file could not be read", errors, StringComparison.Ordinal);
        Assert.Contains("accuracy", output, StringComparison.Ordinal);
        using var results = JsonDocument.Parse(File.ReadAllText(Directory.GetFiles(folder.File("runs"), "results.json", SearchOption.AllDirectories).Single()));
        Assert.Equal("walk/broken.mp4", results.RootElement.GetProperty("skipped")[0].GetProperty("file").GetString());
    }

    [Fact]
    public void An_empty_class_is_named()
    {
        using var folder = Places.Temporary();
        Clips(folder, ("walk", 5), ("run", 5));
        Directory.CreateDirectory(folder.File("clips/swim"));

        var (code, _, errors) = Start(folder, ["train", folder.File("clips"), .. Quick]);

        Assert.True(code == 0, errors);
        Assert.Contains("1 empty folder: swim; a class without clips is not learned", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_checkpoint_is_refused()
    {
        using var folder = Places.Temporary();
        Clips(folder, ("walk", 1));
        File.WriteAllText(folder.File("notes.kinora"), "some notes, and nothing else");
        Refused(folder, 3, "notes.kinora", "predict", folder.File("clips/walk/0.mp4"), "--model", folder.File("notes.kinora"));
    }

    [Fact]
    public void A_checkpoint_cut_in_half_is_refused()
    {
        using var folder = Places.Temporary();
        Clips(folder, ("walk", 1));
        var whole = Checkpoint(folder, "walk", "run");
        var bytes = File.ReadAllBytes(whole);
        File.WriteAllBytes(folder.File("half.kinora"), bytes[..(bytes.Length / 2)]);
        Refused(folder, 3, "half.kinora", "predict", folder.File("clips/walk/0.mp4"), "--model", folder.File("half.kinora"));
    }

    [Fact]
    public void Weights_for_another_number_of_classes_are_refused()
    {
        using var folder = Places.Temporary();
        Clips(folder, ("walk", 1));
        var path = folder.File("wrong.kinora");
        var entry = Video3dCnn.SmallEntry;
        using (var model = entry.Build(classes: 4, new Video3dCnnOptions { Width = 4, TemporalPools = 3 }))
        {
            Models.Checkpoint.Save(path, entry, new Video3dCnnOptions { Width = 4, TemporalPools = 3 }, model, ["walk", "run"], new Preprocessing { Geometry = new Squash(new(32, 32)) });
        }

        Refused(folder, 3, "fc2", "predict", folder.File("clips/walk/0.mp4"), "--model", path);
    }

    [Fact]
    public void Data_with_classes_that_the_model_does_not_know_is_refused()
    {
        using var folder = Places.Temporary();
        Clips(folder, ("walk", 2), ("swim", 2));
        Refused(folder, 3, "swim", "evaluate", folder.File("clips"), "--model", Checkpoint(folder, "walk", "run"));
    }

    [Fact]
    public void Good_files_are_answered_and_bad_ones_named()
    {
        using var folder = Places.Temporary();
        Clips(folder, ("walk", 1));
        File.WriteAllBytes(folder.File("empty.mp4"), []);

        var (code, output, errors) = Start(folder, ["predict", folder.File("clips/walk/0.mp4"), folder.File("empty.mp4"), "--json", "--model", Checkpoint(folder, "walk", "run")]);

        Assert.True(code == 1, errors);
        using var answers = JsonDocument.Parse(output);
        Assert.Equal(2, answers.RootElement[0].GetProperty("predictions").GetArrayLength());
        Assert.Contains("empty", answers.RootElement[1].GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_fills_up_ends_training_with_one_line_and_no_half_file()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can mount a small disk to fill");
        using var folder = Places.Temporary();
        Clips(folder, ("walk", 5), ("run", 5));
        var disk = folder.File("disk");
        Directory.CreateDirectory(disk);
        Places.Run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk);
        try
        {
            var (code, _, errors) = Start(folder, ["train", folder.File("clips"), "--runs", disk, .. Quick]);

            Assert.True(code == 3, errors);
            Assert.Contains("best.kinora", LastLine(errors), StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFiles(disk, "*kinora*", SearchOption.AllDirectories));
        }
        finally
        {
            Places.Run("umount", "--lazy", disk);
        }
    }

    private static void Refused(TemporaryFolder folder, int expected, string word, params string[] arguments)
    {
        var (code, output, errors) = Start(folder, arguments);
        Assert.True(code == expected, $"exit code {code}\n{errors}");
        Assert.Equal("", output);
        Assert.Contains(word, LastLine(errors), StringComparison.Ordinal);
        Assert.StartsWith($"kinora {arguments[0]}: ", LastLine(errors), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("runs")), "a run was begun for data that cannot be trained on");
    }

    // What is wrong; wrong usage ends with where help is.
    private static string LastLine(string text) => text.TrimEnd().Split('\n').Last(line => !line.EndsWith("--help lists all options", StringComparison.Ordinal));

    private static void Clips(TemporaryFolder folder, params (string Label, int Count)[] classes)
    {
        foreach (var (label, count) in classes)
        {
            Directory.CreateDirectory(folder.File($"clips/{label}"));
            for (var i = 0; i < count; i++)
            {
                using var writer = VideoWriter.Create(folder.File($"clips/{label}/{i}.mp4"), new FrameSize(32, 32), new FrameRate(25));
                for (var t = 0; t < 10; t++)
                {
                    var frame = new byte[32 * 32 * 3];
                    frame.AsSpan().Fill((byte)((20 * t) + label.Length + i));
                    writer.Write(frame);
                }

                writer.Finish();
            }
        }
    }

    private static string Checkpoint(TemporaryFolder folder, params string[] labels)
    {
        var path = folder.File("model.kinora");
        var entry = Video3dCnn.SmallEntry;
        var options = new Video3dCnnOptions { Width = 4, TemporalPools = 3 };
        TorchRandom.Seed(1);
        using var model = entry.Build(labels.Length, options);
        Models.Checkpoint.Save(path, entry, options, model, labels, new Preprocessing { Geometry = new Squash(new(32, 32)), Sampler = new(Video.Sampling.SamplingKind.CentredStride, 8, 1) });
        return path;
    }

    // The program as built beside these tests, in a folder of its own, so that runs/ is there too.
    private static (int Code, string Output, string Errors) Start(TemporaryFolder folder, params string[] arguments)
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
