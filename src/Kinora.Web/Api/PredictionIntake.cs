using System.Text;
using System.Text.Json;
using Kinora.Web.Analysing;
using Kinora.Web.Jobs;
using Kinora.Web.Monitoring;
using Kinora.Web.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Kinora.Web.Api;

/// <summary>Reads a request for a prediction; a video goes to the disk piece by piece as it arrives.</summary>
internal sealed class PredictionIntake(WebSettings settings, Uploads uploads, JobQueue queue, ModelShelf models, WebMetrics metrics)
{
    /// <summary>Room for the form around a video.</summary>
    public const int FormBytes = 64 << 10;

    private const int MostSections = 8;
    private const int LongestField = 1024;
    private const int LongestBoundary = 200;

    /// <summary>Accepts what the request asks for.</summary>
    /// <exception cref="RefusedException">It asks for something that is not to be had.</exception>
    public async Task<Job> AcceptAsync(HttpRequest request, CancellationToken cancellation)
    {
        // Said before anything is sent where that can be known.
        if (queue.IsFull)
        {
            throw new RefusedException(Refusal.Full, $"{settings.QueueLength} videos are waiting already, as many as this server takes; try again in a minute");
        }

        if (request.HasJsonContentType())
        {
            return await FromJsonAsync(request, cancellation);
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            throw new BadHttpRequestException(Problems.DetailOf(StatusCodes.Status415UnsupportedMediaType), StatusCodes.Status415UnsupportedMediaType);
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > LongestBoundary)
        {
            throw new RefusedException(Refusal.Malformed, "the Content-Type multipart/form-data names no boundary, or one that is too long");
        }

        if (request.ContentLength > settings.MaxBytes + FormBytes)
        {
            throw new RefusedException(Refusal.TooLarge, $"the request has {request.ContentLength:N0} bytes; this server takes videos of {settings.MaxBytes:N0} bytes at most: shorten it or make it smaller");
        }

        return await FromFormAsync(new MultipartReader(boundary, request.Body), cancellation);
    }

    private async Task<Job> FromJsonAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = FormBytes;
        }

        PredictionRequest? asked;
        try
        {
            asked = await JsonSerializer.DeserializeAsync(request.Body, ApiJson.Default.PredictionRequest, cancellation);
        }
        catch (Exception e) when (e is JsonException || e is IOException and not BadHttpRequestException)
        {
            throw new RefusedException(Refusal.Malformed, "the body cannot be read as JSON; expected {\"upload\": \"ID\", \"model\": \"NAME\"}", e);
        }

        if (asked?.Upload is not { Length: > 0 } upload)
        {
            throw new RefusedException(Refusal.Malformed, "the JSON has no 'upload'; expected {\"upload\": \"ID\", \"model\": \"NAME\"}");
        }

        var job = queue.Add(upload, models.Find(asked.Model).Facts.Name);
        metrics.Accepted(0);
        return job;
    }

    private async Task<Job> FromFormAsync(MultipartReader form, CancellationToken cancellation)
    {
        ReceivedFile? file = null;
        string? model = null;
        try
        {
            var count = 0;
            while (await NextAsync(form, cancellation) is { } section)
            {
                if (++count > MostSections)
                {
                    throw new RefusedException(Refusal.Malformed, $"the form has more than {MostSections} fields; 'file' and 'model' are read");
                }

                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
                {
                    throw new RefusedException(Refusal.Malformed, "a part of the form has no Content-Disposition that names its field");
                }

                switch (HeaderUtilities.RemoveQuotes(disposition.Name).Value)
                {
                    case "file" when file is not null:
                        throw new RefusedException(Refusal.Malformed, "the form has two files; send one at a time");
                    case "file":
                        file = await uploads.ReceiveAsync(new FormPart(section.Body), NameOf(disposition), cancellation);
                        break;
                    case "model":
                        model = await TextAsync(section, cancellation);
                        break;
                    case var other:
                        throw new RefusedException(Refusal.Malformed, $"the form has a field '{DisplayName.Of(other)}'; 'file' and 'model' are read");
                }
            }

            if (file is null)
            {
                throw new RefusedException(Refusal.Malformed, "the form has no field 'file' with the video");
            }

            var job = queue.Add(file, models.Find(model).Facts.Name);
            metrics.Accepted(file.Upload.Bytes);
            return job;
        }
        finally
        {
            file?.Dispose();
        }
    }

    private static string? NameOf(ContentDispositionHeaderValue disposition) =>
        HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value;

    private static async Task<MultipartSection?> NextAsync(MultipartReader form, CancellationToken cancellation)
    {
        try
        {
            return await form.ReadNextSectionAsync(cancellation);
        }
        catch (Exception e) when (e is IOException and not BadHttpRequestException || e is InvalidDataException)
        {
            throw FormPart.Broken(e);
        }
    }

    private static async Task<string> TextAsync(MultipartSection section, CancellationToken cancellation)
    {
        var buffer = new byte[LongestField + 1];
        await using var part = new FormPart(section.Body);
        var length = await part.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return length <= LongestField
            ? Encoding.UTF8.GetString(buffer, 0, length)
            : throw new RefusedException(Refusal.Malformed, $"a field of the form is longer than {LongestField} bytes");
    }
}
