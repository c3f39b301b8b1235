using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Kinora.Web.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;

namespace Kinora.Web.Security;

/// <summary>How many requests that cost something one client may make in a minute.</summary>
internal static class ClientRate
{
    /// <summary>The policy's name.</summary>
    public const string Policy = "client";

    public static void Configure(RateLimiterOptions options, WebSettings settings)
    {
        options.AddPolicy(Policy, context => RateLimitPartition.GetTokenBucketLimiter(ClientOf(context.Connection.RemoteIpAddress), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = settings.RequestsPerMinute,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / settings.RequestsPerMinute,
            AutoReplenishment = true,
            QueueLimit = 0,
        }));
        options.OnRejected = async (rejected, _) =>
        {
            var after = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? (int)Math.Ceiling(time.TotalSeconds) : 60;
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, after).ToString(CultureInfo.InvariantCulture);
            await Problems.WriteAsync(rejected.HttpContext, StatusCodes.Status429TooManyRequests, $"more than {settings.RequestsPerMinute} requests a minute; wait a little");
        };
    }

    // Whoever has one IPv6 address usually has all of its /64.
    private static string ClientOf(IPAddress? address)
    {
        if (address is null)
        {
            return "";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
