using System.ComponentModel;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Kinora.Inference.Timelines;
using Kinora.Web.Jobs;
using Kinora.Web.Security;
using Kinora.Web.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Kinora.Web.Api;

/// <summary>Predictions: asked for, watched, looked up, cancelled.</summary>
internal static class PredictionEndpoints
{
    private const string Root = "/api/v1/predictions";
    private const double LongestWait = 60;
    private const int LongestSearch = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Root).WithTags("Predictions").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/", CreateAsync)
            .RequireRateLimiting(ClientRate.Policy)
            .WithName("CreatePrediction").WithSummary("Asks what happens in a video.")
            .WithDescription("The video comes as the field 'file' of a form (and the model's name, if not the default, as 'model'), or as the id of an earlier upload in JSON. Accepted means stored: the answer will come even if the server is stopped in between.")
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(429).ProducesProblem(503);
        group.MapGet("/", List).WithName("ListPredictions").WithSummary("The history, the newest first.");
        group.MapGet("/{id}", Get).WithName("GetPrediction").WithSummary("A prediction as it is now.");
        group.MapDelete("/{id}", Delete)
            .RequireRateLimiting(ClientRate.Policy)
            .WithName("DeletePrediction").WithSummary("Cancels a prediction that has not ended. Of one that has, deletes all: what came of it, its line in the history, its pictures, and its video unless another prediction uses it.");
        group.MapGet("/{id}/events", Events).WithName("WatchPrediction").WithSummary("Server-sent events: the prediction as it is, whenever it changes, until it has ended.");
        group.MapGet("/{id}/timeline", TimelineOf).WithName("GetTimeline").WithSummary("What happens when.").ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<PredictionView>, Accepted<PredictionView>, ProblemHttpResult>> CreateAsync(
        HttpRequest request,
        PredictionIntake intake,
        JobQueue queue,
        History history,
        IHostApplicationLifetime life,
        CancellationToken cancellation,
        [Description("seconds to wait for the result, up to 60")] double wait = 0)
    {
        if (wait is not (>= 0 and <= LongestWait))
        {
            throw new RefusedException(Refusal.Malformed, $"wait is out of range; expected seconds from 0 to {LongestWait}");
        }

        var job = await intake.AcceptAsync(request, cancellation);
        if (wait > 0)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, life.ApplicationStopping);
            job = await queue.WaitAsync(job.Id, TimeSpan.FromSeconds(wait), end.Token);
        }

        var place = $"{Root}/{job.Id}";
        return job.State switch
        {
            JobState.Done => TypedResults.Ok(PredictionView.Of(job, history.OutcomeOf(job.Id))),
            JobState.Failed or JobState.Cancelled => TypedResults.Problem(
                job.Error ?? "it was cancelled", place, StatusOf(job), extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = job.Id }),
            _ => TypedResults.Accepted(place, PredictionView.Of(job, null)),
        };
    }

    private static HistoryView List(
        History history,
        [Description("part of a file's name, of a model's or of an action")] string? search = null,
        [Description("the id of the last prediction of the page before")] string? before = null,
        [Description("how many, 1 to 100")] int limit = 20)
    {
        if (search?.Length > LongestSearch)
        {
            throw new RefusedException(Refusal.Malformed, $"search has more than {LongestSearch} characters");
        }

        var jobs = history.List(search, before, limit);
        return new HistoryView([.. jobs.Select(job => PredictionView.Of(job, null))], jobs.Count == limit ? jobs[^1].Id : null);
    }

    private static PredictionView Get(string id, JobQueue queue, History history)
    {
        var job = queue.Get(id);
        return PredictionView.Of(job, job.State == JobState.Done ? history.OutcomeOf(id) : null);
    }

    private static NoContent Delete(string id, JobQueue queue, Uploads uploads)
    {
        queue.Remove(id, uploads);
        return TypedResults.NoContent();
    }

    private static ServerSentEventsResult<PredictionView> Events(string id, JobQueue queue, History history, IHostApplicationLifetime life, CancellationToken cancellation)
    {
        // Asked here so that an unknown id is refused and not begun.
        _ = queue.Get(id);
        return TypedResults.ServerSentEvents(Watch(cancellation));

        async IAsyncEnumerable<SseItem<PredictionView>> Watch([EnumeratorCancellation] CancellationToken stop)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop, life.ApplicationStopping);
            await foreach (var job in queue.WatchAsync(id, end.Token))
            {
                yield return new(PredictionView.Of(job, job.State == JobState.Done ? history.OutcomeOf(id) : null), PredictionView.Word(job.State));
            }
        }
    }

    private static Results<Ok<Timeline>, ContentHttpResult> TimelineOf(
        string id,
        HttpRequest request,
        JobQueue queue,
        History history,
        [Description("json, csv, srt or vtt; what the Accept header says when absent")] string? format = null)
    {
        var job = queue.Get(id);
        var timeline = history.OutcomeOf(id)?.Timeline
            ?? throw new RefusedException(Refusal.NotReady, job.HasEnded ? "there is no timeline: the prediction came to nothing" : "the timeline is not there yet; ask again when the prediction is done");
        return TimelineFormat.Write(timeline, format, request);
    }

    private static int StatusOf(Job job) => job.Failure switch
    {
        FailureKind.Video or FailureKind.Limit => StatusCodes.Status422UnprocessableEntity,
        FailureKind.Time => StatusCodes.Status504GatewayTimeout,
        FailureKind.Internal => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status409Conflict,
    };
}
