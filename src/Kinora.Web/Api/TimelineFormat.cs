using Kinora.Inference.Timelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kinora.Web.Api;

/// <summary>A timeline as JSON, as a table, or as subtitles: as the request asks for.</summary>
internal static class TimelineFormat
{
    private static readonly (string Name, string MediaType, Func<Timeline, string> Write)[] texts =
    [
        ("csv", "text/csv", TimelineText.Csv),
        ("srt", "application/x-subrip", TimelineText.Srt),
        ("vtt", "text/vtt", TimelineText.WebVtt),
    ];

    /// <param name="timeline">What to write.</param>
    /// <param name="format">Its name; null to go by what the request says it accepts.</param>
    /// <param name="request">The request.</param>
    /// <exception cref="RefusedException">There is no such format.</exception>
    public static Results<Ok<Timeline>, ContentHttpResult> Write(Timeline timeline, string? format, HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept.Select(type => type.MediaType.Value).ToArray();
        var text = format is null
            ? texts.FirstOrDefault(one => accepted.Contains(one.MediaType, StringComparer.OrdinalIgnoreCase))
            : texts.FirstOrDefault(one => one.Name == format);
        if (text.Write is not null)
        {
            return TypedResults.Text(text.Write(timeline), $"{text.MediaType}; charset=utf-8");
        }

        return format is null or "json"
            ? TypedResults.Ok(timeline)
            : throw new RefusedException(Refusal.Malformed, "there is no such format; expected json, csv, srt or vtt");
    }
}
