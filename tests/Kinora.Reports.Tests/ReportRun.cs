using System.Text;
using Kinora.Reports;
using Kinora.Results;
using Kinora.Video;
using Kinora.Video.Writing;

namespace Kinora.Tests.Reports;

/// <summary>Whole run folders with the clips they were measured on, as <c>train</c> would leave them.</summary>
internal sealed class ReportRun
{
    private const int Side = 48;

    private ReportRun(RunFolder folder, string data) => (Folder, Data) = (folder, data);

    public RunFolder Folder { get; }

    /// <summary>The data folder.</summary>
    public string Data { get; }

    /// <summary>Makes it.</summary>
    /// <param name="root">An empty folder.</param>
    /// <param name="labels">Names of the classes.</param>
    /// <param name="clipsOfEach">Measured clips of each class; the last one of each is named wrong.</param>
    /// <param name="folds">1, or how many persons are left out in turn.</param>
    /// <param name="hasVideos">Whether the clips are there to be shown.</param>
    public static ReportRun Make(string root, IReadOnlyList<string> labels, int clipsOfEach = 3, int folds = 1, bool hasVideos = true)
    {
        var data = Path.Combine(root, "my clips");
        var run = RunFolder.Create(Path.Combine(root, "runs"), "a <run> & more");
        var recipe = new StringBuilder("# kinora train\ndata:\n  path: my clips\n  size: [64, 64]\nmodel:\n  name: video3dcnn_s\nrun:\n  runs: runs\n");
        File.WriteAllText(run.Recipe, recipe.ToString());
        EnvironmentRecord.Current(new Dictionary<string, string> { ["libtorch"] = "1.13.0", [EnvironmentRecord.StartedIn] = root }).Save(run.Environment);
        MadeUpRun.WriteLog(run, [.. from fold in Enumerable.Range(0, folds) from epoch in Enumerable.Range(1, 12) select MadeUpRun.Epoch(fold, folds, epoch)]);

        ClipScore[] clips = [.. from label in Enumerable.Range(0, labels.Count) from number in Enumerable.Range(0, clipsOfEach) select Score(label, number, clipsOfEach, labels.Count, folds)];
        if (hasVideos)
        {
            foreach (var clip in clips)
            {
                WriteVideo(Path.Combine(data, clip.Name), clip.Truth!.Value);
            }
        }

        var scores = new Scores(labels, clips);
        scores.Save(run.Scores);
        var protocol = new Protocol
        {
            Data = "my clips",
            Split = folds > 1 ? "each person left out in turn" : "random, stratified, 20 % held out, seed 42",
            Level = ScoreLevel.Video,
            Views = 4,
            Frames = 16,
            SettingsChosenOn = folds > 1 ? "none: the last epoch is taken" : "the clips that are measured: they chose the best epoch",
            GroupKind = folds > 1 ? "person" : null,
        };
        var results = folds > 1
            ? RunResults.OfFolds([.. clips.GroupBy(clip => clip.Group!).Select(fold => (fold.Key, new Scores(labels, [.. fold])))], "person", protocol, 75, [])
            : RunResults.Of(scores, protocol, 75, [new SkippedFile("walk/broken.mp4", "no frame can be decoded")]);
        results.Save(run.Results);
        return new ReportRun(run, data);
    }

    /// <summary>The page.</summary>
    public async Task<string> WriteAsync(string? data = null) => await File.ReadAllTextAsync(await ReportFile.WriteAsync(Folder, data));

    private static ClipScore Score(int label, int number, int clips, int labels, int folds)
    {
        var probabilities = new float[labels];
        Array.Fill(probabilities, 0.1f / labels);
        probabilities[number == clips - 1 ? (label + 1) % labels : label] += 0.9f - (number / 100f);
        return new ClipScore($"class{label}/{number}.mp4", folds > 1 ? $"person {number % folds}" : null, label, probabilities);
    }

    // A block that walks from left to right, in a colour of its class.
    private static void WriteVideo(string path, int label)
    {
        const int Count = 20;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var writer = VideoWriter.Create(path, new FrameSize(Side, Side), new FrameRate(25, 1));
        var pixels = new byte[Side * Side * 3];
        for (var frame = 0; frame < Count; frame++)
        {
            for (var i = 0; i < pixels.Length; i += 3)
            {
                var isBlock = Math.Abs((i / 3 % Side) - (frame * 2)) < 6;
                (pixels[i], pixels[i + 1], pixels[i + 2]) = isBlock ? ((byte)(60 * (label % 4)), (byte)200, (byte)(255 - (40 * (label % 6)))) : ((byte)30, (byte)30, (byte)30);
            }

            writer.Write(pixels);
        }

        writer.Finish();
    }
}
