using Microsoft.AspNetCore.Http;

namespace Kinora.Web.Security;

/// <summary>Headers that every answer has: a browser shall load nothing from elsewhere, guess no types, and show no page of ours in a frame.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string ContentSecurityPolicy = "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static readonly object drawn = new();

    /// <summary>
    /// Allows an answer the style attributes that the components of the reports draw bars with. They may say how an element looks,
    /// and load nothing; sheets and scripts still come from this server alone.
    /// </summary>
    public static void AllowStyleAttributes(HttpContext context) => context.Items[drawn] = true;

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = context.Items.ContainsKey(drawn) ? $"{ContentSecurityPolicy}; style-src 'self'; style-src-attr 'unsafe-inline'" : ContentSecurityPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            // Nothing is told to other servers; with no-referrer browsers would not even say that a form is ours.
            headers["Referrer-Policy"] = "same-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            if (headers.CacheControl.Count == 0)
            {
                headers.CacheControl = "no-store";
            }

            return Task.CompletedTask;
        });
        return next(context);
    }
}
