using System.Diagnostics;
using System.Globalization;
using Kinora.Data.Loading;
using Kinora.Tests;
using Kinora.Video;

namespace Kinora.Data.Tests.Loading;

public sealed class FrameCountIndexTests(Clips clips) : IClassFixture<Clips>, IDisposable
{
    private readonly TemporaryFolder cache = new("index");

    public void Dispose() => cache.Dispose();

    [Fact]
    public void Each_file_is_opened_once_for_ever()
    {
        var data = DataSets.Open(clips.Root);
        var index = FrameCountIndex.Open(data.Root, cache.Path);
        Assert.Empty(index.Fill(data.Samples, workers: 2));
        Assert.Equal(9, index.FilesOpened);
        Assert.Equal([30, 6, 25, 12, 34, 28, 20, 26, 9], data.Samples.Select(sample => index.Get(sample).FrameCount));
        Assert.Equal(new ClipFacts(30, 48, 32, 25, null), index.Get(data.Samples[0]));
        var again = FrameCountIndex.Open(data.Root, cache.Path);
        Assert.Equal(data.Samples.Select(index.Get), data.Samples.Select(again.Get));
        Assert.Equal((0, null, null), (again.FilesOpened, again.Damage, again.NotKept));
    }

    [Fact]
    public void A_file_that_changed_is_opened_again()
    {
        using var folder = Places.Temporary();
        Places.Run("cp", "-r", clips.Root + "/.", folder.Path);
        var data = DataSets.Open(folder.Path);
        FrameCountIndex.Open(data.Root, cache.Path).Fill(data.Samples, 2);
        File.Copy(Path.Combine(clips.Root, "bars/1.mp4"), folder.File("bars/0.mp4"), overwrite: true);
        File.SetLastWriteTimeUtc(folder.File("zones/0.mp4"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var again = FrameCountIndex.Open(data.Root, cache.Path);
        again.Fill(data.Samples, 2);
        Assert.Equal(2, again.FilesOpened);
        Assert.Equal(6, again.Get(data.Samples[0]).FrameCount);
    }

    [Fact]
    public void An_unreadable_file_is_named_and_tried_again_by_the_next_run()
    {
        using var folder = Places.Temporary();
        Places.Run("cp", "-r", clips.Root + "/.", folder.Path);
        File.WriteAllText(folder.File("zones/1.mp4"), "no video at all");
        var data = DataSets.Open(folder.Path);
        var index = FrameCountIndex.Open(data.Root, cache.Path);
        var skipped = Assert.Single(index.Fill(data.Samples, 2));
        Assert.Equal("zones/1.mp4", skipped.Sample.Name);
        Assert.StartsWith($"{skipped.Sample.Path}: ", skipped.Reason, StringComparison.Ordinal);
        Assert.Equal($"1 of 9 files skipped: zones/1.mp4 ({skipped.Reason[(skipped.Sample.Path.Length + 2)..]})", ClipProblem.Skipped([skipped], 9));
        Assert.Equal(skipped.Reason, Assert.Throws<VideoException>(() => index.Get(skipped.Sample)).Message);
        Assert.Equal(9, index.FilesOpened);
        var again = FrameCountIndex.Open(data.Root, cache.Path);
        Assert.Single(again.Fill(data.Samples, 2));
        Assert.Equal(1, again.FilesOpened);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("altered")]
    [InlineData("empty")]
    [InlineData("text")]
    [InlineData("folder")]
    public void A_damaged_index_is_never_believed_and_made_anew(string damage)
    {
        var data = DataSets.Open(clips.Root);
        FrameCountIndex.Open(data.Root, cache.Path).Fill(data.Samples, 2);
        var file = Assert.Single(Directory.GetFiles(cache.Path, "*", SearchOption.AllDirectories));
        var bytes = File.ReadAllBytes(file);
        switch (damage)
        {
            case "cut":
                File.WriteAllBytes(file, bytes.AsSpan(0, bytes.Length - 200));
                break;
            case "altered":
                File.WriteAllText(file, File.ReadAllText(file).Replace("\"frameCount\":30", "\"frameCount\":31", StringComparison.Ordinal));
                break;
            case "empty":
                File.WriteAllBytes(file, []);
                break;
            case "text":
                File.WriteAllText(file, "null\nnull\n");
                break;
            default:
                // The index of another folder, moved here.
                var other = FrameCountIndex.Open(Path.GetTempPath(), cache.Path);
                other.Fill([data.Samples[0]], 1);
                File.Copy(Directory.GetFiles(cache.Path, "*", SearchOption.AllDirectories).Single(path => path != file), file, overwrite: true);
                break;
        }

        var index = FrameCountIndex.Open(data.Root, cache.Path);
        Assert.Contains("made anew", index.Damage, StringComparison.Ordinal);
        index.Fill(data.Samples, 2);
        Assert.Equal((9, 30), (index.FilesOpened, index.Get(data.Samples[0]).FrameCount));
        Assert.Null(FrameCountIndex.Open(data.Root, cache.Path).Damage);
    }

    [Fact]
    public void An_index_that_cannot_be_kept_says_so_and_works()
    {
        var data = DataSets.Open(clips.Root);
        File.WriteAllText(cache.File("file"), "");
        var index = FrameCountIndex.Open(data.Root, cache.File("file"));
        Assert.Empty(index.Fill(data.Samples, 2));
        Assert.StartsWith("the index of frame counts could not be kept", index.NotKept, StringComparison.Ordinal);
        Assert.Equal(30, index.Get(data.Samples[0]).FrameCount);
    }

    [Fact]
    public void Cancelling_keeps_what_is_known()
    {
        var data = DataSets.Open(clips.Root);
        using var cancel = new CancellationTokenSource();
        var index = FrameCountIndex.Open(data.Root, cache.Path);
        Assert.Throws<OperationCanceledException>(() => index.Fill(data.Samples, 1, new Now(done =>
        {
            if (done == 3)
            {
                cancel.Cancel();
            }
        }), cancel.Token));
        var again = FrameCountIndex.Open(data.Root, cache.Path);
        again.Fill(data.Samples, 1);
        Assert.InRange(again.FilesOpened, 0, 6);
    }

    [Fact]
    public void The_cache_folder_follows_its_variables()
    {
        var variables = new[] { "KINORA_CACHE", "XDG_CACHE_HOME" };
        var old = variables.Select(Environment.GetEnvironmentVariable).ToArray();
        try
        {
            Environment.SetEnvironmentVariable("KINORA_CACHE", null);
            Environment.SetEnvironmentVariable("XDG_CACHE_HOME", "/some/where");
            Assert.Equal("/some/where/kinora", CacheFolder.Default);
            Environment.SetEnvironmentVariable("XDG_CACHE_HOME", "some/where");
            Assert.Equal(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache/kinora"), CacheFolder.Default);
            Environment.SetEnvironmentVariable("KINORA_CACHE", "/own");
            Assert.Equal("/own", CacheFolder.Default);
        }
        finally
        {
            foreach (var (i, name) in variables.Index())
            {
                Environment.SetEnvironmentVariable(name, old[i]);
            }
        }
    }

    [Fact]
    public void A_hundred_thousand_clips_are_known_again_within_two_seconds()
    {
        Places.LongOnly();
        var file = cache.File("large.jsonl");
        Assert.Null(IndexFile.Write(file, "/root", Enumerable.Range(0, 100_000).Select(i => new IndexEntry($"class {i % 101}/v_{i}.avi", i, i, new ClipFacts(i, 320, 240, 29.97, null)))));
        var clock = Stopwatch.StartNew();
        Assert.Equal(100_000, IndexFile.Read(file, "/root").Entries.Count);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 2);
    }

    [Theory]
    [InlineData("weizmann")]
    [InlineData("ut_interaction")]
    [InlineData("home5")]
    public void Frame_counts_of_real_clips_are_those_of_the_manifest(string set)
    {
        var data = DataSets.Open(Places.RealData(set));
        var counts = File.ReadLines(Places.RealData("MANIFEST.tsv")).Skip(1).Select(line => line.Split('\t')).ToDictionary(cells => cells[0], cells => int.Parse(cells[7], CultureInfo.InvariantCulture));
        var index = FrameCountIndex.Open(data.Root, cache.Path);
        Assert.Empty(index.Fill(data.Samples, 2));
        Assert.All(data.Samples, sample => Assert.Equal(counts[$"{set}/{sample.Name}"], index.Get(sample).FrameCount));
    }

    private sealed class Now(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}
