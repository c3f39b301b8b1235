using Dapper;
using Kinora.Inference.Timelines;
using Kinora.Tests;
using Kinora.Web.Jobs;
using Kinora.Web.Storage;
using Microsoft.Data.Sqlite;

namespace Kinora.Web.Tests;

/// <summary>What was accepted is never lost, and has one end.</summary>
public sealed class StoreTests
{
    private static readonly Outcome outcome = new(
        new VideoFacts("fake", 32, 24, 25, 50, 2), [new("walk", 0.9), new("run", 0.1)], [0, 8], [0, 8],
        new Timeline("clip.mp4", ["walk", "run"], 25, 50, 2, [new TimelineWindow(0, 50, 0, 2, [0.9f, 0.1f])], [new Segment(0, 2, "walk", 0.9f)]), 1.5, null);

    [Fact]
    public async Task Jobs_are_done_in_the_order_in_which_they_came()
    {
        using var folder = Places.Temporary();
        using var store = new Store(folder);
        var (first, second) = (await store.Add(), await store.Add());
        Assert.Equal(first.Id, (await store.Queue.TakeAsync(default)).Id);
        Assert.Equal(second.Id, (await store.Queue.TakeAsync(default)).Id);
    }

    [Fact]
    public async Task A_job_that_ran_when_the_server_was_killed_is_begun_again_and_given_up_after_three_times()
    {
        using var folder = Places.Temporary();
        string id;
        using (var store = new Store(folder))
        {
            id = (await store.Add()).Id;
        }

        for (var attempt = 1; attempt <= JobQueue.MaxAttempts; attempt++)
        {
            // Nothing is said to the store when it goes: as a kill would leave it.
            using var store = new Store(folder);
            Assert.Equal(JobState.Queued, store.Queue.Get(id).State);
            var job = await store.Queue.TakeAsync(default);
            Assert.Equal((id, attempt), (job.Id, job.Attempts));
        }

        using var last = new Store(folder);
        Assert.Equal((JobState.Failed, FailureKind.Interrupted), (last.Queue.Get(id).State, last.Queue.Get(id).Failure));
        Assert.Contains("3 times", last.Queue.Get(id).Error!);
        Assert.Equal(0, last.Queue.Waiting);
    }

    [Fact]
    public async Task A_job_that_was_cut_off_comes_after_those_not_begun_yet()
    {
        using var folder = Places.Temporary();
        string first, second;
        using (var store = new Store(folder))
        {
            (first, second) = ((await store.Add()).Id, (await store.Add()).Id);
            Assert.Equal(first, (await store.Queue.TakeAsync(default)).Id);
        }

        using var next = new Store(folder);
        Assert.Equal(second, (await next.Queue.TakeAsync(default)).Id);
        Assert.Equal(first, (await next.Queue.TakeAsync(default)).Id);
    }

    [Fact]
    public async Task A_job_put_back_has_not_been_tried()
    {
        using var folder = Places.Temporary();
        using var store = new Store(folder);
        var job = await store.Add();
        for (var i = 0; i < 2 * JobQueue.MaxAttempts; i++)
        {
            store.Queue.Requeue((await store.Queue.TakeAsync(default)).Id);
        }

        Assert.Equal((JobState.Queued, 0), (store.Queue.Get(job.Id).State, store.Queue.Get(job.Id).Attempts));
    }

    [Fact]
    public async Task A_job_has_one_end()
    {
        using var folder = Places.Temporary();
        using var store = new Store(folder);
        var job = await store.Add();
        Assert.False(store.Queue.Finish(job.Id, outcome));  // It has not been begun.
        await store.Queue.TakeAsync(default);
        Assert.True(store.Queue.Finish(job.Id, outcome));
        Assert.False(store.Queue.Finish(job.Id, outcome));
        Assert.False(store.Queue.Fail(job.Id, FailureKind.Time, "late"));
        Assert.Equal(JobState.Done, store.Queue.Cancel(job.Id).State);
        var kept = store.History.OutcomeOf(job.Id)!;
        Assert.Equal((outcome.Video, outcome.Seconds), (kept.Video, kept.Seconds));
        Assert.Equal(outcome.Predictions, kept.Predictions);
        Assert.Equal(outcome.Timeline.Segments, kept.Timeline.Segments);
        Assert.Equal(outcome.Timeline.Windows[0].Probabilities, kept.Timeline.Windows[0].Probabilities);
        Assert.Equal(("walk", 0.9), (store.Queue.Get(job.Id).Label, store.Queue.Get(job.Id).Probability));
    }

    [Fact]
    public async Task A_cancelled_job_is_not_begun()
    {
        using var folder = Places.Temporary();
        using var store = new Store(folder);
        var (first, second) = (await store.Add(), await store.Add());
        Assert.Equal(JobState.Cancelled, store.Queue.Cancel(first.Id).State);
        Assert.Equal(second.Id, (await store.Queue.TakeAsync(default)).Id);
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.Queue.TakeAsync(soon.Token));
    }

    [Fact]
    public async Task A_full_queue_refuses_and_leaves_no_file()
    {
        using var folder = Places.Temporary();
        using var store = new Store(folder, settings => settings with { QueueLength = 2 });
        await store.Add();
        await store.Add();
        Assert.True(store.Queue.IsFull);
        Assert.Equal(Refusal.Full, (await Assert.ThrowsAsync<RefusedException>(store.Add)).Refusal);
        Assert.Equal(2, Directory.GetFiles(store.Folder.Uploads).Length);
    }

    [Fact]
    public async Task What_a_killed_server_left_is_swept_away_and_nothing_else()
    {
        using var folder = Places.Temporary();
        using var store = new Store(folder);
        var job = await store.Add();
        await store.Queue.TakeAsync(default);
        store.Queue.Finish(job.Id, outcome);
        Directory.CreateDirectory(store.Folder.PicturesOf(job.Id));
        Directory.CreateDirectory(store.Folder.PicturesOf("of-no-job"));
        File.WriteAllText(store.Folder.Upload("half.part"), "half");
        File.WriteAllText(store.Folder.Upload("without-a-row"), "whole");
        Assert.Equal(3, store.Uploads.Sweep());
        Assert.Equal([store.Folder.Upload(job.Upload)], Directory.GetFiles(store.Folder.Uploads));
        Assert.Equal([store.Folder.PicturesOf(job.Id)], Directory.GetDirectories(store.Folder.Pictures));
        Assert.Equal(0, store.Uploads.Sweep());
    }

    [Fact]
    public async Task Old_videos_are_deleted_with_their_pictures_and_results_stay()
    {
        using var folder = Places.Temporary();
        using var store = new Store(folder);
        var (done, waiting) = (await store.Add(), await store.Add());
        await store.Queue.TakeAsync(default);
        store.Queue.Finish(done.Id, outcome);
        Directory.CreateDirectory(store.Folder.PicturesOf(done.Id));
        Assert.Equal(0, store.Uploads.DeleteOlderThan(DateTimeOffset.UtcNow.AddHours(-1)));
        Assert.Equal(1, store.Uploads.DeleteOlderThan(DateTimeOffset.UtcNow));
        Assert.False(File.Exists(store.Folder.Upload(done.Upload)));
        Assert.False(Directory.Exists(store.Folder.PicturesOf(done.Id)));
        Assert.True(File.Exists(store.Folder.Upload(waiting.Upload)));
        Assert.False(store.Queue.Get(done.Id).HasVideo);
        Assert.NotNull(store.History.OutcomeOf(done.Id));
        Assert.Equal(Refusal.Gone, Assert.Throws<RefusedException>(() => store.Queue.Add(done.Upload, "fake")).Refusal);
    }

    [Fact]
    public async Task The_history_is_searched_and_paged()
    {
        using var folder = Places.Temporary();
        using var store = new Store(folder);
        var jobs = new List<Job>();
        foreach (var name in (string[])["Über 100%.mp4", "b_c.mp4", "bxc.mp4"])
        {
            jobs.Add(await store.Add(name));
        }

        await store.Queue.TakeAsync(default);
        store.Queue.Finish(jobs[0].Id, outcome);
        Assert.Equal([jobs[2].Id, jobs[1].Id], store.History.List(limit: 2).Select(job => job.Id));
        Assert.Equal([jobs[0].Id], store.History.List(before: jobs[1].Id).Select(job => job.Id));
        Assert.Equal([jobs[1].Id], store.History.List("B_C").Select(job => job.Id));
        Assert.Equal([jobs[0].Id], store.History.List("0%").Select(job => job.Id));
        Assert.Equal([jobs[0].Id], store.History.List("WALK").Select(job => job.Id));
        Assert.Empty(store.History.List("' OR 1=1 --"));
        Assert.Equal(Refusal.Malformed, Assert.Throws<RefusedException>(() => store.History.List(limit: 101)).Refusal);
    }

    [Fact]
    public void A_database_of_another_format_or_none_at_all_is_refused_with_advice()
    {
        using var folder = Places.Temporary();
        File.WriteAllText(folder.File("text.db"), new string('x', 5000));
        Assert.Contains("text.db cannot be opened as a database", Assert.Throws<WebException>(() => Database.Open(folder.File("text.db"))).Message);
        Database.Open(folder.File("new.db")).Dispose();
        using (var connection = new SqliteConnection($"Data Source={folder.File("new.db")};Pooling=False"))
        {
            connection.Execute("PRAGMA user_version = 7");
        }

        var refused = Assert.Throws<WebException>(() => Database.Open(folder.File("new.db"))).Message;
        Assert.Contains("has format 7, this program reads format 1", refused);
        Assert.Contains("--data", refused);
    }

    [Fact]
    public void A_data_folder_has_one_server_at_a_time()
    {
        using var folder = Places.Temporary();
        using (DataFolder.Open(folder.File("data")))
        {
            Assert.Contains("another server", Assert.Throws<WebException>(() => DataFolder.Open(folder.File("data"))).Message);
        }

        DataFolder.Open(folder.File("data")).Dispose();
        File.WriteAllText(folder.File("file"), "");
        Assert.Contains("choose another folder", Assert.Throws<WebException>(() => DataFolder.Open(folder.File("file"))).Message);
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\videos\\a.mp4", "a.mp4")]
    [InlineData("a\u0000\r\n\u202Eb.mp4", "ab.mp4")]
    [InlineData("..", "..")]
    [InlineData("a/", "video")]
    [InlineData(null, "video")]
    public void A_name_is_shown_without_what_could_deceive(string? name, string shown) => Assert.Equal(shown, DisplayName.Of(name));

    private sealed class Store : IDisposable
    {
        public Store(TemporaryFolder folder, Func<WebSettings, WebSettings>? change = null)
        {
            var settings = new WebSettings { DataFolder = folder.File("data") };
            settings = change?.Invoke(settings) ?? settings;
            Folder = DataFolder.Open(settings.DataFolder);
            Database = Database.Open(Folder.Database);
            Uploads = new Uploads(settings, Folder, Database, TimeProvider.System);
            Queue = new JobQueue(settings, Database, TimeProvider.System);
            History = new History(Database, Queue);
        }

        public DataFolder Folder { get; }

        public Database Database { get; }

        public Uploads Uploads { get; }

        public JobQueue Queue { get; }

        public History History { get; }

        public Task<Job> Add() => Add("clip.mp4");

        public async Task<Job> Add(string name)
        {
            using var file = await Uploads.ReceiveAsync(new MemoryStream(FakeVideo.File()), name, CancellationToken.None);
            return Queue.Add(file, "fake");
        }

        public void Dispose()
        {
            Queue.Dispose();
            Uploads.Dispose();
            Database.Dispose();
            Folder.Dispose();
        }
    }
}
