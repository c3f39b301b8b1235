using Kinora.Data.Loading;
using Kinora.Models;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Video;
using Kinora.Video.Augmentation;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Data.Tests.Loading;

/// <summary>What is shown of a clip is what a batch holds of it, bit for bit.</summary>
public sealed class ClipSourceTests(Clips clips) : IClassFixture<Clips>
{
    private static readonly Preprocessing Look = new()
    {
        Sampler = new ClipSampler(SamplingKind.CentredStride, 8, 2),
        Geometry = new Squash(new FrameSize(24, 20)),
        Filter = ScaleFilter.OpenCvArea,
        Mean = [0, 0, 0],
        Std = [1, 1, 1],
    };

    [Fact]
    public void Training_clips_are_shown_as_the_loader_gives_them()
    {
        var data = DataSets.Open(clips.Root);
        var sampler = new ClipSampler(SamplingKind.RandomStride, 8, 2);
        var augmentations = Augmentations.Parse("flip 0.5, resized-crop area 0.5..1 ratio 0.8..1.25, colour brightness 0.3 contrast 0.3", ScaleFilter.OpenCvArea);
        var loader = new ClipSource(data, cacheBytes: 1 << 28, workers: 2, seed: 7).Training(All(data), Look, sampler, augmentations, batchSize: 4, Device.Cpu);
        var shown = new ClipSource(data, cacheBytes: 0, workers: 1, seed: 7);
        var (checkedClips, padded) = (0, 0);
        for (var epoch = 0; epoch < 3; epoch++)
        {
            foreach (var batch in loader.Epoch(epoch))
            {
                using (batch)
                {
                    foreach (var (place, sample) in batch.Sources.Index())
                    {
                        var view = Assert.Single(shown.ShowTraining(sample, Look, sampler, augmentations, epoch).Views);
                        Same(view, batch, place);
                        padded += view.Plan.Mask.Count(isFrame => !isFrame);
                        checkedClips++;
                    }
                }
            }
        }

        Assert.Equal(3 * data.Samples.Count, checkedClips);
        Assert.True(padded > 0, "no clip was short");
    }

    [Fact]
    public void Memory_that_frames_will_fill_is_judged_by_the_clips_known_so_far()
    {
        var data = DataSets.Open(clips.Root);
        var source = new ClipSource(data, cacheBytes: 1 << 28, workers: 1, seed: 7);
        source.Index.Fill(data.Samples, workers: 1);
        const long Frames = 30 + 6 + 25 + 12 + 34 + 28 + 20 + 26 + 9;
        Assert.Equal(Frames * 3 * 24 * 20, source.KeptBytes(Look, features: 0));
        Assert.Equal((Frames * 3 * 24 * 20) + (Frames * 4 * 100), source.KeptBytes(Look, features: 100));

        // What the caches do not hold does not count.
        Assert.Equal(2000, new ClipSource(data, cacheBytes: 1000, workers: 1, seed: 7).KeptBytes(Look, features: 100));
    }

    [Fact]
    public void Flow_comes_out_the_same_fresh_and_from_either_cache_and_is_never_taken_for_colours()
    {
        using var folder = Places.Temporary();
        var data = DataSets.Open(clips.Root);
        var flow = Look with { Colour = FrameColour.FlowFarneback, Mean = Preprocessing.FlowMean, Std = Preprocessing.FlowStd };
        var sampler = new ClipSampler(SamplingKind.RandomStride, 8, 2);
        var augmentations = Augmentations.Parse("flip 0.5").ForFlow();
        var fresh = Read(new ClipSource(data, cacheBytes: 0, workers: 1, seed: 7), flow);
        var kept = new ClipSource(data, cacheBytes: 1 << 28, workers: 2, seed: 7, ClipCache.Open(1 << 28, folder.Path));
        var colours = Read(kept, Look);
        Assert.Equal(fresh, Read(kept, flow));
        Assert.Equal(colours, Read(kept, Look));
        Assert.Equal(colours.Length / 3 * 2, fresh.Length);

        var disk = ClipCache.Open(1 << 28, folder.Path);
        Assert.Equal(fresh, Read(new ClipSource(data, cacheBytes: 0, workers: 1, seed: 7, disk), flow));
        Assert.True(disk.Found > 0, "nothing came from the disk");

        float[] Read(ClipSource source, Preprocessing look) =>
            [.. Enumerable.Range(0, 2).SelectMany(epoch => source.Training(All(data), look, sampler, augmentations, batchSize: 4, Device.Cpu).Epoch(epoch).SelectMany(batch =>
            {
                using (batch)
                {
                    Assert.Equal([batch.Sources.Count, look.Channels, 8, 24, 20], batch.Clips.Shape);
                    return batch.Clips.ToArray<float>();
                }
            }))];
    }

    [Fact]
    public void Evaluation_views_are_shown_as_the_loader_gives_them()
    {
        var data = DataSets.Open(clips.Root);
        var source = new ClipSource(data, cacheBytes: 0, workers: 1, seed: 0);
        foreach (var batch in source.Evaluation(All(data), Look, views: 3, batchSize: 4, Device.Cpu).Epoch(0))
        {
            using (batch)
            {
                foreach (var (place, sample) in batch.Sources.Index())
                {
                    var shown = source.ShowEvaluation(sample, Look, views: 3);
                    Assert.Equal(3, shown.Views.Count);
                    Assert.All(shown.Views.Index(), view => Same(view.Item, batch, (3 * place) + view.Index));
                }
            }
        }
    }

    [Fact]
    public void A_clip_that_cannot_be_read_is_refused_by_name()
    {
        var data = DataSets.Open(clips.Root);
        var missing = data.Samples[0] with { Path = data.Samples[0].Path + ".gone" };
        var source = new ClipSource(data, cacheBytes: 0, workers: 1, seed: 0);
        Assert.Contains(missing.Path, Assert.Throws<VideoException>(() => source.ShowEvaluation(missing, Look, views: 1)).Message, StringComparison.Ordinal);
    }

    private static int[] All(DataSet data) => [.. Enumerable.Range(0, data.Samples.Count)];

    // (T, H, W, 3) bytes against (C, T, H, W) in [0, 1].
    private static void Same(ShownView view, Batch batch, int place)
    {
        var pixels = view.Frames.Pixels;
        var values = batch.Clips.ToArray<float>().AsSpan(place * pixels.Length, pixels.Length);
        var plane = pixels.Length / 3;
        for (var i = 0; i < pixels.Length; i++)
        {
            Assert.Equal(pixels[i] / 255f, values[(i % 3 * plane) + (i / 3)]);
        }

        Assert.Equal(view.Plan.Mask, batch.Mask.ToArray<bool>().AsSpan(place * view.Plan.Mask.Length, view.Plan.Mask.Length).ToArray());
    }
}
