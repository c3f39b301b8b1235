using System.Collections.Concurrent;
using Kinora.Video.Decoding;

namespace Kinora.Data.Loading;

/// <summary>
/// What a frozen backbone saw in each frame, kept in memory so that it looks at a frame once and not in every epoch. Holds
/// what came first until it is full and then takes no more. Folds may share it: their frozen backbones are the same.
/// </summary>
/// <param name="capacity">Bytes of features that may be held.</param>
public sealed class FeatureCache(long capacity = 1L << 30)
{
    private readonly ConcurrentDictionary<FeatureKey, float[]> kept = new();
    private long used;

    internal bool Has(FeatureKey key) => kept.ContainsKey(key);

    internal float[]? Find(FeatureKey key) => kept.GetValueOrDefault(key);

    internal void Add(FeatureKey key, float[] features)
    {
        var bytes = features.Length * sizeof(float);
        if (Interlocked.Add(ref used, bytes) > capacity || !kept.TryAdd(key, features))
        {
            Interlocked.Add(ref used, -bytes);
        }
    }
}

/// <summary>A frame of a clip.</summary>
/// <param name="Path">The clip's file.</param>
/// <param name="Span">The part of it that is the clip; null for all of it.</param>
/// <param name="Variant">Which of the clip's augmented copies; -1 for the clip as it is.</param>
/// <param name="Frame">The frame's number in the clip.</param>
internal readonly record struct FeatureKey(string Path, VideoSpan? Span, int Variant, int Frame);
