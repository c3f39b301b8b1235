using System.Diagnostics;
using Kinora.Data.Loading;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Video;
using Kinora.Video.Augmentation;
using Kinora.Video.Decoding;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Data.Tests.Loading;

public sealed class ClipLoaderTests(Clips clips) : IClassFixture<Clips>, IDisposable
{
    private static readonly ClipRecipe Training = new(
        new ClipSampler(SamplingKind.RandomStride, 8, 2), new Squash(new FrameSize(16, 24)), ScaleFilter.OpenCvBilinear, Augmentations: Augmentations.Parse("flip 0.5, colour brightness 0.3 contrast 0.3"));

    private static readonly ClipRecipe Evaluation = Training with { Sampler = new ClipSampler(SamplingKind.CentredStride, 8, 2), Augmentations = null };

    private readonly TemporaryFolder cacheFolder = new("cache");

    public void Dispose() => cacheFolder.Dispose();

    [Fact]
    public void Batches_are_the_same_for_any_number_of_threads()
    {
        var expected = Read(Loader(Training, new() { BatchSize = 4, Workers = 1, Shuffle = true, Seed = 7 }), epochs: 3);
        foreach (var (workers, ahead) in new[] { (2, 1), (4, 2), (8, 3) })
        {
            Assert.Equal(expected, Read(Loader(Training, new() { BatchSize = 4, Workers = workers, Ahead = ahead, Shuffle = true, Seed = 7 }), epochs: 3));
        }
    }

    [Fact]
    public void Batches_are_the_same_with_and_without_a_cache()
    {
        ClipLoaderOptions options = new() { BatchSize = 4, Workers = 2, Shuffle = true, Seed = 7 };
        var expected = Read(Loader(Training, options), epochs: 3);
        foreach (var capacity in new long[] { 1 << 30, 200_000 })
        {
            var cache = new FrameCache(capacity);
            Assert.Equal(expected, Read(Loader(Training, options, cache: cache), epochs: 3));
            Assert.InRange(cache.Used, 1, capacity);
        }
    }

    [Fact]
    public void Epochs_and_seeds_give_other_orders_and_other_clips()
    {
        var loader = Loader(Training, new() { BatchSize = 9, Shuffle = true, Seed = 7 });
        var other = Loader(Training, new() { BatchSize = 9, Shuffle = true, Seed = 8 });
        var epochs = Read(loader, epochs: 2).Concat(Read(other, epochs: 1)).ToList();
        Assert.Equal(3, epochs.Select(batch => batch.Split('|')[0]).Distinct().Count());
        Assert.Equal(3, epochs.Select(batch => batch.Split('|')[1]).Distinct().Count());
        Assert.Equal(Read(loader, epochs: 1)[0], epochs[0]);
    }

    [Fact]
    public void A_batch_holds_what_reading_each_file_by_hand_gives()
    {
        var data = DataSets.Open(clips.Root);
        var seen = 0;
        foreach (var batch in Loader(Evaluation, new() { BatchSize = 4 }).Epoch(0))
        {
            using (batch)
            {
                Assert.Equal([batch.Sources.Count, 3L, 8, 16, 24], batch.Clips.Shape);
                Assert.Equal(batch.Sources.Select(sample => (long)sample.Label), batch.Labels.ToArray<long>());
                Assert.Equal(batch.Sources.Select(sample => sample.Name), data.Samples.Skip(seen).Take(4).Select(sample => sample.Name));
                var (values, masks) = (batch.Clips.ToArray<float>(), batch.Mask.ToArray<bool>());
                foreach (var (n, sample) in batch.Sources.Index())
                {
                    using var video = VideoFile.Open(sample.Path);
                    var plan = Evaluation.Sampler.Sample(video.Info.FrameCount, default);
                    var frames = ClipReader.Read(video, plan.Frames, Evaluation.Geometry, Evaluation.Filter);
                    Assert.Equal(plan.Mask, masks.AsSpan(n * 8, 8).ToArray());
                    for (var i = 0; i < frames.Pixels.Length; i++)
                    {
                        // (T, H, W, 3) against (3, T, H, W).
                        Assert.Equal(frames.Pixels[i], values[(n * frames.Pixels.Length) + (i % 3 * frames.Pixels.Length / 3) + (i / 3)]);
                    }
                }

                seen += batch.Sources.Count;
            }
        }

        Assert.Equal(9, seen);
    }

    [Fact]
    public void Padding_of_a_short_clip_is_masked()
    {
        // bars/1.mp4 has 6 frames: at stride 2 frames 0, 2, 4 are there.
        var data = DataSets.Open(clips.Root);
        using var batch = Assert.Single(new ClipLoader(data, [1], Evaluation, ToTensor, new(), Index()).Epoch(0));
        Assert.Equal("bars/1.mp4", batch.Sources[0].Name);
        Assert.Equal([true, true, true, false, false, false, false, false], batch.Mask.ToArray<bool>());
    }

    [Fact]
    public void Views_of_a_clip_lie_one_after_another()
    {
        var data = DataSets.Open(clips.Root);
        var three = Evaluation with { Views = 3 };
        using var batch = Assert.Single(new ClipLoader(data, [0, 4], three, ToTensor, new(), Index()).Epoch(0));
        Assert.Equal((3, 2), (batch.Views, batch.Sources.Count));
        Assert.Equal([6L, 3, 8, 16, 24], batch.Clips.Shape);
        Assert.Equal([6L, 8], batch.Mask.Shape);
        Assert.Equal([0L, 1], batch.Labels.ToArray<long>());
        var values = batch.Clips.ToArray<float>();
        var size = values.Length / 6;
        // The first view starts with the video, as FirstN does; the last ends with it.
        var first = new ClipLoader(data, [0, 4], Evaluation with { Sampler = new ClipSampler(SamplingKind.FirstN, 8, 2) }, ToTensor, new(), Index());
        using var expected = Assert.Single(first.Epoch(0));
        float[] starts = [.. values.AsSpan(0, size), .. values.AsSpan(3 * size, size)];
        Assert.Equal(expected.Clips.ToArray<float>(), starts);
        Assert.NotEqual(values.AsSpan(0, size).ToArray(), values.AsSpan(2 * size, size).ToArray());
    }

    [Fact]
    public void The_last_batch_is_smaller_or_dropped()
    {
        Assert.Equal([4, 4, 1], Sizes(Loader(Evaluation, new() { BatchSize = 4 })));
        Assert.Equal([4, 4], Sizes(Loader(Evaluation, new() { BatchSize = 4, DropLast = true })));
        Assert.Equal(3, Loader(Evaluation, new() { BatchSize = 4 }).BatchesPerEpoch);
        Assert.Equal(2, Loader(Evaluation, new() { BatchSize = 4, DropLast = true }).BatchesPerEpoch);
        Assert.Contains("9 clips", Assert.Throws<DataException>(() => Loader(Evaluation, new() { BatchSize = 10, DropLast = true })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_file_is_skipped_named_once_and_its_place_taken()
    {
        using var folder = Places.Temporary();
        Places.Run("cp", "-r", clips.Root + "/.", folder.Path);
        File.WriteAllText(folder.File("bars/0.mp4"), "no video at all");
        File.WriteAllBytes(folder.File("zones/2.mp4"), File.ReadAllBytes(folder.File("zones/2.mp4")).AsSpan(0, 100));
        List<string>? expected = null;
        foreach (var workers in new[] { 1, 2, 4 })
        {
            var loader = Loader(Training, new() { BatchSize = 3, Workers = workers, Shuffle = true, Seed = 3 }, folder.Path);
            var batches = Read(loader, epochs: 2);
            Assert.Equal(6, batches.Count);
            Assert.Equal(["bars/0.mp4", "zones/2.mp4"], loader.Skipped.Select(clip => clip.Sample.Name).Order());
            Assert.All(loader.Skipped, clip => Assert.Contains(clip.Sample.Path, clip.Reason, StringComparison.Ordinal));
            Assert.StartsWith("2 of 9 files skipped: ", ClipProblem.Skipped(loader.Skipped, 9), StringComparison.Ordinal);
            Assert.Equal(expected ??= batches, batches);
        }
    }

    [Fact]
    public void A_file_that_breaks_half_way_gives_the_same_clips_with_and_without_a_cache_and_is_named()
    {
        using var folder = Places.Temporary();
        Places.Run("cp", "-r", clips.Root + "/.", folder.Path);
        BreakAfter(18, folder.File("bars/broken.avi"));
        var data = DataSets.Open(folder.Path);
        var broken = data.Samples.Single(sample => sample.Name == "bars/broken.avi");
        // The headers promise 30 frames; only decoding shows that 18 are there.
        Assert.Equal(30, Index(folder.Path).Get(broken).FrameCount);
        ClipLoaderOptions options = new() { BatchSize = 5, Workers = 2, Shuffle = true, Seed = 5 };
        var expected = Loader(Training, options, folder.Path);
        var batches = Read(expected, epochs: 6);
        Assert.Empty(expected.Skipped);
        var summary = ClipProblem.ReadInPart(expected.ReadInPart, 10);
        Assert.StartsWith("1 of 10 files read in part: bars/broken.avi (", summary, StringComparison.Ordinal);
        Assert.Contains("18 of 30 frames", summary, StringComparison.Ordinal);
        Assert.Equal(batches, Read(Loader(Training, options with { Workers = 1 }, folder.Path, new FrameCache()), epochs: 6));
        // Five views reach to the end: of the part that is there.
        using var batch = Assert.Single(new ClipLoader(data, [data.Samples.Index().Single(sample => sample.Item == broken).Index], Evaluation with { Views = 5 }, ToTensor, new(), Index(folder.Path)).Epoch(0));
        Assert.Equal(5L, batch.Clips.Shape[0]);
        Assert.True(batch.Mask.ToArray<bool>().All(there => there));
    }

    [Fact]
    public void Where_no_file_can_be_read_there_is_an_error_not_an_empty_epoch()
    {
        using var folder = Places.Temporary();
        var loader = Loader(Training, new() { BatchSize = 2 }, Tree.Files(folder, "walk/a.avi", "run/b.avi"));
        Assert.Contains("0 of 2 clips could be read", Assert.Throws<DataException>(() => loader.Epoch(0).Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_live_as_long_as_their_batch()
    {
        var before = TensorScope.LiveTensors;
        foreach (var batch in Loader(Training, new() { BatchSize = 4 }).Epoch(0))
        {
            Assert.Equal(before + 3, TensorScope.LiveTensors);
            batch.Dispose();
        }

        Assert.Equal(before, TensorScope.LiveTensors);
        // A scope around the loop does not take the batch away from its owner.
        using (var scope = new TensorScope())
        {
            using var batch = Loader(Training, new() { BatchSize = 4 }).Epoch(0).First();
            Assert.Equal(before + 3, TensorScope.LiveTensors);
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void Cancelling_stops_quickly_and_leaves_no_tensor()
    {
        var before = TensorScope.LiveTensors;
        using var cancel = new CancellationTokenSource();
        var data = DataSets.Open(clips.Root);
        int[] many = [.. Enumerable.Repeat(Enumerable.Range(0, 9), 500).SelectMany(i => i)];
        var clock = new Stopwatch();
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var batch in new ClipLoader(data, many, Training, ToTensor, new() { BatchSize = 4, Workers = 2 }, Index()).Epoch(0, cancel.Token))
            {
                using (batch)
                {
                    cancel.Cancel();
                    clock.Start();
                }
            }
        });
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void An_error_of_the_conversion_comes_through_and_leaves_no_tensor()
    {
        var before = TensorScope.LiveTensors;
        var loader = new ClipLoader(DataSets.Open(clips.Root), [0, 1, 2, 3], Training, frames => ToTensor(frames).Reshape([1]), new() { BatchSize = 2 }, Index());
        Assert.Throws<TorchException>(() => loader.Epoch(0).Count());
        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void Real_clips_load_whole_and_are_cached()
    {
        var data = DataSets.Open(Places.RealData("weizmann"));
        var cache = new FrameCache();
        var loader = new ClipLoader(
            data, [.. Enumerable.Range(0, 70)], Training with { Geometry = new Squash(new FrameSize(64, 64)) }, ToTensor, new() { BatchSize = 8, Workers = 2, Shuffle = true, Seed = 42 }, Index(data.Root), cache);
        for (var epoch = 0; epoch < 2; epoch++)
        {
            var names = new List<string>();
            foreach (var batch in loader.Epoch(epoch))
            {
                using (batch)
                {
                    names.AddRange(batch.Sources.Select(sample => sample.Name));
                }
            }

            Assert.Equal(data.Samples.Select(sample => sample.Name), names.Order(StringComparer.Ordinal));
        }

        Assert.Empty(loader.Skipped);
    }

    // VP8 in IVF, 30 frames; from a number on their first partition is said to be larger than the frame. Packets are there, pictures are not.
    private static void BreakAfter(int frame, string path)
    {
        var made = Path.ChangeExtension(path, ".ivf");
        Places.Run("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=48x32:rate=25", "-frames:v", "30", "-c:v", "libvpx", "-auto-alt-ref", "0", made);
        var bytes = File.ReadAllBytes(made);
        var number = 0;
        for (var at = 32; at < bytes.Length; at += 12 + BitConverter.ToInt32(bytes, at))
        {
            if (number++ >= frame)
            {
                bytes[at + 12] |= 0xE0;
                bytes.AsSpan(at + 13, 2).Fill(0xFF);
            }
        }

        Assert.Equal(30, number);
        File.WriteAllBytes(path, bytes);
        File.Delete(made);
    }

    private static Tensor ToTensor(Frames frames) => Tensor.From(frames.Pixels, frames.Count, frames.Height, frames.Width, 3).Permute([3, 0, 1, 2]).To(DType.Float32);

    private FrameCountIndex Index(string? root = null) => FrameCountIndex.Open(root ?? clips.Root, cacheFolder.Path);

    private ClipLoader Loader(ClipRecipe recipe, ClipLoaderOptions options, string? root = null, FrameCache? cache = null)
    {
        var data = DataSets.Open(root ?? clips.Root);
        return new ClipLoader(data, [.. Enumerable.Range(0, data.Samples.Count)], recipe, ToTensor, options, Index(root), cache);
    }

    // Everything a batch holds, as text: names | pixels, labels, masks by their hash.
    private static List<string> Read(ClipLoader loader, int epochs)
    {
        var batches = new List<string>();
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var batch in loader.Epoch(epoch))
            {
                using (batch)
                {
                    batches.Add($"{string.Join(' ', batch.Sources.Select(sample => sample.Name))}|{Hash(batch.Clips)} {string.Join(' ', batch.Labels.ToArray<long>())} {Hash(batch.Mask)}");
                }
            }
        }

        return batches;
    }

    private static List<int> Sizes(ClipLoader loader) => [.. loader.Epoch(0).Select(batch =>
    {
        using (batch)
        {
            return batch.Sources.Count;
        }
    })];

    private static string Hash(Tensor tensor) => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(tensor.ToBytes()));
}
