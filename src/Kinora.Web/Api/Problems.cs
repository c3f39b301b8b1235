using Kinora.Web.Monitoring;
using Kinora.Web.Pages.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Kinora.Web.Api;

/// <summary>Every refusal has one form: problem details (RFC 9457) whose detail is one clear line.</summary>
internal static class Problems
{
    private const string MediaType = "application/problem+json";
    private const int SecondsToWait = 30;

    /// <summary>Answers with a problem, whatever the client says it accepts; with a page where a browser is to show it.</summary>
    public static Task WriteAsync(HttpContext context, int status, string detail)
    {
        context.RequestServices.GetRequiredService<WebMetrics>().Refused(status);
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = $"{SecondsToWait}";
        }

        if (ErrorPage.IsFor(context.Request))
        {
            return ErrorPage.Of(status, detail).ExecuteAsync(context);
        }

        return context.Response.WriteAsJsonAsync(
            new ProblemDetails { Status = status, Title = ReasonPhrases.GetReasonPhrase(status), Detail = detail, Type = $"https://httpwg.org/specs/rfc9110.html#status.{status}" },
            ApiJson.Default.ProblemDetails,
            MediaType,
            context.RequestAborted);
    }

    /// <summary>Gives an answer that has a status alone its line, if somebody is there to read it.</summary>
    public static Task WriteBareAsync(HttpContext context) =>
        context.RequestAborted.IsCancellationRequested ? Task.CompletedTask : WriteAsync(context, context.Response.StatusCode, DetailOf(context.Response.StatusCode));

    /// <summary>The status of a refusal.</summary>
    public static int StatusOf(Refusal refusal) => refusal switch
    {
        Refusal.Malformed => StatusCodes.Status400BadRequest,
        Refusal.Unknown => StatusCodes.Status404NotFound,
        Refusal.Gone => StatusCodes.Status410Gone,
        Refusal.NotReady => StatusCodes.Status409Conflict,
        Refusal.TooLarge => StatusCodes.Status413PayloadTooLarge,
        Refusal.NoVideo => StatusCodes.Status422UnprocessableEntity,
        Refusal.Full => StatusCodes.Status503ServiceUnavailable,
        Refusal.NoSpace => StatusCodes.Status507InsufficientStorage,
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "no status"),
    };

    /// <summary>What to say where an answer would have no body.</summary>
    internal static string DetailOf(int status) => status switch
    {
        StatusCodes.Status404NotFound => "there is nothing at this address; /api lists what there is",
        StatusCodes.Status405MethodNotAllowed => "this address does not take that method; /api lists what it takes",
        StatusCodes.Status415UnsupportedMediaType => "send multipart/form-data with a field 'file', or application/json with 'upload'",
        _ => $"the request was refused: {ReasonPhrases.GetReasonPhrase(status)}",
    };
}
