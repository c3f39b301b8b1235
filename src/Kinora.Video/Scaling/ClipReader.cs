using Kinora.Video.Decoding;
using Kinora.Video.Flow;

namespace Kinora.Video.Scaling;

/// <summary>Reads chosen frames of a video in the geometry a network takes.</summary>
public static class ClipReader
{
    /// <summary>
    /// Bytes of frames at full size that are held at once, unless a single frame is larger. A clip that fits, such as 20 frames
    /// of 1920x1080, is decoded in one go; a larger one in several, each of which may have to start again at a key frame.
    /// </summary>
    private const long Room = 128 << 20;

    /// <summary>Reads frames, brings them into a geometry and drops what they were made from, some at a time, so that memory stays bounded.</summary>
    /// <param name="file">The video: a file, a folder of pictures, or a part of one.</param>
    /// <param name="frameNumbers">Numbers in the order of presentation, from 0; in any order, repeats allowed.</param>
    /// <param name="geometry">The way to the size that comes out.</param>
    /// <param name="filter">Whose scaling. FFmpeg's is done while decoding; it cannot follow a crop, as <see cref="CentreSquare"/> wants, nor scale pictures of a folder.</param>
    /// <param name="colour">
    /// Gray is made before scaling where frames are scaled after decoding, as OpenCV's users do, and after it otherwise. Flow is found
    /// between frames of the video's own size, from each to the next, and scaled then; its vectors stay in pixels of that size.
    /// </param>
    /// <returns>The frames asked for, in that order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    /// <exception cref="VideoException">The video cannot be read, or filter and geometry do not go together.</exception>
    public static Frames Read(VideoSource file, ReadOnlySpan<int> frameNumbers, FrameGeometry geometry, ScaleFilter filter, FrameColour colour = FrameColour.Rgb)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(geometry);
        if (colour.Flow() is { } kind)
        {
            var flow = FlowReader.Read(file, frameNumbers, geometry, filter, kind, Room);
            return geometry.Mirrored ? FlowFrames.Mirror(flow) : flow;
        }

        var clip = ReadUpright(file, frameNumbers, geometry, filter, colour);
        return geometry.Mirrored ? FrameScaler.Mirror(clip) : clip;
    }

    private static Frames ReadUpright(VideoSource file, ReadOnlySpan<int> frameNumbers, FrameGeometry geometry, ScaleFilter filter, FrameColour colour)
    {
        var source = SizeOf(file);
        var steps = geometry.Steps(source);
        if (filter != ScaleFilter.FFmpegBilinear || !file.ScalesWhileDecoding || !steps.Before.IsWhole(source))
        {
            return ReadAndScale(file, source, frameNumbers, geometry, filter, colour);
        }

        var scaled = file.Read(frameNumbers, steps.Resized);
        if (SizeOf(file) != source)
        {
            // Decoding showed another size than the headers; it is known now.
            return ReadUpright(file, frameNumbers, geometry, filter, colour);
        }

        GrayConversion.Apply(scaled.Pixels, colour);
        return steps.After.IsWhole(steps.Resized) ? scaled : FrameScaler.Crop(scaled, steps.After);
    }

    private static Frames ReadAndScale(
        VideoSource file, FrameSize source, ReadOnlySpan<int> frameNumbers, FrameGeometry geometry, ScaleFilter filter, FrameColour colour)
    {
        var scaler = new FrameScaler(source, geometry, filter);
        var clip = new Frames(frameNumbers.Length, geometry.Output.Height, geometry.Output.Width);
        var batch = (int)Math.Clamp(Room / (3L * source.Height * source.Width), 1, int.MaxValue);
        for (var first = 0; first < frameNumbers.Length; first += batch)
        {
            batch = Math.Min(batch, frameNumbers.Length - first);
            var read = file.Read(frameNumbers.Slice(first, batch));
            if (read.Size != source)
            {
                source = read.Size;
                scaler = new FrameScaler(source, geometry, filter);
            }

            for (var i = 0; i < read.Count; i++)
            {
                GrayConversion.Apply(read[i], colour);
                scaler.Scale(read[i], clip[first + i]);
            }
        }

        return clip;
    }

    private static FrameSize SizeOf(VideoSource file) => new(file.Info.Height, file.Info.Width);
}
