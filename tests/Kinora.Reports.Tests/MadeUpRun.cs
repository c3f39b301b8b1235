using Kinora.Results;

namespace Kinora.Tests.Reports;

/// <summary>Run folders with a log and results, as training and evaluation would leave them.</summary>
internal static class MadeUpRun
{
    private static readonly string[] Actions =
        ["walk", "run", "jump in place", "skip", "wave with <one> hand", "ApplyEyeMakeup", "Handstand & Pushups", "gällop", "走る", "shoot a ball at a basket with a description longer than any plot has room for"];

    public static RunFolder Make(string root, int epochs, int folds, int classes, int clips)
    {
        var run = RunFolder.Create(root, "run");
        WriteLog(run, [.. from fold in Enumerable.Range(0, folds) from epoch in Enumerable.Range(1, epochs) select Epoch(fold, folds, epoch)]);
        var random = new Random(1);
        string[] labels = [.. Enumerable.Range(0, classes).Select(number => number < Actions.Length ? Actions[number] : $"{Actions[number % Actions.Length]} {number}")];
        ClipScore[] scores = [.. Enumerable.Range(0, clips).Select(number =>
        {
            var truth = random.Next(classes);
            var probabilities = new float[classes];
            probabilities[random.NextDouble() < 0.75 ? truth : random.Next(classes)] = 1;
            return new ClipScore($"{number}.avi", null, truth, probabilities);
        })];
        var protocol = new Protocol { Data = "made up", Split = "all", Level = ScoreLevel.Clip, Views = 1, Frames = 16, SettingsChosenOn = "none" };
        RunResults.Of(new Scores(labels, scores), protocol, 1, []).Save(run.Results);
        return run;
    }

    public static void WriteLog(RunFolder run, params EpochEvent[] epochs)
    {
        using var log = RunLog.Open(run.Log);
        Array.ForEach(epochs, log.Append);
    }

    public static EpochEvent Epoch(int fold, int folds, int epoch) => new()
    {
        Time = DateTimeOffset.UnixEpoch,
        Fold = folds > 1 ? $"person {fold}" : null,
        Epoch = epoch,
        LearningRate = 1e-4,
        Seconds = 1,
        TrainLoss = (2.3 * Math.Exp(-epoch / 12.0)) + (0.01 * fold),
        ValidationLoss = 0.5 + (1.8 * Math.Exp(-epoch / 14.0)) + (0.1 * Math.Abs(Math.Sin((epoch * 7) + fold))),
        TrainAccuracy = 1 - (0.9 * Math.Exp(-epoch / 12.0)),
        ValidationAccuracy = 0.85 - (0.7 * Math.Exp(-epoch / 12.0)) + (0.05 * Math.Sin((epoch * 5) + fold)),
    };
}
