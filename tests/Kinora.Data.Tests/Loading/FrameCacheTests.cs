using Kinora.Data.Loading;
using Kinora.Video;
using Kinora.Video.Scaling;

namespace Kinora.Data.Tests.Loading;

public sealed class FrameCacheTests
{
    private const int FrameBytes = 3 * 4 * 6;

    private readonly List<int[]> reads = [];

    [Fact]
    public void A_whole_clip_is_read_once_and_serves_every_later_choice()
    {
        var cache = new FrameCache(FrameBytes * 1000);
        Expect([3, 5], cache.Get(Key("a"), [3, 5], 20, whole: true, Read));
        Expect([0, 19], cache.Get(Key("a"), [0, 19], 20, whole: true, Read));
        Assert.Equal([.. Enumerable.Range(0, 20)], Assert.Single(reads));
        Assert.Equal(FrameBytes * 20, cache.Used);
    }

    [Fact]
    public void Where_the_choice_never_changes_only_it_is_held()
    {
        var cache = new FrameCache(FrameBytes * 1000);
        for (var epoch = 0; epoch < 3; epoch++)
        {
            Expect([3, 5], cache.Get(Key("a"), [3, 5], 20, whole: false, Read));
        }

        Assert.Equal([3, 5], Assert.Single(reads));
        Assert.Equal(FrameBytes * 2, cache.Used);
        Expect([3, 4], cache.Get(Key("a"), [3, 4], 20, whole: false, Read));
        Assert.Equal(2, reads.Count);
        Assert.Equal(FrameBytes * 2, cache.Used);
    }

    [Fact]
    public void A_full_cache_takes_no_more_and_forgets_nothing()
    {
        var cache = new FrameCache(FrameBytes * 5);
        foreach (var name in new[] { "a", "b", "c", "a", "b", "c" })
        {
            Expect([1, 2], cache.Get(Key(name), [1, 2], 20, whole: false, Read));
        }

        Assert.Equal(4, reads.Count);
        Assert.Equal(FrameBytes * 4, cache.Used);
    }

    [Fact]
    public void A_long_clip_is_not_decoded_whole_for_a_few_frames()
    {
        var cache = new FrameCache(FrameBytes * 320);
        Expect([1, 9], cache.Get(Key("short"), [1, 9], 10, whole: true, Read));
        Expect([1, 9], cache.Get(Key("long"), [1, 9], 11, whole: true, Read));
        Assert.Equal([10, 2], reads.Select(read => read.Length));
    }

    [Fact]
    public void Without_room_nothing_is_held_and_frames_are_the_same()
    {
        var cache = new FrameCache(0);
        Expect([3, 5], cache.Get(Key("a"), [3, 5], 20, whole: true, Read));
        Expect([3, 5], cache.Get(Key("a"), [3, 5], 20, whole: true, Read));
        Assert.Equal(2, reads.Count);
        Assert.Equal(0, cache.Used);
    }

    [Fact]
    public void A_reading_that_fails_gives_its_room_back()
    {
        var cache = new FrameCache(FrameBytes * 1000);
        Assert.Throws<VideoException>(() => cache.Get(Key("a"), [1], 20, whole: true, _ => throw new VideoException("broken")));
        Assert.Equal(0, cache.Used);
        Expect([1], cache.Get(Key("a"), [1], 20, whole: true, Read));
    }

    [Fact]
    public void Another_geometry_is_another_clip()
    {
        var cache = new FrameCache(FrameBytes * 1000);
        cache.Get(Key("a"), [1], 20, whole: false, Read);
        cache.Get(Key("a") with { Filter = ScaleFilter.OpenCvArea }, [1], 20, whole: false, Read);
        Assert.Equal(2, reads.Count);
    }

    [Fact]
    public void Many_threads_count_the_bytes_right()
    {
        var cache = new FrameCache(FrameBytes * 50);
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => Assert.Equal(2, cache.Get(Key($"{i % 40}"), [1, 2], 20, whole: false, numbers => Made(numbers)).Count));
        Assert.InRange(cache.Used, FrameBytes * 2, FrameBytes * 50);
        Assert.Equal(0, cache.Used % (FrameBytes * 2));
    }

    private static FrameCacheKey Key(string path) => new(path, Span: null, new Squash(new FrameSize(4, 6)), ScaleFilter.OpenCvBilinear, FrameColour.Rgb);

    private static Frames Made(int[] numbers)
    {
        var frames = new Frames(numbers.Length, 4, 6);
        for (var i = 0; i < numbers.Length; i++)
        {
            frames[i].Fill((byte)numbers[i]);
        }

        return frames;
    }

    private static void Expect(int[] numbers, Frames frames) => Assert.Equal(Made(numbers).Pixels, frames.Pixels);

    private Frames Read(int[] numbers)
    {
        reads.Add(numbers);
        return Made(numbers);
    }
}
