using Kinora.Inference.Timelines;
using Kinora.Results;
using Kinora.Video.Decoding;

namespace Kinora.Cli.Verbs;

/// <summary>A timeline in a file whose ending says how.</summary>
internal static class TimelineFile
{
    public static IReadOnlyList<string> Endings { get; } = [".json", ".csv", ".srt", ".vtt", ".png", ".jpg", ".jpeg"];

    public static bool IsKnown(string file) => Endings.Contains(EndingOf(file));

    /// <summary>Writes it, whole or not at all.</summary>
    /// <param name="file">Where.</param>
    /// <param name="timeline">What was seen.</param>
    /// <param name="video">Where, for the frames of a picture.</param>
    public static void Write(string file, Timeline timeline, VideoSource video)
    {
        Func<Timeline, string>? text = EndingOf(file) switch
        {
            ".json" => TimelineText.Json,
            ".csv" => TimelineText.Csv,
            ".srt" => TimelineText.Srt,
            ".vtt" => TimelineText.WebVtt,
            _ => null,
        };
        if (text is null)
        {
            TimelinePicture.Draw(timeline, video).Save(file);
        }
        else
        {
            AtomicFile.WriteText(file, text(timeline));
        }
    }

    private static string EndingOf(string file) => Path.GetExtension(file).ToLowerInvariant();
}
