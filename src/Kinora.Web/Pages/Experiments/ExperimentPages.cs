using Kinora.Reports;
using Kinora.Reports.Charts;
using Kinora.Results;
using Kinora.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kinora.Web.Pages.Experiments;

/// <summary>The pages of the trainings, made of the parts of the reports.</summary>
internal static class ExperimentPages
{
    private const int MostCompared = 6;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/experiments").ExcludeFromDescription();
        group.MapGet("/", List);
        group.MapGet("/compare", CompareAsync);
        group.MapGet("/{name}", ShowAsync);
    }

    private static RazorComponentResult List(RunShelf runs, WebSettings settings) => SitePages.Page<ExperimentListPage>(
        (nameof(ExperimentListPage.Runs), runs.List()),
        (nameof(ExperimentListPage.Folder), settings.RunsFolder is { } folder ? Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)) : null));

    private static async Task<RazorComponentResult> ShowAsync(string name, HttpContext context, RunShelf runs)
    {
        SecurityHeaders.AllowStyleAttributes(context);
        var (folder, run) = runs.Find(name);
        RunReport? report = null;
        string? problem = null;
        try
        {
            report = await Task.Run(() => runs.Report(folder));
        }
        catch (ResultsException e)
        {
            // Where the runs lie is nobody's business but the owner's.
            problem = e.Message.Replace(folder.Path, folder.Name, StringComparison.Ordinal);
        }

        return SitePages.Page<ExperimentPage>(
            (nameof(ExperimentPage.Run), run),
            (nameof(ExperimentPage.Report), report),
            (nameof(ExperimentPage.Curves), report is null ? [] : await report.DrawCurvesAsync()),
            (nameof(ExperimentPage.Problem), problem));
    }

    private static async Task<RazorComponentResult> CompareAsync(HttpContext context, RunShelf runs, string[] run)
    {
        SecurityHeaders.AllowStyleAttributes(context);
        string[] names = [.. run.Distinct(StringComparer.Ordinal)];
        if (names.Length is < 2 or > MostCompared)
        {
            throw new RefusedException(Refusal.Malformed, $"{(names.Length == 1 ? "1 run is" : $"{names.Length} runs are")} chosen; choose 2 to {MostCompared} in the list of experiments");
        }

        (RunFolder Folder, Experiment Run)[] found = [.. names.Select(runs.Find)];
        (string, IReadOnlyList<LogEvent>)[] logs = [.. found.Where(one => one.Run.Problem is null && File.Exists(one.Folder.Log)).Select(one => (one.Folder.Name, RunLog.Read(one.Folder.Log)))];
        var sets = logs.Any(log => log.Item2.OfType<EpochEvent>().Any())
            ? new[] { LearningCurves.CompareLoss(logs), LearningCurves.CompareAccuracy(logs) }
            : [];
        return SitePages.Page<ComparisonPage>(
            (nameof(ComparisonPage.Runs), found.Select(one => (one.Run, Results: one.Run.State == ExperimentState.Done && File.Exists(one.Folder.Results) ? RunResults.Load(one.Folder.Results) : null)).ToArray()),
            (nameof(ComparisonPage.Curves), await DrawnCurves.DrawAsync([.. sets.Select(Coloured)])));
    }

    // In the colours of the page's style sheet, which has them for light and dark.
    private static CurveSet Coloured(CurveSet set)
    {
        var names = set.Curves.Select(curve => curve.Style.Name).Distinct(StringComparer.Ordinal).ToList();
        return set with { Curves = [.. set.Curves.Select(curve => curve with { Style = curve.Style with { Color = $"var(--c{names.IndexOf(curve.Style.Name)})" } })] };
    }
}
