using Kinora.Web.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kinora.Web.Api;

/// <summary>The OpenAPI document as a page for people, without scripts.</summary>
internal static class ApiPage
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api", ShowAsync).ExcludeFromDescription();

    private static async Task<RazorComponentResult> ShowAsync([FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider provider, CancellationToken cancellation) =>
        SitePages.Page<ApiDocumentPage>((nameof(ApiDocumentPage.Document), await provider.GetOpenApiDocumentAsync(cancellation)));
}
