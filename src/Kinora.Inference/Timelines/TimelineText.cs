using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsvHelper;

namespace Kinora.Inference.Timelines;

/// <summary>A timeline as text that other programs read.</summary>
public static class TimelineText
{
    private static readonly TimelineJson Names = new(new JsonSerializerOptions(TimelineJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>
    /// All of it: <c>file</c>, <c>labels</c>, <c>frame_rate</c>, <c>frame_count</c>, <c>duration</c>, <c>warning</c> if there is one,
    /// <c>segments</c> of start, end, label (absent where there is none) and confidence, <c>windows</c> of first_frame, frame_count,
    /// start, end and probabilities in the order of the labels. Times are seconds.
    /// </summary>
    public static string Json(Timeline timeline) => JsonSerializer.Serialize(timeline, Names.Timeline) + "\n";

    /// <summary>A line for each segment: start and end in seconds, label, confidence.</summary>
    public static string Csv(Timeline timeline)
    {
        using var stream = new MemoryStream();
        using (var csv = CsvWriter.Create(stream, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true))
        {
            csv.WriteHeader(["start", "end", "label", "confidence"]);
            foreach (var segment in timeline.Segments)
            {
                csv.WriteField(segment.Start, "0.###");
                csv.WriteField(segment.End, "0.###");
                csv.WriteField(segment.Label);
                csv.WriteField(segment.Confidence, "R");
                csv.EndRecord();
            }
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>
    /// Subtitles, SubRip: what players show over the video. Segments without a label are left out; less and greater signs, which would
    /// begin and end tags, become ‹ and ›.
    /// </summary>
    public static string Srt(Timeline timeline) => string.Concat(
        Labelled(timeline).Select((segment, i) => $"{i + 1}\n{Clock(segment.Start, ',')} --> {Clock(segment.End, ',')}\n{Line(segment).Replace('<', '‹').Replace('>', '›')}\n\n"));

    /// <summary>Subtitles for the <c>track</c> of a web page, WebVTT (<see href="https://www.w3.org/TR/webvtt1/"/>). Segments without a label are left out.</summary>
    public static string WebVtt(Timeline timeline) => "WEBVTT\n\n" + string.Concat(
        Labelled(timeline).Select(segment => $"{Clock(segment.Start, '.')} --> {Clock(segment.End, '.')}\n{Line(segment).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;")}\n\n"));

    private static IEnumerable<Segment> Labelled(Timeline timeline) => timeline.Segments.Where(segment => segment.Label is not null);

    // An empty line would end the subtitle.
    private static string Line(Segment segment) => string.Create(
        CultureInfo.InvariantCulture, $"{new string([.. segment.Label!.Select(letter => char.IsControl(letter) ? ' ' : letter)])} {100 * segment.Confidence:0} %");

    private static string Clock(double seconds, char point)
    {
        var thousandths = (long)Math.Round(seconds * 1000);
        return string.Create(CultureInfo.InvariantCulture, $"{thousandths / 3_600_000:00}:{thousandths / 60_000 % 60:00}:{thousandths / 1000 % 60:00}{point}{thousandths % 1000:000}");
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(Timeline))]
internal sealed partial class TimelineJson : JsonSerializerContext;
