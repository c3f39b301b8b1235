using Kinora.Reports.Charts;
using Kinora.Reports.Content;
using Kinora.Results;

namespace Kinora.Reports;

/// <summary>All that the report of a run shows.</summary>
public sealed record RunReport
{
    private const int WrongShown = 12;
    private const int RightShown = 6;
    private const int StripsShown = 20;
    private const int FramesOfExample = 6;
    private const int FramesOfStrip = 8;

    /// <summary>Name of the run.</summary>
    public required string Name { get; init; }

    /// <summary>What came out; null where the run was stopped before it was measured.</summary>
    public required RunResults? Results { get; init; }

    /// <summary>What happened, empty where there is no log.</summary>
    public required IReadOnlyList<LogEvent> Log { get; init; }

    /// <summary>The recipe, null without one.</summary>
    public required RunSettings? Settings { get; init; }

    /// <summary>Where the run took place, null where that was not written down.</summary>
    public required EnvironmentRecord? Environment { get; init; }

    /// <summary>Different persons or recordings among the measured clips; 0 where unknown.</summary>
    public required int Groups { get; init; }

    /// <summary>Clips named wrong, the surest of each class first.</summary>
    public required IReadOnlyList<Example> Wrong { get; init; }

    /// <summary>Clips named right, the surest of each class first.</summary>
    public required IReadOnlyList<Example> Right { get; init; }

    /// <summary>One clip of each label that was measured, as far as there is room.</summary>
    public required IReadOnlyList<Example> Strips { get; init; }

    /// <summary>Labels with measured clips that have no strip.</summary>
    public required int LabelsWithoutStrip { get; init; }

    /// <summary>Why pictures are missing, null where none is.</summary>
    public required string? PictureProblem { get; init; }

    /// <summary>Command lines to go on with.</summary>
    public required IReadOnlyList<Command> Commands { get; init; }

    /// <summary>What the score cannot tell, the gravest first.</summary>
    public IReadOnlyList<Caution> Cautions => Results is null ? [] : Caution.Of(Results);

    /// <summary>Whether any epoch was logged.</summary>
    internal bool HasEpochs => Log.OfType<EpochEvent>().Any();

    /// <summary>Gathers what the run left, and pictures of its clips where the data is still there.</summary>
    /// <param name="run">The run, not a fold of it.</param>
    /// <param name="data">The data folder or list; null takes the recipe's.</param>
    /// <exception cref="ResultsException">The folder holds neither results nor a log, or one of its files cannot be read.</exception>
    public static RunReport Gather(RunFolder run, string? data = null)
    {
        var results = File.Exists(run.Results) ? RunResults.Load(run.Results) : null;
        IReadOnlyList<LogEvent> log = File.Exists(run.Log) ? RunLog.Read(run.Log) : [];
        if (results is null && log.Count == 0)
        {
            throw new ResultsException($"{run.Path} is no run that can be reported: it holds neither results.json nor a line of log.jsonl; give a folder that train wrote");
        }

        var settings = RunSettings.Load(run.Recipe);
        var scores = results is not null && File.Exists(run.Scores) ? Scores.Load(run.Scores) : null;
        var environment = File.Exists(run.Environment) ? EnvironmentRecord.Load(run.Environment) : null;
        var (root, problem) = DataPlace.Find(run, data, settings, environment);
        var frames = root is null ? null : new FrameStrips(root);

        IReadOnlyList<ClipScore> wrong = scores is null ? [] : ExampleChoice.Surest(scores, right: false, WrongShown);
        IReadOnlyList<ClipScore> right = scores is null ? [] : ExampleChoice.Surest(scores, right: true, RightShown);
        IReadOnlyList<ClipScore> strips = scores is null ? [] : ExampleChoice.OfEachLabel(scores, [.. wrong, .. right]);
        var report = new RunReport
        {
            Name = run.Name,
            Results = results,
            Log = log,
            Settings = settings,
            Environment = environment,
            Groups = results?.Protocol.GroupKind is null || scores is null ? 0 : scores.Clips.Select(clip => clip.Group).OfType<string>().Distinct().Count(),
            Wrong = Examples(wrong, FramesOfExample),
            Right = Examples(right, FramesOfExample),
            Strips = Examples(strips.Take(StripsShown), FramesOfStrip),
            LabelsWithoutStrip = Math.Max(0, strips.Count - StripsShown),
            PictureProblem = scores is null ? null : problem,
            Commands = Repetition.Of(run, settings, results),
        };
        return report.PictureProblem is null && report.AllExamples.Any(example => example.Frames.Problem is not null)
            ? report with { PictureProblem = $"{ScoreWords.Count(report.AllExamples.Count(example => example.Frames.Problem is not null), "clip")} could not be read any more; each says why" }
            : report;

        IReadOnlyList<Example> Examples(IEnumerable<ClipScore> clips, int count) =>
            [.. clips.Select(clip => Example.Of(clip, scores!.Labels, frames?.Of(clip.Name, count) ?? FrameStrip.None))];
    }

    /// <summary>The learning curves in the colours of the page around them; none where no epoch was logged.</summary>
    public async Task<IReadOnlyList<DrawnCurves>> DrawCurvesAsync() =>
        HasEpochs ? await DrawnCurves.DrawAsync([LearningCurves.Loss(Log).Themed, LearningCurves.Accuracy(Log).Themed]) : [];

    /// <summary>Whether there is any picture.</summary>
    internal bool HasPictures => AllExamples.Any(example => example.Frames.Pictures.Count > 0);

    private IEnumerable<Example> AllExamples => Wrong.Concat(Right).Concat(Strips);

    /// <summary>The same with every second picture, for a file that became too large.</summary>
    internal RunReport Thinned()
    {
        return this with { Wrong = Thin(Wrong), Right = Thin(Right), Strips = Thin(Strips), PictureProblem = PictureProblem ?? "pictures were left out to keep this file small" };

        static IReadOnlyList<Example> Thin(IReadOnlyList<Example> examples) => [.. examples.Select(example => example with { Frames = example.Frames.Thinned() })];
    }
}
