using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Kinora.Torch;
using Kinora.Video;

namespace Kinora.Data.Loading;

/// <summary>Features of a frozen backbone, kept as it sees them. Frames whose features are in the cache are not even decoded.</summary>
/// <param name="cache">Keeps the features.</param>
/// <param name="encode">What the backbone sees: a frame, scaled, becomes (1, F).</param>
/// <param name="variants">Augmented copies of each clip, from 1: epochs take them in turn, so that a copy's features serve again.</param>
/// <param name="device">Where the batches shall be.</param>
public sealed class FrameFeatures(FeatureCache cache, Func<Frames, Tensor> encode, int variants, Device device) : ClipFeatures(device)
{
    internal override int Variants => variants;

    internal override int[] Missing(Sample sample, int variant, int[] numbers) => Array.FindAll(numbers, number => !cache.Has(sample, variant, number));

    private protected override IEnumerable<ReadOnlyMemory<float>> Rows(MadeClip clip)
    {
        var fresh = new Dictionary<int, float[]>();
        var added = new List<(int Frame, UInt128 Pixels, float[] Features)>();
        for (var t = 0; t < clip.Numbers.Length; t++)
        {
            // One frame at a time: the library adds up in another order for more of them, and what a frame shows must not depend
            // on which others were new with it, or a resumed training would go another way.
            var frame = Frames.Unwritten(1, clip.Views[0].Height, clip.Views[0].Width);
            clip.Views[0][t].CopyTo(frame[0]);
            var pixels = MemoryMarshal.Read<UInt128>(SHA256.HashData(frame.Pixels));
            var features = cache.FindSame(pixels) ?? added.Find(one => one.Pixels == pixels).Features ?? See(frame);
            fresh.Add(clip.Numbers[t], features);
            added.Add((clip.Numbers[t], pixels, features));
        }

        cache.Add(clip.Sample, clip.Variant, added);
        return clip.Plans.SelectMany(plan => plan.Frames).Select(frame => (ReadOnlyMemory<float>)(fresh.GetValueOrDefault(frame)
            ?? cache.Find(clip.Sample, clip.Variant, frame)
            ?? throw new InvalidOperationException($"the features of frame {frame} of {clip.Sample.Name} are gone")));
    }

    private float[] See(Frames frame)
    {
        using var seen = encode(frame);
        return seen.ToArray<float>();
    }
}
