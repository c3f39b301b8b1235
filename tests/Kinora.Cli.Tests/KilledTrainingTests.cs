using System.Diagnostics;
using System.Runtime.InteropServices;
using Kinora.Models;
using Kinora.Tests;
using Kinora.Video;

namespace Kinora.Cli.Tests;

/// <summary>A training killed (SIGKILL) at random moments and resumed ends with the bits of one that was not.</summary>
public sealed class KilledTrainingTests : IDisposable
{
    private static readonly string[] Recipe =
    [
        "--frames", "8", "--stride", "1", "--size", "32", "--views", "1", "--threads", "1", "--validation", "0.25",
        "--ema-decay", "0.9", "--accumulate", "2", "--warmup-epochs", "2", "--keep-best", "2", "--inner-validation", "0.25",
    ];

    private readonly TemporaryFolder folder = new("killed");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Killed_twice() => KilledEndsAsWhole(kills: 2, seed: 1);

    [Fact]
    public void Killed_ten_times()
    {
        Places.LongOnly();
        KilledEndsAsWhole(kills: 10, seed: 2);
    }

    [Fact]
    public void A_run_that_is_finished_or_changed_is_not_gone_on_with()
    {
        Clips();
        Ends(0, "", ["train", folder.File("clips"), "--name", "whole", "--epochs", "12", .. Recipe]);

        Ends(3, "is finished", "train", "--resume", folder.File("runs/whole"));
        Ends(2, "--epochs, --learning-rate: not with --resume", "train", "--resume", folder.File("runs/whole"), "--epochs", "20", "--learning-rate", "0.1");
        Ends(3, "there is no run", "train", "--resume", folder.File("runs/none"));
        Ends(2, "DATA is missing", "train");
    }

    [Fact]
    public void A_disk_that_fills_during_training_leaves_the_last_good_checkpoint_and_the_run_goes_on_once_there_is_room()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can mount a small disk to fill");
        Clips();
        var disk = folder.File("runs");
        Directory.CreateDirectory(disk);
        Places.Run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk);
        try
        {
            using (var process = Start(["train", folder.File("clips"), "--name", "killed", "--epochs", "60", .. Recipe]))
            {
                process.BeginOutputReadLine();
                Assert.True(SpinWait.SpinUntil(() => Told() >= 3 || process.HasExited, TimeSpan.FromMinutes(10)), "the training does not go on");
                Fill(folder.File("runs/filler"));
                var errors = process.StandardError.ReadToEnd();
                process.WaitForExit();
                Assert.True(process.ExitCode == 3, $"ended with {process.ExitCode}\n{errors}");
                Assert.Matches("the disk is full|No space left on device", errors);
                Assert.Contains("to go on where it stopped: kinora train --resume runs/killed", errors, StringComparison.Ordinal);
                Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
            }

            using (var best = Checkpoint.Load(folder.File("runs/killed/checkpoints/best.kinora")))
            {
                Assert.Equal(["down", "right"], best.Labels);
            }

            File.Delete(folder.File("runs/filler"));
            Ends(0, "goes on in epoch", "train", "--resume", folder.File("runs/killed"));
        }
        finally
        {
            Places.Run("umount", "--lazy", disk);
        }
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // Full, as it shall be.
        }
    }

    private void KilledEndsAsWhole(int kills, int seed)
    {
        Clips();
        Ends(0, "", ["train", folder.File("clips"), "--name", "whole", "--epochs", "12", .. Recipe]);

        string[] arguments = ["train", folder.File("clips"), "--name", "killed", "--epochs", "12", .. Recipe];
        var draw = new Random(seed);
        for (var killed = 0; killed < kills; killed++)
        {
            using var process = Start(arguments);
            var epochs = 12 * (killed + 1) / (kills + 2);
            Assert.True(SpinWait.SpinUntil(() => Told() >= epochs || process.HasExited, TimeSpan.FromMinutes(10)), "the training does not go on");
            Thread.Sleep(draw.Next(200));
            Assert.False(process.HasExited, "the training ended before it could be killed");
            process.Kill();
            process.WaitForExit();
            arguments = ["train", "--resume", folder.File("runs/killed")];
        }

        Ends(0, "goes on in epoch", arguments);
        Assert.Equal(Weights("whole"), Weights("killed"));
        Assert.Equal(File.ReadAllText(folder.File("runs/whole/scores.csv")), File.ReadAllText(folder.File("runs/killed/scores.csv")));
        Assert.Equal(12, Told());
    }

    private void Clips()
    {
        for (var i = 0; i < 16; i++)
        {
            MadeData.Clip(folder, $"clips/{(i % 2 == 0 ? "down" : "right")}/{i}.mp4", new FrameSize(48, 48), frames: 16, isSideways: i % 2 == 1, shade: 120 + (8 * i));
        }
    }

    // Epochs in the log.
    private int Told()
    {
        var log = folder.File("runs/killed/log.jsonl");
        return File.Exists(log) ? File.ReadLines(log).Count(line => line.Contains("\"epoch\"", StringComparison.Ordinal)) : 0;
    }

    private Dictionary<string, byte[]> Weights(string run)
    {
        var all = new Dictionary<string, byte[]>();
        foreach (var file in Directory.GetFiles(folder.File($"runs/{run}/checkpoints"), "*.kinora").Order())
        {
            using var checkpoint = Checkpoint.Load(file);
            all.Add(Path.GetFileName(file), [.. checkpoint.Model.StateDict().Values.SelectMany(tensor => tensor.ToBytes())]);
        }

        Assert.Equal(4, all.Count);
        return all;
    }

    private void Ends(int code, string word, params string[] arguments)
    {
        using var process = Start(arguments);
        process.BeginOutputReadLine();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == code, $"ended with {process.ExitCode}\n{errors}");
        Assert.Contains(word, errors, StringComparison.Ordinal);
    }

    private Process Start(params string[] arguments)
    {
        // The dotnet that runs this test: three folders above its runtime.
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
        return Process.Start(new ProcessStartInfo(dotnet, [Path.Combine(AppContext.BaseDirectory, "Kinora.Cli.dll"), .. arguments])
        {
            UseShellExecute = false,
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}
