using Kinora.Data.Loading;
using Kinora.Tests;
using Kinora.Video;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Data.Tests.Loading;

public sealed class ClipCacheTests : IDisposable
{
    private static readonly FrameSize Size = new(4, 6);
    private const int FrameBytes = 3 * 4 * 6;

    private readonly TemporaryFolder folder = new("clips");

    public void Dispose() => folder.Dispose();

    private string[] Entries => Directory.Exists(folder.File("clips")) ? Directory.GetFiles(folder.File("clips")) : [];

    [Fact]
    public void Frames_come_back_as_they_were_also_in_another_program()
    {
        var frames = Noise(20);
        Open().Keep(Key("a"), frames);
        var again = Open();
        var found = again.Find(Key("a"), [7, 0, 19, 7])!;
        Assert.Equal([.. new[] { 7, 0, 19, 7 }.SelectMany(t => frames[t].ToArray())], found.Pixels);
        Assert.Equal((1, 0, 0), (again.Found, again.Kept, again.Replaced));
        Assert.Equal(new FileInfo(Assert.Single(Entries)).Length, again.Used);
    }

    [Fact]
    public void Other_preprocessing_and_other_videos_are_other_clips()
    {
        var cache = Open();
        cache.Keep(Key("a"), Noise(3));
        Assert.Null(cache.Find(Key("b"), [0]));
        Assert.Null(cache.Find(Key("a") with { Filter = ScaleFilter.PillowBilinear }, [0]));
        Assert.Null(cache.Find(Key("a") with { Colour = FrameColour.OpenCvGray }, [0]));
        Assert.Null(cache.Find(Key("a") with { Geometry = new CentreSquare(Size) }, [0]));
        Assert.Null(cache.Find(Key("a") with { Geometry = new Squash(Size) { Mirrored = true } }, [0]));
        Assert.Equal(0, cache.Replaced);
    }

    [Fact]
    public void A_video_that_changed_is_not_taken_from_the_cache()
    {
        var cache = Open();
        var key = Key("a");
        cache.Keep(key, Noise(3));
        File.AppendAllText(key.Path, "more");
        Assert.Null(cache.Find(key, [0]));
        Assert.Equal(1, cache.Replaced);
        Assert.Empty(Entries);
    }

    /// <summary>Every byte that is read matters: one bit is turned in each of many places, and the file is cut at several.</summary>
    [Fact]
    public void A_damaged_entry_is_never_used()
    {
        var cache = Open();
        var (key, frames) = (Key("a"), Noise(5));
        cache.Keep(key, frames);
        var path = Assert.Single(Entries);
        var whole = File.ReadAllBytes(path);
        var first = whole.Length - (5 * FrameBytes);
        int[] places = [.. Enumerable.Range(0, 70), 90, 130, .. Enumerable.Range(0, 5).Select(t => first + (t * FrameBytes) + (11 * t)), whole.Length - 1];
        foreach (var place in places)
        {
            var damaged = (byte[])whole.Clone();
            damaged[place] ^= 16;
            File.WriteAllBytes(path, damaged);
            Assert.True(cache.Find(key, [0, 1, 2, 3, 4]) is null, $"byte {place} was turned and nobody noticed");
            Assert.False(File.Exists(path));
        }

        foreach (var length in new[] { 0, 1, 40, 4095, 4096, whole.Length - 1 })
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Null(cache.Find(key, [0]));
        }

        Assert.Equal(places.Length + 6, cache.Replaced);
        cache.Keep(key, frames);
        Assert.Equal(frames.Pixels, cache.Find(key, [0, 1, 2, 3, 4])!.Pixels);
    }

    [Fact]
    public void Where_the_room_is_full_what_was_not_used_for_longest_goes()
    {
        // An entry takes a page for its head and 72 bytes a frame: five fit. A tenth is freed at a time.
        var cache = Open(capacity: 5 * (4096 + (10 * FrameBytes)));
        foreach (var name in new[] { "a", "b", "c", "d", "e" })
        {
            cache.Keep(Key(name), Noise(10));
            foreach (var entry in Entries)
            {
                File.SetLastAccessTimeUtc(entry, File.GetLastAccessTimeUtc(entry).AddHours(-1));
            }
        }

        var later = Open(capacity: 5 * (4096 + (10 * FrameBytes)));
        Assert.NotNull(later.Find(Key("a"), [0]));
        later.Keep(Key("f"), Noise(10));
        Assert.Equal("adef", string.Concat(new[] { "a", "b", "c", "d", "e", "f" }.Where(name => later.Find(Key(name), [0]) is not null)));
        Assert.Equal(Entries.Sum(entry => new FileInfo(entry).Length), later.Used);
    }

    [Fact]
    public void A_disk_that_takes_nothing_is_no_error()
    {
        File.WriteAllText(folder.File("clips"), "a file where the folder should be");
        var cache = Open();
        cache.Keep(Key("a"), Noise(3));
        Assert.Contains("decoded frames could not be kept in", cache.NotKept);
        Assert.Null(cache.Find(Key("a"), [0]));
    }

    [Fact]
    public void Clearing_leaves_nothing()
    {
        var cache = Open();
        cache.Keep(Key("a"), Noise(3));
        cache.Clear();
        Assert.Empty(Entries);
        Assert.Equal(0, cache.Used);
    }

    [Fact]
    public void A_loader_gives_the_same_with_and_without_and_decodes_nothing_the_second_time()
    {
        using var data = new Clips();
        var made = DataSets.Open(data.Root);
        var recipe = new ClipRecipe(new ClipSampler(SamplingKind.RandomStride, 8, 2), new Squash(new FrameSize(16, 24)), ScaleFilter.OpenCvBilinear);
        var index = FrameCountIndex.Open(data.Root, folder.Path);
        var without = new ClipMaker(recipe, index, new FrameCache(0));
        var cache = Open();
        for (var epoch = 0; epoch < 3; epoch++)
        {
            var with = new ClipMaker(recipe, index, new FrameCache(0), epoch < 2 ? cache : Open());
            foreach (var sample in made.Samples)
            {
                var (expected, found) = (without.Make(sample, 1, epoch), with.Make(sample, 1, epoch));
                Assert.Equal(expected.Failure, found.Failure);
                Assert.Equal(expected.Views.Select(view => Convert.ToHexString(view.Pixels)), found.Views.Select(view => Convert.ToHexString(view.Pixels)));
            }

            if (epoch == 0)
            {
                Assert.True(cache.Kept > 5, $"{cache.Kept} clips kept");
            }
        }

        Assert.Equal(cache.Kept, cache.Found);
    }

    private ClipCache Open(long capacity = 1 << 24) => ClipCache.Open(capacity, folder.Path);

    private FrameCacheKey Key(string name)
    {
        var path = folder.File(name);
        if (!File.Exists(path))
        {
            File.WriteAllText(path, name);
        }

        return new FrameCacheKey(path, null, new Squash(Size), ScaleFilter.OpenCvBilinear, FrameColour.Rgb);
    }

    private static Frames Noise(int count)
    {
        var frames = new Frames(count, Size.Height, Size.Width);
        var draw = new ClipDraw(count, 0, "noise");
        for (var i = 0; i < frames.Pixels.Length; i++)
        {
            frames.Pixels[i] = (byte)draw.Below(i, 256);
        }

        return frames;
    }
}
