using Kinora.Video.Decoding;
using Kinora.Video.Scaling;

namespace Kinora.Video.Flow;

/// <summary>Reads chosen frames of a video as flow, in the geometry a network takes. Frame t holds the flow from it to the next.</summary>
internal static class FlowReader
{
    /// <summary>
    /// Reads flow; each frame of the video is decoded once, whatever fields it belongs to. The last frame has none to go to and takes
    /// the field before it; in a video of one frame nothing moves.
    /// </summary>
    /// <param name="file">The video.</param>
    /// <param name="frameNumbers">Numbers in the order of presentation, from 0; in any order, repeats allowed.</param>
    /// <param name="geometry">The way to the size that comes out; a mirrored one is left as it is.</param>
    /// <param name="filter">Whose scaling.</param>
    /// <param name="kind">The method.</param>
    /// <param name="room">Bytes of frames that are held at once.</param>
    /// <returns>Frames as <see cref="FlowFrames"/> writes them, in the order asked for.</returns>
    public static Frames Read(VideoSource file, ReadOnlySpan<int> frameNumbers, FrameGeometry geometry, ScaleFilter filter, FlowKind kind, long room)
    {
        var wanted = frameNumbers.ToArray();
        while (true)
        {
            var (count, size) = (file.Info.FrameCount, SizeOf(file));
            try
            {
                var clip = count < 2 ? Still(file, wanted, geometry) : Read(file, wanted, geometry, filter, kind, room, count, size);
                if (SizeOf(file) == size)
                {
                    return clip;
                }
            }
            catch (Exception e) when ((e is ArgumentOutOfRangeException && file.Info.FrameCount < count && wanted.Max() < file.Info.FrameCount) || SizeOf(file) != size)
            {
                // Decoding showed fewer frames than the headers promise, or another size; a frame wanted is now the last. It is known now.
            }
        }
    }

    private static Frames Read(
        VideoSource file, int[] wanted, FrameGeometry geometry, ScaleFilter filter, FlowKind kind, long room, int count, FrameSize size)
    {
        var places = wanted.Index().ToLookup(one => one.Item == count - 1 ? one.Item - 1 : one.Item, one => one.Index);
        int[] needed = [.. places.SelectMany(start => new[] { start.Key, start.Key + 1 }).Distinct().Order()];
        var clip = new Frames(wanted.Length, geometry.Output.Height, geometry.Output.Width);
        var scaler = new FrameScaler(size, geometry, filter);
        var field = new float[size.Height * size.Width * 2];
        var frame = new byte[size.Height * size.Width * 3];
        using var estimator = new FlowEstimator(size, kind);
        foreach (var numbers in needed.Chunk((int)Math.Clamp(room / frame.Length, 1, Array.MaxLength)))
        {
            var read = file.Read(numbers);
            for (var i = 0; i < numbers.Length; i++)
            {
                // The frame before is the one that was given last: both are needed.
                int[] here = [.. places[numbers[i] - 1]];
                estimator.Next(read[i], here.Length > 0 ? field : []);
                if (here.Length > 0)
                {
                    FlowFrames.Paint(field, frame);
                    scaler.Scale(frame, clip[here[0]]);
                }

                foreach (var place in here.Skip(1))
                {
                    clip[here[0]].CopyTo(clip[place]);
                }
            }
        }

        return clip;
    }

    private static Frames Still(VideoSource file, int[] wanted, FrameGeometry geometry)
    {
        _ = file.Read(wanted);
        var clip = new Frames(wanted.Length, geometry.Output.Height, geometry.Output.Width);
        clip.Pixels.AsSpan().Fill(FlowFrames.Still);
        return clip;
    }

    private static FrameSize SizeOf(VideoSource file) => new(file.Info.Height, file.Info.Width);
}
