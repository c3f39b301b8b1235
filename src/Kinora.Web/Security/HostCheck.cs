using System.Net;
using Kinora.Web.Api;
using Microsoft.AspNetCore.Http;

namespace Kinora.Web.Security;

/// <summary>
/// Refuses requests that name another host than this server's. A page from elsewhere can make a browser reach this machine by
/// giving its own name this machine's address (DNS rebinding); but it cannot make the browser say another name.
/// </summary>
internal sealed class HostCheck(RequestDelegate next, WebSettings settings)
{
    private readonly bool isLoopback = IsLoopback(settings.Host);

    /// <summary>Whether only this machine can reach an address to listen on.</summary>
    public static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    public Task InvokeAsync(HttpContext context) =>
        IsOurs(context.Request.Host.Host) && IsAddress(context.Request)
            ? next(context)
            : Problems.WriteAsync(context, StatusCodes.Status421MisdirectedRequest, "this server does not answer to the host name of the request; use its address");

    // Pages make addresses of it; a port may have any digits until somebody does.
    private static bool IsAddress(HttpRequest request) => Uri.TryCreate($"{request.Scheme}://{request.Host.Value}", UriKind.Absolute, out _);

    private bool IsOurs(string host)
    {
        var name = host.Trim('[', ']');
        var isNamed = name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.Equals(settings.Host, StringComparison.OrdinalIgnoreCase);
        if (isNamed)
        {
            return true;
        }

        if (IPAddress.TryParse(name, out var address))
        {
            return !isLoopback || IPAddress.IsLoopback(address);
        }

        // Elsewhere than on this machine people give it names that it does not know. The key, which a page from elsewhere
        // does not have, protects it then.
        return !isLoopback && (settings.ApiKey is not null || name.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase));
    }
}
