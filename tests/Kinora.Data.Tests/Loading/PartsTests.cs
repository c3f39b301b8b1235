using Kinora.Data.Loading;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Video;
using Kinora.Video.Decoding;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;
using Kinora.Video.Writing;

namespace Kinora.Data.Tests.Loading;

/// <summary>Clips that are parts of videos, and clips that are folders of pictures, on their way into batches.</summary>
public sealed class PartsTests(Clips clips) : IClassFixture<Clips>, IDisposable
{
    private static readonly ClipRecipe Recipe = new(new ClipSampler(SamplingKind.CentredStride, 8, 1), new Squash(new FrameSize(16, 24)), ScaleFilter.OpenCvBilinear);

    private readonly TemporaryFolder folder = Places.Temporary();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Parts_of_one_file_are_counted_by_opening_it_once()
    {
        var data = Parts();
        var index = FrameCountIndex.Open(data.Root, folder.File("cache"));
        Assert.Empty(index.Fill(data.Samples, workers: 4));
        Assert.Equal(2, index.FilesOpened);
        Assert.Equal(
            ["bars.mp4#t=0,0.4 10", "bars.mp4#t=0.4,0.8 10", "bars.mp4#t=0.9 7", "zones.mp4 28", "zones.mp4#t=0.2,0.6 10"],
            data.Samples.Select(sample => $"{sample.Name} {index.Get(sample).FrameCount}"));
        var again = FrameCountIndex.Open(data.Root, folder.File("cache"));
        Assert.Equal(data.Samples.Select(index.Get), data.Samples.Select(again.Get));
        Assert.Equal(0, again.FilesOpened);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1 << 26)]
    public void A_batch_of_parts_holds_the_parts_frames_with_and_without_a_cache(long capacity)
    {
        var data = Parts();
        var index = FrameCountIndex.Open(data.Root, folder.File("cache"));
        var loader = new ClipLoader(data, [.. Enumerable.Range(0, 5)], Recipe, ToTensor, new() { BatchSize = 5, Workers = 3 }, index, new FrameCache(capacity));
        using var batch = Assert.Single(loader.Epoch(0));
        var values = batch.Clips.ToArray<float>();
        // The middle eight of each part, by hand: parts begin at frames 0, 10, 23, 0 and 5.
        var firsts = new[] { 1, 11, 23, 10, 6 };
        foreach (var (n, sample) in batch.Sources.Index())
        {
            using var video = VideoFile.Open(sample.Path);
            int[] numbers = [.. Enumerable.Range(firsts[n], 8).Select(number => n == 2 ? Math.Min(number, 29) : number)];
            var expected = ClipReader.Read(video, numbers, Recipe.Geometry, Recipe.Filter);
            Assert.Equal(expected.Pixels.Select(pixel => (float)pixel), values.AsSpan(n * expected.Pixels.Length, expected.Pixels.Length).ToArray());
        }

        Assert.Equal([true, true, true, true, true, true, true, false], batch.Mask.ToArray<bool>()[16..24]);
    }

    [Fact]
    public void A_part_behind_the_end_is_skipped_by_name()
    {
        File.Copy(Path.Combine(clips.Root, "bars/0.mp4"), folder.File("a.mp4"));
        File.WriteAllText(folder.File("list.csv"), "video_name,label,start,end\na.mp4,x,0,1\na.mp4,y,5,6\n");
        var data = DataSets.Open(folder.File("list.csv"));
        var problem = Assert.Single(FrameCountIndex.Open(data.Root, folder.File("cache")).Fill(data.Samples, 1));
        Assert.Equal("1 of 2 files skipped: a.mp4#t=5,6 (has no part #t=5,6: the video ends after 30 frames, 1.2 s)", ClipProblem.Skipped([problem], 2));
    }

    [Fact]
    public void A_folder_of_extracted_pictures_gives_the_batch_that_the_video_gives()
    {
        foreach (var sample in DataSets.Open(clips.Root).Samples)
        {
            using var video = VideoFile.Open(sample.Path);
            var frames = video.ReadAll();
            var place = folder.File(Path.Combine("frames", Path.ChangeExtension(sample.Name, null)));
            Directory.CreateDirectory(place);
            for (var t = 0; t < frames.Count; t++)
            {
                ImageFile.Save(Path.Combine(place, $"frame_{t:000000}.png"), frames[t], frames.Size);
            }
        }

        var (videos, pictures) = (DataSets.Open(clips.Root), DataSets.Open(folder.File("frames")));
        Assert.Equal(("frames", 9), (pictures.Format, pictures.Samples.Count));
        foreach (var sampling in new[] { SamplingKind.Uniform, SamplingKind.RandomStride, SamplingKind.CentredStride })
        {
            Assert.Equal(Pixels(videos, sampling), Pixels(pictures, sampling));
        }

        // A picture more is another clip.
        var index = FrameCountIndex.Open(pictures.Root, folder.File("cache"));
        index.Fill(pictures.Samples, 2);
        File.Copy(folder.File("frames/bars/0/frame_000000.png"), folder.File("frames/bars/0/frame_000030.png"));
        var again = FrameCountIndex.Open(pictures.Root, folder.File("cache"));
        Assert.Equal((31, 1), (again.Get(pictures.Samples[0]).FrameCount, again.FilesOpened));
    }

    private static Tensor ToTensor(IReadOnlyList<Frames> views) =>
        Tensor.From<float>([.. views.SelectMany(view => view.Pixels).Select(pixel => (float)pixel)], views.Count, views[0].Count, views[0].Height, views[0].Width, 3);

    private DataSet Parts()
    {
        File.Copy(Path.Combine(clips.Root, "bars/0.mp4"), folder.File("bars.mp4"));
        File.Copy(Path.Combine(clips.Root, "zones/0.mp4"), folder.File("zones.mp4"));
        File.WriteAllText(folder.File("list.csv"), "video_name,label,start,end\nbars.mp4,a,0,0.4\nbars.mp4,b,0.4,0.8\nbars.mp4,a,0.9,\nzones.mp4,b,,\nzones.mp4,a,0.2,0.6\n");
        return DataSets.Open(folder.File("list.csv"));
    }

    // The same draws for both: what names the clips differs, and so would random starts.
    private float[] Pixels(DataSet data, SamplingKind sampling)
    {
        var named = data with { Samples = [.. data.Samples.Select(sample => sample with { Name = Path.ChangeExtension(sample.Name, null) })] };
        var recipe = Recipe with { Sampler = new ClipSampler(sampling, 8, 2), Geometry = new ShortSideThenCentreCrop(28, new FrameSize(24, 24)) };
        var loader = new ClipLoader(named, [.. Enumerable.Range(0, 9)], recipe, ToTensor, new() { BatchSize = 9, Seed = 3 }, FrameCountIndex.Open(folder.File($"index{Guid.NewGuid():N}"), folder.File("cache")));
        using var batch = Assert.Single(loader.Epoch(1));
        return batch.Clips.ToArray<float>();
    }
}
