using Kinora.Video.Decoding;
using Kinora.Video.Sampling;

namespace Kinora.Video.Drawing;

/// <summary>A few small frames of one video.</summary>
/// <param name="Info">What is known of the video.</param>
/// <param name="Frames">The frames (T, H, W, 3), in the video's shape; fewer than asked for where the video has fewer.</param>
/// <param name="Numbers">The number of each in the video, from 0.</param>
/// <param name="Warning">What is wrong with a video that can be read in part; null where nothing is known to be.</param>
public sealed record FrameStrip(VideoInfo Info, Frames Frames, IReadOnlyList<int> Numbers, string? Warning)
{
    /// <summary>Reads frames that are evenly spaced from the first to the last.</summary>
    /// <param name="path">A video file, or a folder of pictures.</param>
    /// <param name="count">How many frames, from 1.</param>
    /// <param name="side">The long side of a frame, in pixels.</param>
    /// <param name="span">The part of the video to look at; null for all of it.</param>
    /// <exception cref="VideoException">The video cannot be read.</exception>
    public static FrameStrip Read(string path, int count, int side, VideoSpan? span = null)
    {
        return Read(path, side, Spread, span);

        int[] Spread(VideoSource video)
        {
            var plan = new ClipSampler(SamplingKind.Uniform, count).Sample(video.Info.FrameCount, default);
            return [.. plan.Frames.Where((_, i) => plan.Mask[i])];
        }
    }

    /// <summary>Reads chosen frames. Only these are kept, and they are scaled while they are decoded, so that it needs little memory however large the video is.</summary>
    /// <param name="path">A video file, or a folder of pictures.</param>
    /// <param name="side">The long side of a frame, in pixels.</param>
    /// <param name="choose">The numbers of the frames; asked again where decoding shows fewer frames than the headers say.</param>
    /// <param name="span">The part of the video to look at; null for all of it.</param>
    /// <exception cref="VideoException">The video cannot be read.</exception>
    public static FrameStrip Read(string path, int side, Func<VideoSource, int[]> choose, VideoSpan? span = null)
    {
        ArgumentNullException.ThrowIfNull(choose);
        using var video = VideoSource.Open(path, span);
        while (true)
        {
            var info = video.Info;
            var numbers = choose(video);
            try
            {
                var frames = video.Read(numbers, Fit(info.Size, side));
                if (video.Info.Size == info.Size)
                {
                    return new FrameStrip(info, frames, numbers, video.Warning);
                }
            }
            catch (ArgumentOutOfRangeException) when (video.Info.FrameCount < info.FrameCount)
            {
            }

            // Decoding showed fewer frames, or another size, than the headers say; what there is is known now.
        }
    }

    /// <summary>The size that a picture of another size gets when its long side becomes <paramref name="side"/>.</summary>
    public static FrameSize Fit(FrameSize size, int side)
    {
        var scale = (double)side / Math.Max(size.Height, size.Width);
        return new FrameSize(Math.Max(1, (int)Math.Round(size.Height * scale)), Math.Max(1, (int)Math.Round(size.Width * scale)));
    }
}
