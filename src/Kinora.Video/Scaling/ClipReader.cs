using Kinora.Video.Decoding;

namespace Kinora.Video.Scaling;

/// <summary>Reads chosen frames of a video in the geometry a network takes.</summary>
public static class ClipReader
{
    /// <summary>Bytes of frames at full size that are held at once, unless a single frame is larger.</summary>
    private const long Room = 32 << 20;

    /// <summary>Reads frames, brings them into a geometry and drops the rest, a few at a time, so that memory stays small.</summary>
    /// <param name="file">The video; this advances its decoder.</param>
    /// <param name="frameNumbers">Numbers in the order of presentation, from 0; in any order, repeats allowed.</param>
    /// <param name="geometry">The way to the size that comes out.</param>
    /// <param name="filter">Whose scaling. FFmpeg's is done while decoding; it cannot follow a crop, as <see cref="CentreSquare"/> wants.</param>
    /// <param name="colour">Gray is made before scaling where frames are scaled after decoding, as OpenCV's users do, and after it otherwise.</param>
    /// <returns>The frames asked for, in that order.</returns>
    /// <exception cref="VideoException">The video cannot be read, or filter and geometry do not go together.</exception>
    public static Frames Read(VideoFile file, ReadOnlySpan<int> frameNumbers, FrameGeometry geometry, ScaleFilter filter, FrameColour colour = FrameColour.Rgb)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(geometry);
        var source = new FrameSize(file.Info.Height, file.Info.Width);
        var steps = geometry.Steps(source);
        if (filter == ScaleFilter.FFmpegBilinear && steps.Before.IsWhole(source))
        {
            var scaled = file.Read(frameNumbers, steps.Resized);
            GrayConversion.Apply(scaled.Pixels, colour);
            return steps.After.IsWhole(steps.Resized) ? scaled : FrameScaler.Crop(scaled, steps.After);
        }

        var scaler = new FrameScaler(source, geometry, filter);
        var clip = new Frames(frameNumbers.Length, geometry.Output.Height, geometry.Output.Width);
        var batch = (int)Math.Max(1, Room / (3L * source.Height * source.Width));
        for (var first = 0; first < frameNumbers.Length; first += batch)
        {
            var read = file.Read(frameNumbers.Slice(first, Math.Min(batch, frameNumbers.Length - first)));
            for (var i = 0; i < read.Count; i++)
            {
                GrayConversion.Apply(read[i], colour);
                scaler.Scale(read[i], clip[first + i]);
            }
        }

        return clip;
    }
}
