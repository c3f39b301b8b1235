using Kinora.Web.Analysing;
using Kinora.Web.Jobs;
using Kinora.Web.Pages.Assets;
using Kinora.Web.Pages.Experiments;
using Kinora.Web.Pages.Frame;
using Kinora.Web.Pages.Outcomes;
using Kinora.Web.Pages.Start;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kinora.Web.Pages;

/// <summary>
/// The pages: plain documents, whole as the server sends them. What changes something is a form; one small script adds what
/// needs a browser's hands, and nothing is lost without it.
/// </summary>
internal static class SitePages
{
    private const int LatestShown = 4;
    private const int HistoryShown = 20;
    private const int LongestSearch = 200;

    /// <summary>What the pages need.</summary>
    public static void AddServices(IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddSingleton<RunShelf>().AddSingleton<QueuePlace>().AddSingleton<Playback>();
        FormGuard.AddServices(services);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        SiteAssets.Map(routes);
        SiteActions.Map(routes);
        ExperimentPages.Map(routes);
        var group = routes.MapGroup("").ExcludeFromDescription();
        group.MapGet("/", Start);
        group.MapGet("/results/{id}", Result);
        group.MapGet("/history", Past);
    }

    /// <summary>A page with its parameters.</summary>
    public static RazorComponentResult Page<T>(params (string Name, object? Value)[] parameters)
        where T : IComponent =>
        new RazorComponentResult<T>(parameters.ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal));

    private static RazorComponentResult Start(ModelShelf models, History history, WebSettings settings) => Page<StartPage>(
        (nameof(StartPage.Models), models.Analysts.Select(analyst => analyst.Facts).ToArray()),
        (nameof(StartPage.Latest), history.List(limit: LatestShown)),
        (nameof(StartPage.Settings), settings));

    private static RazorComponentResult Result(string id, JobQueue queue, History history, ModelShelf models, QueuePlace places, Playback playback)
    {
        var job = queue.Get(id);
        var outcome = job.State == JobState.Done ? history.OutcomeOf(id) : null;
        return Page<ResultPage>(
            (nameof(ResultPage.Job), job),
            (nameof(ResultPage.Outcome), outcome),
            (nameof(ResultPage.Before), job.State == JobState.Queued ? places.Before(id) : 0),
            (nameof(ResultPage.IsPlayable), outcome is not null && playback.IsLikely(job, outcome)),
            (nameof(ResultPage.Models), models.Analysts.Select(analyst => analyst.Facts).ToArray()));
    }

    private static RazorComponentResult Past(History history, WebSettings settings, string? search = null, string? before = null)
    {
        if (search?.Length > LongestSearch)
        {
            throw new RefusedException(Refusal.Malformed, $"what you search for has more than {LongestSearch} characters; use fewer");
        }

        // One more than is shown tells whether there is a next page.
        var jobs = history.List(search, before, HistoryShown + 1);
        return Page<HistoryPage>(
            (nameof(HistoryPage.Jobs), jobs.Take(HistoryShown).ToArray()),
            (nameof(HistoryPage.Search), search ?? ""),
            (nameof(HistoryPage.IsFirst), string.IsNullOrEmpty(before)),
            (nameof(HistoryPage.Next), jobs.Count > HistoryShown ? jobs[HistoryShown - 1].Id : null),
            (nameof(HistoryPage.KeepFor), settings.KeepFor));
    }
}
