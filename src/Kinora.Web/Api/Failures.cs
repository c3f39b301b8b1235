using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kinora.Web.Api;

/// <summary>Turns what went wrong with a request into its answer.</summary>
internal sealed partial class Failures(RequestDelegate next, ILogger<Failures> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested || e is ConnectionResetException or ConnectionAbortedException)
        {
            // Nobody is there to be told. Whoever reads the body may learn that before the request does.
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            }
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            switch (e)
            {
                case RefusedException refused:
                    await Problems.WriteAsync(context, Problems.StatusOf(refused.Refusal), refused.Message);
                    break;
                case BadHttpRequestException bad:
                    await Problems.WriteAsync(context, bad.StatusCode, bad.Message.ReplaceLineEndings(" "));
                    break;
                default:
                    LogFault(e, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "no endpoint");
                    await Problems.WriteAsync(context, StatusCodes.Status500InternalServerError, "a fault of the server; its log says more");
                    break;
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "{Method} to {Endpoint} failed by a fault of the server")]
    private partial void LogFault(Exception fault, string method, string endpoint);
}
