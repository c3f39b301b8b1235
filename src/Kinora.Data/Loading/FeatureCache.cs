using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
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
/// <param name="augmentation">Names what is done to augmented copies.</param>
public sealed class FeatureCache(long capacity = 1L << 30, ClipCache? disk = null, string backbone = "", string augmentation = "")
{
    private readonly ConcurrentDictionary<FeatureKey, float[]> kept = new();
    private readonly ConcurrentDictionary<UInt128, float[]> seen = new();
    private readonly ConcurrentDictionary<(string Path, VideoSpan? Span), Lazy<bool>> opened = new();
    private readonly ConcurrentDictionary<int, ulong> looks = new();
    private long used;

    /// <summary>Whether the features of a frame are known.</summary>
    /// <param name="sample">The clip.</param>
    /// <param name="variant">Which of its augmented copies; -1 for the clip as it is.</param>
    /// <param name="frame">The frame's number in the clip.</param>
    internal bool Has(Sample sample, int variant, int frame)
    {
        if (disk is not null)
        {
            _ = opened.GetOrAdd((sample.Path, sample.Span), clip => new Lazy<bool>(() => disk.FindFeatures(clip.Path, Describe(clip.Path, clip.Span)).Count(row => TryKeep(clip.Path, clip.Span, row)) > 0)).Value;
        }

        return kept.ContainsKey(KeyOf(sample, variant, frame));
    }

    /// <inheritdoc cref="Has"/>
    internal float[]? Find(Sample sample, int variant, int frame) => kept.GetValueOrDefault(KeyOf(sample, variant, frame));

    /// <summary>Features of the same pixels, wherever they were seen: in a copy that differs in nothing, under another seed, in a picture that stands still.</summary>
    internal float[]? FindSame(UInt128 pixels) => seen.GetValueOrDefault(pixels);

    /// <summary>Keeps what was seen in frames of a clip.</summary>
    internal void Add(Sample sample, int variant, IReadOnlyList<(int Frame, UInt128 Pixels, float[] Features)> frames)
    {
        // What has no room in memory is not written either: it would be written again and again.
        FeatureRow[] added = [.. frames.Select(frame => new FeatureRow(LookOf(variant), frame.Frame, frame.Pixels, frame.Features)).Where(row => TryKeep(sample.Path, sample.Span, row))];
        if (added.Length > 0)
        {
            disk?.KeepFeatures(sample.Path, Describe(sample.Path, sample.Span), added);
        }
    }

    private bool TryKeep(string path, VideoSpan? span, FeatureRow row)
    {
        // Equal pixels share their features.
        var features = seen.GetValueOrDefault(row.Pixels);
        var bytes = features is null ? row.Features.Length * sizeof(float) : 0;
        if (Interlocked.Add(ref used, bytes) <= capacity && kept.TryAdd(new(path, span, row.Look, row.Frame), features ?? row.Features))
        {
            seen.TryAdd(row.Pixels, row.Features);
            return true;
        }

        Interlocked.Add(ref used, -bytes);
        return false;
    }

    private FeatureKey KeyOf(Sample sample, int variant, int frame) => new(sample.Path, sample.Span, LookOf(variant), frame);

    // A clip as it is looks the same under every augmentation.
    private ulong LookOf(int variant) => variant < 0 ? 0 : looks.GetOrAdd(variant, copy =>
        MemoryMarshal.Read<ulong>(SHA256.HashData(Encoding.UTF8.GetBytes($"{augmentation}\n{copy}"))) | 1);

    private string Describe(string path, VideoSpan? span) => $"{Path.GetFullPath(path)}\n{span}\n{backbone}";

    /// <summary>A frame of a clip.</summary>
    /// <param name="Path">The clip's file.</param>
    /// <param name="Span">The part of it that is the clip; null for all of it.</param>
    /// <param name="Look">What was done to the frame; 0 for nothing.</param>
    /// <param name="Frame">The frame's number in the clip.</param>
    private readonly record struct FeatureKey(string Path, VideoSpan? Span, ulong Look, int Frame);
}
