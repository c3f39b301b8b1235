using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Kinora.Web.Api;

/// <summary>The OpenAPI document as a page for people, without scripts.</summary>
internal static class ApiPage
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api", ShowAsync).ExcludeFromDescription();
        routes.MapGet("/api/api.css", Style).ExcludeFromDescription();
    }

    private static async Task<ContentHttpResult> ShowAsync([FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider provider, CancellationToken cancellation) =>
        TypedResults.Content(Write(await provider.GetOpenApiDocumentAsync(cancellation)), "text/html; charset=utf-8");

    private static FileStreamHttpResult Style() => TypedResults.Stream(typeof(ApiPage).Assembly.GetManifestResourceStream("api.css")!, "text/css; charset=utf-8");

    private static string Write(OpenApiDocument document)
    {
        var text = new StringBuilder();
        text.Append($"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{Html(document.Info.Title)} API</title><link rel="stylesheet" href="/api/api.css"></head>
            <body><main>
            <h1>{Html(document.Info.Title)} API {Html(document.Info.Version)}</h1>
            <p>{Html(document.Info.Description)} For programs: <a href="/openapi/v1.json">OpenAPI document</a>.</p>

            """);
        foreach (var (path, item) in document.Paths)
        {
            foreach (var (method, operation) in item.Operations ?? [])
            {
                Operation(text, $"{method}", path, operation);
            }
        }

        return text.Append("</main></body></html>\n").ToString();
    }

    private static void Operation(StringBuilder text, string method, string path, OpenApiOperation operation)
    {
        text.Append($"<h2 id=\"{Html(operation.OperationId)}\"><span class=\"method\">{Html(method)}</span> <code>{Html(path)}</code></h2>\n<p>{Html(operation.Summary)} {Html(operation.Description)}</p>\n");
        if (operation.Parameters is { Count: > 0 } parameters)
        {
            text.Append("<table><thead><tr><th scope=\"col\">Parameter</th><th scope=\"col\">In</th><th scope=\"col\">Meaning</th></tr></thead><tbody>\n");
            foreach (var parameter in parameters)
            {
                text.Append($"<tr><td><code>{Html(parameter.Name)}</code></td><td>{Html(parameter.In?.ToString().ToLowerInvariant())}</td><td>{Html(parameter.Description)}</td></tr>\n");
            }

            text.Append("</tbody></table>\n");
        }

        foreach (var (type, body) in operation.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal))
        {
            var fields = body.Schema?.Properties?.Select(field => $"<code>{Html(field.Key)}</code> ({Html(field.Value.Description)})") ?? [];
            text.Append($"<p>Body <code>{Html(type)}</code>: {string.Join(", ", fields)}</p>\n");
        }

        var answers = operation.Responses?.Select(answer => $"<code>{Html(answer.Key)}</code> {Html(answer.Value.Description)}") ?? [];
        text.Append($"<p>Answers: {string.Join(", ", answers)}</p>\n");
    }

    private static string Html(string? text) => HtmlEncoder.Default.Encode(text ?? "");
}
