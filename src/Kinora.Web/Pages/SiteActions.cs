using Kinora.Web.Analysing;
using Kinora.Web.Api;
using Kinora.Web.Jobs;
using Kinora.Web.Pages.Frame;
using Kinora.Web.Security;
using Kinora.Web.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kinora.Web.Pages;

/// <summary>What the forms of the pages do; each answers with the way to a page that shows what came of it.</summary>
internal static class SiteActions
{
    /// <summary>The field that says which page a form stands on.</summary>
    public const string From = "from";

    /// <summary>Its value on the history.</summary>
    public const string FromHistory = "history";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").ExcludeFromDescription().RequireRateLimiting(ClientRate.Policy);
        group.MapPost("/analyse", AnalyseAsync);
        group.MapPost("/results/{id}/again", AgainAsync);
        group.MapPost("/results/{id}/delete", DeleteAsync);
    }

    private static async Task AnalyseAsync(HttpContext context, FormGuard guard, PredictionIntake intake)
    {
        await guard.CheckAddressAsync(context);
        Show(context, await intake.AcceptAsync(context.Request, context.RequestAborted));
    }

    private static async Task AgainAsync(string id, HttpContext context, FormGuard guard, JobQueue queue, ModelShelf models)
    {
        var form = await guard.ReadAsync(context);
        Show(context, queue.Add(queue.Get(id).Upload, models.Find(form["model"]).Facts.Name));
    }

    private static async Task DeleteAsync(string id, HttpContext context, FormGuard guard, JobQueue queue, Uploads uploads)
    {
        var form = await guard.ReadAsync(context);
        Go(context, queue.Remove(id, uploads) || form[From] == FromHistory ? "/history" : $"/results/{id}");
    }

    private static void Show(HttpContext context, Job job) => Go(context, $"/results/{job.Id}");

    // 303: the browser fetches the page, and going back or loading again sends nothing twice.
    private static void Go(HttpContext context, string address)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = address;
    }
}
