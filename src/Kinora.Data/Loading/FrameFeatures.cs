using Kinora.Torch;
using Kinora.Video;

namespace Kinora.Data.Loading;

/// <summary>
/// Makes batches of features instead of pixels: (N, F, T, 1, 1), a frame being one pixel of F channels. Frames whose features
/// are in the cache are not even decoded.
/// </summary>
/// <param name="cache">Keeps the features.</param>
/// <param name="encode">What the backbone sees: a frame, scaled, becomes (1, F).</param>
/// <param name="variants">Augmented copies of each clip, from 1: epochs take them in turn, so that a copy's features serve again.</param>
/// <param name="device">Where the batches shall be.</param>
public sealed class FrameFeatures(FeatureCache cache, Func<Frames, Tensor> encode, int variants, Device device)
{
    /// <summary>Augmented copies of each clip.</summary>
    internal int Variants => variants;

    /// <summary>Those of the frames whose features are not known yet.</summary>
    internal int[] Missing(Sample sample, int variant, int[] numbers) =>
        Array.FindAll(numbers, number => !cache.Has(new(sample.Path, sample.Span, variant, number)));

    /// <summary>The features of clips, (N, F, T, 1, 1), after looking at the frames that are new.</summary>
    internal Tensor Join(IReadOnlyList<MadeClip> clips)
    {
        using var scope = new TensorScope();
        var rows = clips.SelectMany(Rows).ToArray();
        var (features, views) = (rows[0].Length, clips.Sum(clip => clip.Plans.Length));
        var values = new float[rows.Length * features];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i].CopyTo(values.AsSpan(i * features));
        }

        var x = Tensor.From<float>(values, views, rows.Length / views, features, 1, 1).To(device);   // (N, T, F, 1, 1)
        return scope.Return(x.Transpose(1, 2));                                                      // (N, F, T, 1, 1)
    }

    // The features of each frame of each view, in order.
    private IEnumerable<float[]> Rows(MadeClip clip)
    {
        var (fresh, number) = (new Dictionary<int, float[]>(), clip.Numbers);
        for (var t = 0; t < number.Length; t++)
        {
            // One frame at a time: the library adds up in another order for more of them, and what a frame shows must not depend
            // on which others were new with it, or a resumed training would go another way.
            var frame = Frames.Unwritten(1, clip.Views[0].Height, clip.Views[0].Width);
            clip.Views[0][t].CopyTo(frame[0]);
            using var seen = encode(frame);
            var row = seen.ToArray<float>();
            fresh.Add(number[t], row);
            cache.Add(new(clip.Sample.Path, clip.Sample.Span, clip.Variant, number[t]), row);
        }

        return clip.Plans.SelectMany(plan => plan.Frames).Select(frame => fresh.GetValueOrDefault(frame)
            ?? cache.Find(new(clip.Sample.Path, clip.Sample.Span, clip.Variant, frame))
            ?? throw new InvalidOperationException($"the features of frame {frame} of {clip.Sample.Name} are gone"));
    }
}
