using Kinora.Inference.Timelines;
using Kinora.Video;
using Kinora.Video.Decoding;
using Kinora.Video.Drawing;
using Kinora.Video.Writing;

namespace Kinora.Inference.Annotation;

/// <summary>Writes a video anew with what happens drawn into each frame; sound, frame times and length stay.</summary>
public static class AnnotatedVideo
{
    // Few frames at a time: memory does not grow with the video.
    private const int ChunkBytes = 32 << 20;
    private const int MostFrames = 32;

    /// <summary>Writes the video. The file appears when all of it is written; one of that name is replaced.</summary>
    /// <param name="source">The video; read once, from its first frame to the last.</param>
    /// <param name="timeline">What happens in it.</param>
    /// <param name="path">The file to write, an MP4.</param>
    /// <param name="encoder">How to encode; null for the defaults.</param>
    /// <param name="progress">Is told how many frames are written, of how many.</param>
    /// <param name="cancellation">Stops before the next frame; then no file is written.</param>
    /// <exception cref="VideoException">The video cannot be read, or the file not be written; then there is none.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static WrittenVideo Write(
        VideoSource source,
        Timeline timeline,
        string path,
        EncoderOptions? encoder = null,
        IProgress<(int Done, int Total)>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(timeline);
        while (true)
        {
            using var writer = VideoWriter.CreateLike(path, source, encoder);
            if (!WriteFrames(source, timeline, writer, progress, cancellation))
            {
                // Decoding showed other frames than the headers say; what there is is known now.
                continue;
            }

            writer.Finish();
            string[] warnings = [.. new[] { source.Warning, writer.SoundWarning }.OfType<string>()];
            return new WrittenVideo(path, writer.Count, warnings.Length == 0 ? null : string.Join("; ", warnings));
        }
    }

    // False where the number or the size of frames turned out to be another.
    private static bool WriteFrames(VideoSource source, Timeline timeline, VideoWriter writer, IProgress<(int Done, int Total)>? progress, CancellationToken cancellation)
    {
        var (info, times) = (source.Info, source.ExactTimes);
        var annotator = new FrameAnnotator(timeline, info.Size);
        var chunk = (int)Math.Clamp(ChunkBytes / ((long)info.Width * info.Height * 3), 1, MostFrames);
        for (var first = 0; first < info.FrameCount; first += chunk)
        {
            Frames frames;
            try
            {
                frames = source.Read([.. Enumerable.Range(first, Math.Min(chunk, info.FrameCount - first))]);
            }
            catch (ArgumentOutOfRangeException) when (source.Info.FrameCount < info.FrameCount)
            {
                return false;
            }

            if (source.Info.FrameCount != info.FrameCount || source.Info.Size != info.Size)
            {
                return false;
            }

            for (var t = 0; t < frames.Count; t++)
            {
                cancellation.ThrowIfCancellationRequested();
                annotator.Draw(new Canvas(frames, t), times.Seconds(first + t));
                writer.Write(frames[t]);
                progress?.Report((first + t + 1, info.FrameCount));
            }
        }

        return true;
    }
}
