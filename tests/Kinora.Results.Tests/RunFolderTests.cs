using Kinora.Results;

namespace Kinora.Tests.Results;

public class RunFolderTests
{
    [Fact]
    public void A_name_that_exists_is_numbered()
    {
        using var folder = Places.Temporary();

        string[] names = [.. Enumerable.Range(0, 4).Select(_ => RunFolder.Create(folder.File("runs"), "walk").Name)];

        Assert.Equal(["walk", "walk-2", "walk-3", "walk-4"], names);
        Assert.Equal(4, Directory.GetFileSystemEntries(folder.File("runs")).Length);
    }

    [Fact]
    public void Without_a_name_it_is_the_time_in_UTC()
    {
        using var folder = Places.Temporary();

        var run = RunFolder.Create(folder.Path, clock: new FixedClock(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(-2))));

        Assert.Equal("2026-03-04_07-06-07", run.Name);
    }

    [Fact]
    public void What_is_there_already_is_never_touched()
    {
        using var folder = Places.Temporary();
        Directory.CreateDirectory(folder.File("empty"));
        File.WriteAllText(folder.File("file"), "mine");

        Assert.Equal("empty-2", RunFolder.Create(folder.Path, "empty").Name);
        Assert.Equal("file-2", RunFolder.Create(folder.Path, "file").Name);
        Assert.Empty(Directory.GetFileSystemEntries(folder.File("empty")));
        Assert.Equal("mine", File.ReadAllText(folder.File("file")));
    }

    [Fact]
    public void Runs_that_start_together_never_share_a_folder()
    {
        using var folder = Places.Temporary();
        const int Threads = 8;
        const int Each = 25;
        using var start = new Barrier(Threads);
        var paths = new string[Threads * Each];
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(number => new Thread(() =>
        {
            start.SignalAndWait();
            for (var i = 0; i < Each; i++)
            {
                paths[(number * Each) + i] = RunFolder.Create(folder.Path, "race").Path;
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Equal(paths.Length, paths.Distinct().Count());
        Assert.Equal(paths.Order(), Directory.GetFileSystemEntries(folder.Path).Order());
        Assert.All(paths, path => Assert.True(Directory.Exists(RunFolder.Open(path).Checkpoints)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    public void Names_that_are_no_folder_names_are_refused(string name)
    {
        using var folder = Places.Temporary();

        var error = Assert.Throws<ResultsException>(() => RunFolder.Create(folder.Path, name));

        Assert.Contains("cannot name a run", error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_file_in_the_place_of_the_root_is_one_clear_line()
    {
        using var folder = Places.Temporary();
        File.WriteAllText(folder.File("runs"), "");

        var error = Assert.Throws<ResultsException>(() => RunFolder.Create(folder.File("runs"), "walk"));

        Assert.StartsWith($"cannot write {folder.File("runs")}/walk", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void The_newest_run_is_the_one_whose_best_checkpoint_was_written_last()
    {
        using var folder = Places.Temporary();
        Assert.Null(RunFolder.Newest(folder.File("absent")));
        Assert.Null(RunFolder.Newest(folder.Path));
        var first = RunFolder.Create(folder.Path, "b");
        var second = RunFolder.Create(folder.Path, "a");
        RunFolder.Create(folder.Path, "c");
        File.WriteAllText(first.BestCheckpoint, "");
        File.WriteAllText(second.BestCheckpoint, "");
        File.SetLastWriteTimeUtc(first.BestCheckpoint, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.SetLastWriteTimeUtc(second.BestCheckpoint, new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc));

        Assert.Equal(second.Path, RunFolder.Newest(folder.Path)!.Path);
    }

    [Fact]
    public void The_newest_of_a_run_that_left_groups_out_is_the_fold_written_last()
    {
        using var folder = Places.Temporary();
        var run = RunFolder.Create(folder.Path, "left-out");
        foreach (var (name, day) in new[] { ("daria", 1), ("denis", 3), ("eli", 2) })
        {
            File.WriteAllText(run.Fold(name).BestCheckpoint, "");
            File.SetLastWriteTimeUtc(run.Fold(name).BestCheckpoint, new DateTime(2026, 1, day, 0, 0, 0, DateTimeKind.Utc));
        }

        Assert.Equal(run.Fold("denis").Path, RunFolder.Newest(folder.Path)!.Path);
        Assert.Equal(run.Fold("denis").BestCheckpoint, RunFolder.CheckpointOf(run.Path));
    }

    [Fact]
    public void A_model_is_named_by_its_file_or_by_its_run()
    {
        using var folder = Places.Temporary();
        var run = RunFolder.Create(folder.Path, "walk");
        var nothing = Assert.Throws<ResultsException>(() => RunFolder.CheckpointOf(run.Path));
        File.WriteAllText(run.BestCheckpoint, "");

        Assert.Equal($"{run.Path} is a folder without a checkpoint; give that of a finished run, or a file that 'kinora train' wrote", nothing.Message);
        Assert.Equal(run.BestCheckpoint, RunFolder.CheckpointOf(run.Path));
        Assert.Equal(run.LastCheckpoint, RunFolder.CheckpointOf(run.LastCheckpoint));
        Assert.Equal("no/such.kinora", RunFolder.CheckpointOf("no/such.kinora"));
    }

    [Fact]
    public void Everything_has_its_place()
    {
        using var folder = Places.Temporary();
        var run = RunFolder.Create(folder.Path, "walk");

        Assert.Equal(
            ["recipe.yaml", "environment.json", "log.jsonl", "results.json", "scores.csv", "checkpoints/best.kinora", "checkpoints/last.kinora", "plots", "report.html", "folds/daria/checkpoints"],
            [.. new[] { run.Recipe, run.Environment, run.Log, run.Results, run.Scores, run.BestCheckpoint, run.LastCheckpoint, run.Plots, run.Report, run.Fold("daria").Checkpoints }
                .Select(path => Path.GetRelativePath(run.Path, path))]);
        Assert.Equal(run.Path, RunFolder.Open(run.Path + "/").Path);
        Assert.Contains("there is no run", Assert.Throws<ResultsException>(() => RunFolder.Open(folder.File("x"))).Message);
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now.ToUniversalTime();
    }
}
