using System.Text.Json;
using Kinora.Data.Extraction;
using Kinora.Data.Tests.Loading;
using Kinora.Tests;
using Kinora.Video;
using Kinora.Video.Decoding;
using Kinora.Video.Flow;
using Kinora.Video.Scaling;
using Kinora.Video.Writing;

namespace Kinora.Data.Tests.Extraction;

public sealed class ExtractorTests(Clips clips) : IClassFixture<Clips>
{
    private static readonly FrameExtraction Png = new() { Format = PictureFormat.Png };

    [Fact]
    public void Pictures_are_the_decoded_frames_at_the_place_of_the_video()
    {
        using var folder = Places.Temporary();
        var result = new Extractor(Png).Run(clips.Root, folder.Path);
        string[] names = [.. Directory.EnumerateFiles(clips.Root, "*.mp4", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(clips.Root, path)).Order(StringComparer.Ordinal)];
        Assert.Equal(names, result.Videos.Select(video => video.Name));
        Assert.Empty(result.Failed);
        foreach (var name in names)
        {
            using var video = VideoFile.Open(Path.Combine(clips.Root, name));
            var frames = video.ReadAll();
            var place = folder.File(name[..^4]);
            Assert.Equal(Enumerable.Range(0, frames.Count).Select(t => $"frame_{t:D6}.png"), Directory.EnumerateFileSystemEntries(place).Select(Path.GetFileName).Order(StringComparer.Ordinal));
            for (var t = 0; t < frames.Count; t++)
            {
                Assert.Equal(frames[t].ToArray(), ImageFile.Load(Path.Combine(place, $"frame_{t:D6}.png")).Pixels);
            }
        }

        Assert.Equal(["bars", "manifest.json", "plasma", "zones"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_manifest_says_how_and_what()
    {
        using var folder = Places.Temporary();
        var how = new FrameExtraction { Quality = 80, ShortSide = 16, Filter = ScaleFilter.OpenCvArea };
        new Extractor(how).Run(clips.Root, folder.Path);
        using var manifest = JsonDocument.Parse(File.ReadAllText(folder.File("manifest.json")));
        var root = manifest.RootElement;
        Assert.Equal(["format", "kind", "settings", "videos", "failed"], root.EnumerateObject().Select(property => property.Name));
        Assert.Equal("""{"size":null,"short_side":16,"filter":"OpenCvArea","format":"jpg","quality":80,"rate":null}""", JsonSerializer.Serialize(root.GetProperty("settings")));
        var first = root.GetProperty("videos")[0];
        Assert.Equal(("bars/0.mp4", "bars/0", 30, 30, 16, 24, 25.0), (
            first.GetProperty("name").GetString(), first.GetProperty("folder").GetString(), first.GetProperty("count").GetInt32(), first.GetProperty("files").GetInt32(),
            first.GetProperty("height").GetInt32(), first.GetProperty("width").GetInt32(), first.GetProperty("framesPerSecond").GetDouble()));
        // The size and the filter asked for, in a JPEG of the quality asked for.
        using var video = VideoFile.Open(Path.Combine(clips.Root, "bars/0.mp4"));
        var frames = ClipReader.Read(video, [7], new Squash(new FrameSize(16, 24)), ScaleFilter.OpenCvArea);
        Assert.Equal(ImageFile.Jpeg(frames[0], frames.Size, 80), File.ReadAllBytes(folder.File("bars/0/frame_000007.jpg")));
    }

    [Fact]
    public void The_number_of_workers_changes_no_byte()
    {
        using var one = Places.Temporary();
        using var many = Places.Temporary();
        new Extractor(new FrameExtraction(), workers: 1).Run(clips.Root, one.Path);
        new Extractor(new FrameExtraction(), workers: 7).Run(clips.Root, many.Path);
        Assert.Equal(Snapshot.Of(one.Path), Snapshot.Of(many.Path));
    }

    [Fact]
    public void A_rate_takes_the_frames_nearest_in_time()
    {
        using var folder = Places.Temporary();
        // 30 frames at 25 a second last 1.2 s.
        var file = Path.Combine(clips.Root, "bars/0.mp4");
        new Extractor(Png with { Rate = 10 }).Run(file, folder.Path);
        using var video = VideoFile.Open(file);
        var frames = video.ReadAll();
        // 0.1 s is between frames 2 and 3: the earlier.
        int[] expected = [0, 2, 5, 7, 10, 12, 15, 17, 20, 22, 25, 27];
        Assert.Equal(expected.Length, Directory.EnumerateFiles(folder.File("0")).Count());
        foreach (var (t, number) in expected.Index())
        {
            Assert.Equal(frames[number].ToArray(), ImageFile.Load(folder.File($"0/frame_{t:D6}.png")).Pixels);
        }
    }

    [Theory]
    [InlineData(30, new[] { 0, 1, 2, 3 })]
    [InlineData(15, new[] { 0, 2 })]
    [InlineData(60, new[] { 0, 0, 1, 1, 2, 2, 3, 3 })]
    [InlineData(0.5, new[] { 0 })]
    public void Times_rounded_to_milliseconds_change_no_choice(double rate, int[] expected) =>
        Assert.Equal(expected, FrameChoice.AtRate(rate, [0, 0.033, 0.067, 0.1], 0.133));

    [Fact]
    public void Flow_arrays_hold_the_flow_between_frames()
    {
        using var folder = Places.Temporary();
        var result = new Extractor(new FlowExtraction { Format = FlowFormat.Float16, Method = FlowKind.Dis, Stride = 3 }).Run(clips.Root, folder.Path);
        Assert.Equal((9, 0), (result.Videos.Count, result.Failed.Count));
        foreach (var extracted in result.Videos)
        {
            using var video = VideoFile.Open(Path.Combine(clips.Root, extracted.Name));
            int[] numbers = [.. Enumerable.Range(0, video.Info.FrameCount).Where(number => number % 3 == 0)];
            var flow = OpticalFlow.Between(video.Read(numbers), FlowKind.Dis);
            Assert.Equal((flow.Count, 1), (extracted.Count, extracted.Files));
            Assert.Equal(flow.Vectors.Select(value => (float)(Half)value), FlowArray.Load(folder.File(extracted.Folder + "/flow.npy")).Vectors);
        }
    }

    [Fact]
    public void Flow_pictures_are_those_of_the_flow()
    {
        using var folder = Places.Temporary();
        using var expected = Places.Temporary("expected");
        var result = new Extractor(new FlowExtraction { Bound = 8, Quality = 90 }).Run(Path.Combine(clips.Root, "zones/3.mp4"), folder.Path);
        Assert.Empty(result.Failed);
        using var video = VideoFile.Open(Path.Combine(clips.Root, "zones/3.mp4"));
        FlowImages.Save(expected.Path, OpticalFlow.Between(video.ReadAll(), FlowKind.Farneback), bound: 8, quality: 90);
        Assert.Equal(2 * 8, Snapshot.Of(expected.Path).Length);
        Assert.Equal(Snapshot.Of(expected.Path), Snapshot.Of(folder.File("3")));
    }

    [Fact]
    public void Videos_of_one_name_keep_their_endings()
    {
        using var folder = Places.Temporary();
        foreach (var name in new[] { "a.mp4", "a.avi", "b.mp4", "c.mp4", "c/d.mp4", "no.ending.mp4" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File("data/" + name))!);
            File.Copy(Path.Combine(clips.Root, "bars/1.mp4"), folder.File("data/" + name));
        }

        var result = new Extractor(new FrameExtraction()).Run(folder.File("data"), folder.File("out"));
        Assert.Equal(["a.avi", "a.mp4", "b", "c.mp4", "c/d", "no.ending"], result.Videos.Select(video => video.Folder));
        Assert.All(result.Videos, video => Assert.Equal(6, Directory.EnumerateFiles(folder.File("out/" + video.Folder)).Count()));
    }

    /// <summary>What opening each odd file gives is in tests/golden/odd_files.tsv.</summary>
    [Theory]
    [InlineData("odd")]
    [InlineData("odd_made")]
    public void Each_broken_file_is_named_and_each_other_one_extracted(string name)
    {
        using var folder = Places.Temporary();
        var expected = File.ReadAllLines(Path.Combine(Places.Repository, "tests/golden/odd_files.tsv")).Where(line => line.StartsWith(name + "/", StringComparison.Ordinal)).Select(line => line[(name.Length + 1)..].Split('\t')).ToList();
        // Small pictures: what is tested is which there are.
        var result = new Extractor(new FrameExtraction { Size = new FrameSize(24, 32) }).Run(Places.RealData(name), folder.Path);
        Assert.Equal(
            expected.Where(parts => parts[1] == "-").Select(parts => $"{parts[0]}: {parts[4]["FILE: ".Length..]}"),
            result.Failed.Select(failed => $"{failed.Name}: {failed.Reason}"));
        Assert.Equal(
            expected.Where(parts => parts[1] != "-").Select(parts => $"{parts[0]} {parts[1]} {parts[4]}"),
            result.Videos.Select(video => $"{video.Name} {video.Count} {video.Warning}"));
        Assert.All(result.Videos, video => Assert.Equal(video.Count, Directory.EnumerateFiles(folder.File(video.Folder)).Count()));
        Assert.All(result.Failed, failed => Assert.False(Path.Exists(folder.File(Path.GetFileNameWithoutExtension(failed.Name)))));
        Assert.Contains(result.Failed, failed => File.ReadAllText(folder.File("manifest.json")).Contains(failed.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void A_video_of_one_frame_has_no_flow_and_is_named()
    {
        using var folder = Places.Temporary();
        Clips.Make(folder.File("one.mp4"), "testsrc", 0, 1);
        var result = new Extractor(new FlowExtraction()).Run(folder.File("one.mp4"), folder.File("out"));
        Assert.Equal(new FailedVideo("one.mp4", "has 1 frame; flow needs two"), Assert.Single(result.Failed));
        Assert.Equal(["manifest.json"], Directory.EnumerateFileSystemEntries(folder.File("out")).Select(Path.GetFileName));
    }
}
