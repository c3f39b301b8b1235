using Kinora.Results;

namespace Kinora.Tests.Results;

public class RunLogTests
{
    private static readonly DateTimeOffset Time = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private static readonly LogEvent[] Events =
    [
        new NoticeEvent { Time = Time, Message = "skipped 1 file: \"tür.avi\"\nno video" },
        new StepEvent { Time = Time, Epoch = 1, Step = 3, Loss = double.NaN, LearningRate = 1e-4 },
        new EpochEvent { Time = Time, Fold = "daria", Epoch = 1, TrainLoss = 2.302585092994046, TrainAccuracy = 0.1, LearningRate = 1e-4, Seconds = 12.5 },
        new EpochEvent { Time = Time, Epoch = 2, TrainLoss = 1.5, TrainAccuracy = 0.5, ValidationLoss = 1.75, ValidationAccuracy = 0.25, LearningRate = 0, Seconds = 12, ClipsPerSecond = 7.5 },
    ];

    [Fact]
    public void Events_come_back_as_they_were()
    {
        using var folder = Places.Temporary();
        Write(folder.File("log.jsonl"), Events);

        Assert.Equal(Events, RunLog.Read(folder.File("log.jsonl")));
        Assert.Equal(
            """{"event":"epoch","epoch":2,"train_loss":1.5,"train_accuracy":0.5,"validation_loss":1.75,"validation_accuracy":0.25,"learning_rate":0,"seconds":12,"clips_per_second":7.5,"time":"2026-03-04T05:06:07+00:00"}""",
            File.ReadAllLines(folder.File("log.jsonl"))[3]);
    }

    [Fact]
    public void A_line_can_be_read_before_the_log_is_closed()
    {
        using var folder = Places.Temporary();
        using var log = RunLog.Open(folder.File("log.jsonl"));

        log.Append(Events[0]);

        Assert.Equal([Events[0]], RunLog.Read(folder.File("log.jsonl")));
    }

    [Fact]
    public void A_log_is_continued_after_a_kill_in_the_middle_of_a_line()
    {
        using var folder = Places.Temporary();
        var path = folder.File("log.jsonl");
        Write(path, Events[..2]);
        File.AppendAllText(path, "{\"event\":\"epoch\",\"epo");
        Assert.Equal(Events[..2], RunLog.Read(path));

        Write(path, Events[2..]);

        Assert.Equal(Events, RunLog.Read(path));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{\"event\":\"unheard of\"}")]
    [InlineData("{\"event\":\"epoch\",\"epoch\":1}")]
    [InlineData("null")]
    public void A_broken_line_is_named(string line)
    {
        using var folder = Places.Temporary();
        var path = folder.File("log.jsonl");
        Write(path, Events[..1]);
        File.AppendAllText(path, line + "\n");

        var error = Assert.Throws<ResultsException>(() => RunLog.Read(path));

        Assert.StartsWith($"{path}, line 2 is no event of a log: ", error.Message);
    }

    [Fact]
    public void Threads_do_not_mix_their_lines()
    {
        using var folder = Places.Temporary();
        using (var log = RunLog.Open(folder.File("log.jsonl")))
        {
            Parallel.For(0, 500, number => log.Append(Events[number % Events.Length]));
        }

        var read = RunLog.Read(folder.File("log.jsonl"));

        Assert.All(Events, wanted => Assert.Equal(125, read.Count(wanted.Equals)));
    }

    private static void Write(string path, LogEvent[] events)
    {
        using var log = RunLog.Open(path);
        Array.ForEach(events, log.Append);
    }
}
