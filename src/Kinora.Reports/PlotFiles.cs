using System.Text;
using Kinora.Reports.Charts;
using Kinora.Results;

namespace Kinora.Reports;

/// <summary>The pictures of a run, each an SVG file that needs nothing else.</summary>
public static class PlotFiles
{
    private const int Width = 760;
    private const int Height = 380;

    /// <summary>
    /// Writes what the run has data for: <c>plots/loss.svg</c> and <c>plots/accuracy.svg</c> from its log,
    /// <c>plots/confusion.svg</c> from its results.
    /// </summary>
    /// <returns>The files written.</returns>
    /// <exception cref="ResultsException">The log or the results cannot be read, or a picture cannot be written.</exception>
    public static async Task<IReadOnlyList<string>> WriteAsync(RunFolder run)
    {
        var files = new List<string>();
        await using var renderer = new StaticRenderer();
        if (File.Exists(run.Log) && RunLog.Read(run.Log) is var log && log.OfType<EpochEvent>().Any())
        {
            Add("loss", await CurvesAsync(renderer, LearningCurves.Loss(log)));
            Add("accuracy", await CurvesAsync(renderer, LearningCurves.Accuracy(log)));
        }

        if (File.Exists(run.Results))
        {
            var results = RunResults.Load(run.Results);
            Add("confusion", await ConfusionAsync(renderer, new ConfusionMatrix(results.Labels, results.Confusion)));
        }

        return files;

        void Add(string name, string svg)
        {
            Directory.CreateDirectory(run.Plots);
            var path = Path.Combine(run.Plots, $"{name}.svg");
            AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(svg)));
            files.Add(path);
        }
    }

    /// <summary>Draws the curves of several runs in one chart each: <c>NAME-accuracy.svg</c> and <c>NAME-loss.svg</c>.</summary>
    /// <param name="runs">The runs; those without a log have no line.</param>
    /// <param name="folder">Where the pictures go; made when absent.</param>
    /// <param name="name">How their names begin.</param>
    /// <returns>The files written.</returns>
    /// <exception cref="ResultsException">No run has an epoch in its log, a log cannot be read, or a picture cannot be written.</exception>
    public static async Task<IReadOnlyList<string>> CompareAsync(IReadOnlyList<RunFolder> runs, string folder, string name)
    {
        (string, IReadOnlyList<LogEvent>)[] logs = [.. runs.Where(run => File.Exists(run.Log)).Select(run => (run.Name, RunLog.Read(run.Log)))];
        if (!logs.Any(log => log.Item2.OfType<EpochEvent>().Any()))
        {
            throw new ResultsException($"there is nothing to draw: no epoch is in the log of {string.Join(", ", runs.Select(run => run.Name))}");
        }

        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ResultsException($"the folder {folder} cannot be made: {error.Message}", error);
        }

        var files = new List<string>();
        await using var renderer = new StaticRenderer();
        foreach (var (what, set) in ((string, CurveSet)[])[("accuracy", LearningCurves.CompareAccuracy(logs)), ("loss", LearningCurves.CompareLoss(logs))])
        {
            var path = Path.Combine(folder, $"{name}-{what}.svg");
            AtomicFile.WriteText(path, await CurvesAsync(renderer, set));
            files.Add(path);
        }

        return files;
    }

    private static async Task<string> CurvesAsync(StaticRenderer renderer, CurveSet set)
    {
        var drawn = await DrawnCurves.DrawAsync(renderer, set, Width, Height);
        return await renderer.RenderAsync<CurvesPlot>(new Dictionary<string, object?>
        {
            [nameof(CurvesPlot.Set)] = set,
            [nameof(CurvesPlot.Chart)] = drawn.Drawing,
            [nameof(CurvesPlot.Width)] = Width,
            [nameof(CurvesPlot.Height)] = Height,
        });
    }

    private static Task<string> ConfusionAsync(StaticRenderer renderer, ConfusionMatrix matrix) =>
        renderer.RenderAsync<ConfusionPlot>(new Dictionary<string, object?> { [nameof(ConfusionPlot.Matrix)] = matrix });
}
