using Kinora.Web.Api;
using Kinora.Web.Storage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Net.Http.Headers;

namespace Kinora.Web.Pages.Frame;

/// <summary>
/// Knows the forms of our own pages by a token. It stands in the address that a form is sent to, not in a field: so it is looked
/// at before the first byte of a video is read. By itself it opens nothing: the browser's cookie belongs to it.
/// </summary>
internal sealed class FormGuard(IAntiforgery antiforgery)
{
    private const string Header = "X-Kinora-Form";
    private const string Field = "form";

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<FormGuard>();
        services.AddAntiforgery(options =>
        {
            options.HeaderName = Header;
            options.Cookie.Name = "kinora-form";
            // Without the address's token nothing of the body is looked at, and nothing of it put into files.
            options.SuppressReadingTokenFromFormBody = true;
        });
        // The keys lie with the rest of the server's data, so that a page that was open while it was started again still works.
        services.AddDataProtection().SetApplicationName("kinora");
        services.AddOptions<KeyManagementOptions>().Configure<DataFolder>((options, folder) =>
            options.XmlRepository = new Microsoft.AspNetCore.DataProtection.Repositories.FileSystemXmlRepository(Directory.CreateDirectory(folder.Keys), NullLoggerFactory.Instance));
        // It warns that keys in a folder are not encrypted. The folder is the owner's alone, as the videos in it are.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error));
        // A cookie of another server, or an old one, is no error: the page gets a new one, and a form is refused in words.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Critical));
    }

    /// <summary>Where a form is to be sent.</summary>
    /// <param name="context">The page it stands on.</param>
    /// <param name="path">What it asks for.</param>
    public string Address(HttpContext context, string path) =>
        $"{path}?{Field}={Uri.EscapeDataString(antiforgery.GetAndStoreTokens(context).RequestToken!)}";

    /// <summary>Checks that a form comes from a page of ours.</summary>
    /// <exception cref="RefusedException">It does not, or the page is too old.</exception>
    public async Task CheckAddressAsync(HttpContext context)
    {
        context.Request.Headers[Header] = context.Request.Query[Field];
        try
        {
            await antiforgery.ValidateRequestAsync(context);
        }
        catch (AntiforgeryValidationException e)
        {
            throw new RefusedException(Refusal.Malformed, "the form does not come from an open page of this server, or the browser keeps no cookies; load the page again and send it once more", e);
        }
    }

    /// <summary>Checks that a form comes from a page of ours, and reads its fields. Only for forms without files: nothing may be put into files.</summary>
    /// <exception cref="RefusedException">It does not, the page is too old, or it cannot be read.</exception>
    public async Task<IFormCollection> ReadAsync(HttpContext context)
    {
        await CheckAddressAsync(context);
        var isSmall = MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) && type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);
        if (!isSmall)
        {
            throw new RefusedException(Refusal.Malformed, "this form is sent as application/x-www-form-urlencoded; load the page again and send it once more");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = PredictionIntake.FormBytes;
        }

        try
        {
            return await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception e) when (e is IOException and not BadHttpRequestException || e is InvalidDataException)
        {
            throw FormPart.Broken(e);
        }
    }
}
