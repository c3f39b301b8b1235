using Kinora.Video;
using Kinora.Video.Decoding;
using Kinora.Video.Scaling;

namespace Kinora.Data.Extraction;

/// <summary>One way through a video, from its first frame to its last, some frames at a time.</summary>
internal static class FramePass
{
    // Bytes of frames held at once: enough that the calls cost nothing, little enough that the processor's cache holds some of it.
    private const long Room = 8 << 20;

    /// <summary>Reads frames block after block.</summary>
    /// <param name="video">The video.</param>
    /// <param name="numbers">Frame numbers, ascending.</param>
    /// <param name="size">Scales; null keeps the size of the video.</param>
    /// <param name="filter">Whose scaling.</param>
    /// <param name="cancel">Stops between blocks.</param>
    /// <exception cref="OtherFramesException">Decoding gives other frames than the headers promised; what they are is known now, and the pass is to be made again.</exception>
    public static IEnumerable<Frames> Read(VideoFile video, int[] numbers, FrameSize? size, ScaleFilter filter, CancellationToken cancel)
    {
        var info = video.Info;
        var batch = (int)Math.Clamp(Room / (3L * info.Height * info.Width), 1, numbers.Length);
        for (var first = 0; first < numbers.Length; first += batch)
        {
            cancel.ThrowIfCancellationRequested();
            var wanted = numbers.AsSpan(first, Math.Min(batch, numbers.Length - first));
            Frames frames;
            try
            {
                frames = size is { } target ? ClipReader.Read(video, wanted, new Squash(target), filter) : video.Read(wanted);
            }
            catch (ArgumentOutOfRangeException) when (video.Info.FrameCount < info.FrameCount)
            {
                throw new OtherFramesException();
            }

            if (video.Info != info)
            {
                throw new OtherFramesException();
            }

            yield return frames;
        }
    }
}

/// <summary>A video has other frames than its headers say.</summary>
internal sealed class OtherFramesException : Exception;
