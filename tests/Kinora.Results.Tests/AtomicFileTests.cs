using Kinora.Results;

namespace Kinora.Tests.Results;

public class AtomicFileTests
{
    [Fact]
    public void A_writer_that_fails_leaves_the_older_file_and_nothing_else()
    {
        using var folder = Places.Temporary();
        var path = folder.File("results.json");
        AtomicFile.Write(path, stream => stream.Write("old"u8));

        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half of the n"u8);
            stream.Flush();
            throw new InvalidOperationException("killed");
        }));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void The_older_file_stays_whole_until_the_new_one_is()
    {
        using var folder = Places.Temporary();
        var path = folder.File("results.json");
        AtomicFile.Write(path, stream => stream.Write("old"u8));

        AtomicFile.Write(path, stream =>
        {
            stream.Write("new, and longer"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(path));
        });

        Assert.Equal("new, and longer", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        using var folder = Places.Temporary();
        var path = folder.File("absent/results.json");

        var error = Assert.Throws<ResultsException>(() => AtomicFile.Write(path, stream => stream.Write("x"u8)));

        Assert.Equal($"cannot write {path}: there is no folder {folder.File("absent")}; create it or choose another", error.Message);
    }

    [Fact]
    public void A_full_disk_is_one_clear_line_and_leaves_nothing_half_written()
    {
        using var disk = SmallDisk.Mount();
        var path = Path.Combine(disk.Path, "best.kinora");
        AtomicFile.Write(path, stream => stream.Write("old"u8));

        var error = Assert.Throws<ResultsException>(() => AtomicFile.Write(path, stream => stream.Write(new byte[1 << 20])));

        Assert.Matches($@"^cannot write {path} \([\d,]+ bytes free\): the disk is full; free some space or choose another folder$", error.Message);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(disk.Path));
    }

    [Fact]
    public void A_full_disk_stops_scores_results_and_log_alike()
    {
        using var disk = SmallDisk.Mount();
        var log = Path.Combine(disk.Path, "log.jsonl");
        using var events = RunLog.Open(log);
        var notice = new NoticeEvent { Time = DateTimeOffset.UnixEpoch, Message = new string('x', 1000) };

        var error = Assert.Throws<ResultsException>(() =>
        {
            for (var line = 0; line < 1000; line++)
            {
                events.Append(notice);
            }
        });
        Assert.Contains("the disk is full", error.Message);
        Assert.All(RunLog.Read(log), read => Assert.Equal(notice, read));
        Assert.EndsWith("\n", File.ReadAllText(log));

        var scores = Cases.Random(seed: 1, classes: 51, clips: 100);
        Assert.Contains("the disk is full", Assert.Throws<ResultsException>(() => scores.Save(Path.Combine(disk.Path, "scores.csv"))).Message);
        var results = RunResults.Of(scores, Cases.Protocol(), 1, []);
        Assert.Contains("the disk is full", Assert.Throws<ResultsException>(() => results.Save(Path.Combine(disk.Path, "results.json"))).Message);
        Assert.Equal([log], Directory.GetFileSystemEntries(disk.Path));
    }
}
