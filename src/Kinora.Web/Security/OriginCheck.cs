using Kinora.Web.Api;
using Microsoft.AspNetCore.Http;

namespace Kinora.Web.Security;

/// <summary>
/// Refuses requests that change something, or open a two-way connection, when a browser says that a page from elsewhere makes
/// them. Programs other than browsers say nothing, and pass.
/// </summary>
internal sealed class OriginCheck(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var isHarmless = (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
            && !request.Headers.ContainsKey("Upgrade");
        return isHarmless || IsOurs(request)
            ? next(context)
            : Problems.WriteAsync(context, StatusCodes.Status403Forbidden, "a page from elsewhere may not do this; open the server's own page");
    }

    private static bool IsOurs(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0 && site is not ("same-origin" or "none"))
        {
            return false;
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || origin.Equals($"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);
    }
}
