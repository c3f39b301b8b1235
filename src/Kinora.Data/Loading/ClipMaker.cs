using Kinora.Video;
using Kinora.Video.Decoding;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Data.Loading;

/// <summary>The views of one clip, or why there are none.</summary>
/// <param name="Sample">The clip.</param>
/// <param name="Views">Frames of each view, (T, H, W, 3).</param>
/// <param name="Masks">False where a frame is padding, for each view (T).</param>
/// <param name="Failure">Why the clip could not be read; null where it could.</param>
/// <param name="Warning">What is wrong with a clip that could be read in part; null where nothing is known to be.</param>
internal sealed record MadeClip(Sample Sample, Frames[] Views, bool[][] Masks, string? Failure = null, string? Warning = null)
{
    /// <summary>Which frames each view has. Where features are wanted, <see cref="Views"/> holds only those not seen before.</summary>
    public ClipPlan[] Plans { get; init; } = [];

    /// <summary>The numbers of the frames not seen before.</summary>
    public int[] Numbers { get; init; } = [];

    /// <summary>Which augmented copy of the clip; -1 for the clip as it is.</summary>
    public int Variant { get; init; } = -1;
}

/// <summary>Makes the views of a clip: the part of loading that runs on worker threads. Knows no tensors; a pure function of clip, seed and epoch.</summary>
internal sealed class ClipMaker(ClipRecipe recipe, FrameCountIndex index, FrameCache cache, ClipCache? disk = null)
{
    /// <summary>Makes the views of one clip; a file that cannot be read gives a failure, nothing is thrown for it.</summary>
    public MadeClip Make(Sample sample, long seed, int epoch)
    {
        try
        {
            return Make(sample, new ClipDraw(seed, epoch, sample.Name), recipe.Features?.FactsOf(sample) ?? index.Get(sample), seed, epoch);
        }
        catch (VideoException e)
        {
            return new MadeClip(sample, [], [], Failure: e.Message);
        }
    }

    private static Frames Arrange(Frames frames, int[] numbers, int[] wanted)
    {
        if (wanted.AsSpan().SequenceEqual(numbers))
        {
            return frames;
        }

        var arranged = new Frames(wanted.Length, frames.Height, frames.Width);
        for (var t = 0; t < wanted.Length; t++)
        {
            frames[Array.BinarySearch(numbers, wanted[t])].CopyTo(arranged[t]);
        }

        return arranged;
    }

    private MadeClip Make(Sample sample, ClipDraw draw, ClipFacts facts, long seed, int epoch)
    {
        // Kept features want copies that come again; pixels are drawn anew in every epoch.
        var variant = recipe.Augmentations is null or { IsEmpty: true } ? -1 : recipe.Features is { } features ? epoch % features.Variants : epoch;
        var look = new ClipDraw(seed, variant, sample.Name).Fork("augmentation");
        try
        {
            return Make(facts.FrameCount, whole: recipe is { Sampler.IsRandom: true, Views: 1 }) with { Warning = facts.Warning };
        }
        catch (FramesMissingException missing)
        {
            // Decoding gives fewer frames than the headers promise. Reading the whole clip, to keep it in memory, may have met
            // what the frames of this draw never meet, so these are tried alone first: a draw gives the same clip with and
            // without a cache.
            try
            {
                return Make(facts.FrameCount, whole: false) with { Warning = missing.Message };
            }
            catch (FramesMissingException)
            {
                return Make(missing.FrameCount, whole: false) with { Warning = missing.Message };
            }
        }

        MadeClip Make(int frameCount, bool whole)
        {
            var plans = Enumerable.Range(0, recipe.Views).Select(view => recipe.Sampler.Sample(frameCount, draw, view, recipe.Views, facts.FrameRate)).ToArray();
            // Views and padding name frames more than once; each is decoded once.
            int[] numbers = [.. plans.SelectMany(plan => plan.Frames).Distinct().Order()];
            var masks = plans.SelectMany(plan => Enumerable.Repeat(plan.Mask, recipe.Crops)).ToArray();
            if (recipe.Features is { } known)
            {
                numbers = known.Missing(sample, variant, numbers);
                Frames[] unseen = numbers.Length == 0 ? [] : [Augment(sample, Decode(recipe.Geometry), look)];
                return new MadeClip(sample, unseen, masks) { Plans = plans, Numbers = numbers, Variant = variant };
            }

            var crops = recipe.Geometry.Crops(recipe.Crops).Select(Decode).ToArray();
            Frames[] views = [.. from plan in plans from frames in crops select Augment(sample, Arrange(frames, numbers, plan.Frames), look)];
            return new MadeClip(sample, views, masks) { Plans = [.. plans.SelectMany(plan => Enumerable.Repeat(plan, recipe.Crops))] };

            Frames Decode(FrameGeometry geometry)
            {
                var key = new FrameCacheKey(sample.Path, sample.Span, geometry, recipe.Filter, recipe.Colour);
                return cache.Get(key, numbers, frameCount, whole, wanted => FromDisk(key, wanted, frameCount, whole));
            }
        }
    }

    private Frames Augment(Sample sample, Frames frames, ClipDraw look)
    {
        var augmentations = recipe.NeverFlipped?.Contains(sample.Label) == true ? recipe.Augmentations?.WithoutFlip() : recipe.Augmentations;
        return augmentations?.Apply(frames, look) ?? frames;
    }

    /// <summary>Decodes all frames of a clip into the cache on disk, unless they are there.</summary>
    /// <returns>Whether they are there now; false for a clip that is too large, or whose headers promise more frames than it has.</returns>
    /// <exception cref="VideoException">The clip cannot be read.</exception>
    internal bool Keep(Sample sample)
    {
        var count = index.Get(sample).FrameCount;
        var key = new FrameCacheKey(sample.Path, sample.Span, recipe.Geometry, recipe.Filter, recipe.Colour);
        try
        {
            FromDisk(key, [count - 1], count, whole: true);
            return disk?.Find(key, [count - 1]) is not null;
        }
        catch (FramesMissingException)
        {
            return false;
        }
    }

    private Frames FromDisk(FrameCacheKey key, int[] wanted, int frameCount, bool whole)
    {
        if (disk?.Find(key, wanted) is { } found)
        {
            return found;
        }

        if (!whole || disk?.Fits(3L * key.Geometry.Output.Height * key.Geometry.Output.Width * frameCount) != true)
        {
            return Read(key, wanted);
        }

        int[] all = [.. Enumerable.Range(0, frameCount)];
        var frames = Read(key, all);
        disk.Keep(key, frames);
        return FrameCache.Pick(all, frames, wanted)!;
    }

    private static Frames Read(FrameCacheKey key, int[] numbers)
    {
        using var video = VideoSource.Open(key.Path, key.Span);
        try
        {
            return ClipReader.Read(video, numbers, key.Geometry, key.Filter, key.Colour);
        }
        catch (ArgumentOutOfRangeException) when (video.Info.FrameCount <= numbers[^1])
        {
            throw new FramesMissingException($"{key.Path}: {video.Warning ?? "has fewer frames than its headers say"}", video.Info.FrameCount);
        }
    }

    /// <summary>Decoding gives fewer frames than the headers promise.</summary>
    private sealed class FramesMissingException(string message, int frameCount) : VideoException(message)
    {
        public int FrameCount => frameCount;
    }
}
