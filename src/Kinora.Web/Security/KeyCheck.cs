using System.Security.Cryptography;
using System.Text;
using Kinora.Web.Api;
using Microsoft.AspNetCore.Http;

namespace Kinora.Web.Security;

/// <summary>
/// Asks for the key where the server has one: as <c>Authorization: Bearer KEY</c>, as <c>X-Api-Key: KEY</c>, or as the password
/// that a browser asks for. Only <c>/health</c> answers without.
/// </summary>
internal sealed class KeyCheck(RequestDelegate next, WebSettings settings)
{
    private readonly byte[]? expected = settings.ApiKey is { } key ? Digest(key) : null;

    public Task InvokeAsync(HttpContext context)
    {
        if (expected is null || context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
        {
            return next(context);
        }

        var given = Given(context.Request);
        // Digests have one length, so that the time taken tells nothing about the key.
        if (given is not null && CryptographicOperations.FixedTimeEquals(Digest(given), expected))
        {
            return next(context);
        }

        context.Response.Headers.WWWAuthenticate = "Basic realm=\"Kinora\", charset=\"UTF-8\"";
        return Problems.WriteAsync(context, StatusCodes.Status401Unauthorized, given is null
            ? "this server asks for its key: send it as 'Authorization: Bearer KEY' or 'X-Api-Key: KEY'; in a browser it is the password"
            : "the key is wrong");
    }

    private static string? Given(HttpRequest request)
    {
        if (request.Headers.TryGetValue("X-Api-Key", out var plain))
        {
            return plain.ToString();
        }

        return request.Headers.Authorization.ToString().Split(' ', 2) switch
        {
            [var scheme, var key] when scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) => key,
            [var scheme, var pair] when scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) => Password(pair),
            _ => null,
        };
    }

    // The user's name says nothing; any will do.
    private static string? Password(string pair)
    {
        var bytes = new byte[pair.Length];
        return Convert.TryFromBase64String(pair, bytes, out var count) && Encoding.UTF8.GetString(bytes, 0, count).Split(':', 2) is [_, var password]
            ? password
            : null;
    }

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
