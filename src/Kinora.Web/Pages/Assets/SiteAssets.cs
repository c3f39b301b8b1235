using System.Security.Cryptography;
using System.Text;
using Kinora.Reports.Sections;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kinora.Web.Pages.Assets;

/// <summary>The style sheet and the scripts of the pages. A part of each address is made of the content, so that browsers keep them for good.</summary>
internal static class SiteAssets
{
    private const string Folder = "/assets";

    /// <summary>The look of every page: that of the reports, and what pages have beside it.</summary>
    public static Asset Style { get; } = Asset.Of("site", "css", "text/css; charset=utf-8", $"{ReportStyle.Light}\n{Themed(ReportStyle.Dark)}\n{Text("site.css")}");

    /// <summary>What needs a browser's hands.</summary>
    public static Asset Script { get; } = Asset.Of("site", "js", "text/javascript; charset=utf-8", Text("site.js"));

    /// <summary>Chooses light or dark before anything is drawn.</summary>
    public static Asset Theme { get; } = Asset.Of("theme", "js", "text/javascript; charset=utf-8", Text("theme.js"));

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var asset in (Asset[])[Style, Script, Theme])
        {
            routes.MapGet(asset.Address, (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
                return TypedResults.Bytes(asset.Content, asset.Type);
            }).ExcludeFromDescription();
        }
    }

    // The system's choice holds unless the reader made one.
    private static string Themed(string dark) =>
        $$"""
        @media screen and (prefers-color-scheme: dark) { :root:not([data-theme="light"]) {
        {{dark}}
        } }
        @media screen { :root[data-theme="dark"] {
        {{dark}}
        } }
        """;

    private static string Text(string name)
    {
        using var reader = new StreamReader(typeof(SiteAssets).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    /// <summary>A file that pages refer to.</summary>
    /// <param name="Address">Its path on the server.</param>
    /// <param name="Type">Its media type.</param>
    /// <param name="Content">Its bytes.</param>
    internal sealed record Asset(string Address, string Type, byte[] Content)
    {
        public static Asset Of(string name, string ending, string type, string text)
        {
            const int Digits = 16;
            var content = Encoding.UTF8.GetBytes(text);
            return new Asset($"{Folder}/{name}.{Convert.ToHexStringLower(SHA256.HashData(content))[..Digits]}.{ending}", type, content);
        }
    }
}
