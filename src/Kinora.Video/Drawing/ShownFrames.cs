using Kinora.Video.Scaling;

namespace Kinora.Video.Drawing;

/// <summary>Frames of a network's size, made large enough to look at.</summary>
public static class ShownFrames
{
    /// <summary>
    /// Frames whose long side is at most <paramref name="side"/>: smaller ones are enlarged by a whole factor, each pixel becoming
    /// a square, so that nothing is made up; larger ones are scaled down.
    /// </summary>
    /// <param name="frames">The frames; returned as they are where they fit.</param>
    /// <param name="side">The long side that is wanted, in pixels.</param>
    public static Frames Fit(Frames frames, int side)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        var factor = side / Math.Max(frames.Height, frames.Width);
        return factor switch
        {
            0 => FrameScaler.Scale(frames, new Squash(FrameStrip.Fit(frames.Size, side)), ScaleFilter.OpenCvArea),
            1 => frames,
            _ => Enlarge(frames, factor),
        };
    }

    private static Frames Enlarge(Frames frames, int factor)
    {
        var large = new Frames(frames.Count, frames.Height * factor, frames.Width * factor);
        for (var t = 0; t < frames.Count; t++)
        {
            var from = frames[t];
            var to = large[t];
            for (var y = 0; y < large.Height; y++)
            {
                for (var x = 0; x < large.Width; x++)
                {
                    from.Slice(3 * (((y / factor) * frames.Width) + (x / factor)), 3).CopyTo(to[(3 * ((y * large.Width) + x))..]);
                }
            }
        }

        return large;
    }
}
