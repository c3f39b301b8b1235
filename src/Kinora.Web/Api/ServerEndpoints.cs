using Kinora.Web.Analysing;
using Kinora.Web.Jobs;
using Kinora.Web.Monitoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Kinora.Web.Api;

/// <summary>What the server says of itself.</summary>
internal static class ServerEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Server");
        group.MapGet("/api/v1/models", (ModelShelf models) => new ModelsView([.. models.Analysts.Select(analyst => analyst.Facts)]))
            .WithName("ListModels").WithSummary("The models, the default first.");
        group.MapGet("/health", Ready).WithName("Health").WithSummary("The same as /health/ready.");
        group.MapGet("/health/ready", Ready).WithName("Ready").WithSummary("Whether it takes requests: 200, or 503 where it is stopping.");
        group.MapGet("/health/live", () => new HealthView("ok")).WithName("Live").WithSummary("Whether it runs.");
        group.MapGet("/metrics", (PrometheusText text) => TypedResults.Text(text.Write(), PrometheusText.ContentType))
            .WithName("Metrics").WithSummary("Counts and times for Prometheus.");
    }

    // Asks the database too: without it nothing can be accepted.
    private static Results<Ok<HealthView>, JsonHttpResult<HealthView>> Ready(JobQueue queue, IHostApplicationLifetime life)
    {
        _ = queue.Waiting;
        return life.ApplicationStopping.IsCancellationRequested
            ? TypedResults.Json(new HealthView("stopping"), ApiJson.Default.HealthView, statusCode: StatusCodes.Status503ServiceUnavailable)
            : TypedResults.Ok(new HealthView("ok"));
    }
}
