using System.Collections.Concurrent;
using Kinora.Video;
using Kinora.Video.Decoding;
using Kinora.Video.Scaling;

namespace Kinora.Data.Loading;

/// <summary>
/// Decoded, scaled frames in memory, so that a small data set is decoded once. Holds what came first until it is full and then
/// takes no more: epochs go round, and giving up old clips for new ones would only lose each before it is asked for again.
/// Frames are the same with and without.
/// </summary>
/// <param name="capacity">Bytes of pixels that may be held; 0 holds none.</param>
public sealed class FrameCache(long capacity = 1L << 30)
{
    /// <summary>A clip that alone would take more than this part of the room is never decoded whole.</summary>
    private const int Share = 32;

    private readonly ConcurrentDictionary<FrameCacheKey, (int[] Numbers, Frames Frames)> clips = new();
    private long used;

    /// <summary>Bytes of pixels held.</summary>
    public long Used => Interlocked.Read(ref used);

    /// <summary>Gives frames of a clip, from memory or by reading them. Any thread may call.</summary>
    /// <param name="key">The clip and what is done to its frames.</param>
    /// <param name="numbers">The frames wanted: ascending, each once.</param>
    /// <param name="frameCount">Frames in the clip.</param>
    /// <param name="whole">Whether to decode the whole clip at once because other frames will be asked for in later epochs.</param>
    /// <param name="read">Reads frames by number.</param>
    internal Frames Get(FrameCacheKey key, int[] numbers, int frameCount, bool whole, Func<int[], Frames> read)
    {
        if (clips.TryGetValue(key, out var held) && Pick(held.Numbers, held.Frames, numbers) is { } found)
        {
            return found;
        }

        var size = 3L * key.Geometry.Output.Height * key.Geometry.Output.Width;
        var keep = whole && frameCount * size <= capacity / Share ? [.. Enumerable.Range(0, frameCount)] : numbers;
        var bytes = keep.Length * size;
        if (held.Frames is not null || Interlocked.Add(ref used, bytes) > capacity)
        {
            if (held.Frames is null)
            {
                Interlocked.Add(ref used, -bytes);
            }

            return read(numbers);
        }

        var added = false;
        try
        {
            var frames = read(keep);
            added = clips.TryAdd(key, (keep, frames));
            return Pick(keep, frames, numbers)!;
        }
        finally
        {
            if (!added)
            {
                Interlocked.Add(ref used, -bytes);
            }
        }
    }

    /// <summary>Frames by number out of those that are there; null where one is missing.</summary>
    internal static Frames? Pick(int[] numbers, Frames frames, int[] wanted)
    {
        var places = Array.ConvertAll(wanted, number => Array.BinarySearch(numbers, number));
        if (places.Any(place => place < 0))
        {
            return null;
        }

        var picked = new Frames(wanted.Length, frames.Height, frames.Width);
        for (var i = 0; i < places.Length; i++)
        {
            frames[places[i]].CopyTo(picked[i]);
        }

        return picked;
    }
}

/// <summary>A clip and what is done to its frames.</summary>
internal readonly record struct FrameCacheKey(string Path, VideoSpan? Span, FrameGeometry Geometry, ScaleFilter Filter, FrameColour Colour);
