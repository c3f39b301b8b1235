using System.Collections.Concurrent;
using Kinora.Video.Decoding;

namespace Kinora.Data.Loading;

/// <summary>
/// What a frozen backbone saw in each frame, kept in memory so that it looks at a frame once and not in every epoch. Holds
/// what came first until it is full and then takes no more. Folds may share it: their frozen backbones are the same. With a cache on
/// disk later runs share it too.
/// </summary>
/// <param name="capacity">Bytes of features that may be held.</param>
/// <param name="disk">Where they are kept for later runs; null for nowhere.</param>
/// <param name="backbone">Names pixels and backbone: other features have another name.</param>
/// <param name="augmentation">Names what was done to augmented copies.</param>
public sealed class FeatureCache(long capacity = 1L << 30, ClipCache? disk = null, string backbone = "", string augmentation = "")
{
    private readonly ConcurrentDictionary<FeatureKey, float[]> kept = new();
    private readonly ConcurrentDictionary<UInt128, float[]> seen = new();
    private readonly ConcurrentDictionary<(string Path, VideoSpan? Span, bool IsAugmented), Lazy<bool>> opened = new();
    private long used;

    internal bool Has(FeatureKey key)
    {
        if (disk is not null)
        {
            _ = opened.GetOrAdd((key.Path, key.Span, key.Variant >= 0), clip => new Lazy<bool>(() => Load(disk, clip.Path, clip.Span, key.Variant))).Value;
        }

        return kept.ContainsKey(key);
    }

    internal float[]? Find(FeatureKey key) => kept.GetValueOrDefault(key);

    /// <summary>Features of the same pixels, wherever they were seen: the second of two copies that differ in nothing, a picture that stands still.</summary>
    internal float[]? FindSame(UInt128 pixels) => seen.GetValueOrDefault(pixels);

    /// <summary>Keeps what was seen in frames of a clip.</summary>
    internal void Add(string path, VideoSpan? span, IReadOnlyList<FeatureRow> rows)
    {
        // What has no room in memory is not written either: it would be written again and again.
        FeatureRow[] added = [.. rows.Where(row => TryAdd(path, span, row))];
        if (added.Length > 0)
        {
            disk?.KeepFeatures(path, Describe(path, span, added[0].Variant), added);
        }
    }

    private bool Load(ClipCache from, string path, VideoSpan? span, int variant) =>
        from.FindFeatures(path, Describe(path, span, variant)).Count(row => TryAdd(path, span, row)) > 0;

    private bool TryAdd(string path, VideoSpan? span, FeatureRow row)
    {
        var bytes = row.Features.Length * sizeof(float);
        if (Interlocked.Add(ref used, bytes) <= capacity && kept.TryAdd(new(path, span, row.Variant, row.Frame), row.Features))
        {
            seen.TryAdd(row.Pixels, row.Features);
            return true;
        }

        Interlocked.Add(ref used, -bytes);
        return false;
    }

    // A clip as it is looks the same under every augmentation.
    private string Describe(string path, VideoSpan? span, int variant) =>
        $"{Path.GetFullPath(path)}\n{span}\n{backbone}\n{(variant >= 0 ? augmentation : "none")}";
}

/// <summary>A frame of a clip.</summary>
/// <param name="Path">The clip's file.</param>
/// <param name="Span">The part of it that is the clip; null for all of it.</param>
/// <param name="Variant">Which of the clip's augmented copies; -1 for the clip as it is.</param>
/// <param name="Frame">The frame's number in the clip.</param>
internal readonly record struct FeatureKey(string Path, VideoSpan? Span, int Variant, int Frame);
