using Kinora.Data.Loading;
using Kinora.Tests;

namespace Kinora.Data.Tests.Loading;

/// <summary>What a frozen backbone saw, kept for later runs.</summary>
public sealed class FeatureCacheTests : IDisposable
{
    private const int Features = 5;
    private const int RowBytes = (2 * sizeof(int)) + sizeof(ulong) + 16 + (Features * sizeof(float));

    private readonly TemporaryFolder folder = new("features");

    public void Dispose() => folder.Dispose();

    private string Entry => Assert.Single(Directory.GetFiles(folder.File("clips")));

    [Fact]
    public void Features_come_back_as_they_were_also_in_another_program()
    {
        var video = Video("a");
        var disk = Disk();
        var cache = Open(disk);
        Add(cache, video, 0, 3, 7);
        Add(cache, video, 0, 4);
        Add(cache, video, -1, 3);

        var again = Disk();
        var later = Open(again);
        foreach (var (variant, frame) in new[] { (0, 3), (0, 7), (0, 4), (-1, 3) })
        {
            Assert.True(later.Has(video, variant, frame));
            Assert.Equal(Of(variant, frame).Features, later.Find(video, variant, frame));
        }

        Assert.False(later.Has(video, 0, 5));
        Assert.False(later.Has(video, 1, 3));
        Assert.Equal(disk.Used, again.Used);
        Assert.Equal(new FileInfo(Entry).Length, disk.Used);
    }

    [Fact]
    public void Another_backbone_augmentation_or_video_has_other_features_and_a_clip_as_it_is_the_same_under_every_augmentation()
    {
        var video = Video("a");
        var cache = Open(Disk());
        Add(cache, video, 0, 3);
        Add(cache, video, -1, 3);
        Assert.False(Open(Disk(), backbone: "other").Has(video, 0, 3));
        Assert.False(Open(Disk(), augmentation: "crop").Has(video, 0, 3));
        Assert.True(Open(Disk(), augmentation: "crop").Has(video, -1, 3));
        Assert.False(Open(Disk()).Has(Video("b"), 0, 3));
    }

    [Fact]
    public void Equal_pixels_are_looked_at_once_whatever_they_are_a_copy_of()
    {
        var video = Video("a");
        Add(Open(Disk()), video, -1, 3);
        var later = Open(Disk(), augmentation: "crop");
        Assert.Null(later.FindSame(Of(-1, 3).Pixels));
        Assert.False(later.Has(video, 5, 9));
        Assert.Equal(Of(-1, 3).Features, later.FindSame(Of(-1, 3).Pixels));
        Assert.Null(later.FindSame(Of(-1, 4).Pixels));
    }

    [Fact]
    public void A_video_that_changed_is_looked_at_again()
    {
        var video = Video("a");
        Add(Open(Disk()), video, -1, 3);
        File.AppendAllText(video.Path, "more");
        var disk = Disk();
        Assert.False(Open(disk).Has(video, -1, 3));
        Assert.Equal(1, disk.Replaced);
        Assert.Empty(Directory.GetFiles(folder.File("clips")));
    }

    /// <summary>A turned bit costs the frame it is in, or all where it is in the head; a cut costs what is cut off. Nothing wrong is ever given.</summary>
    [Fact]
    public void What_is_damaged_is_never_used()
    {
        var video = Video("a");
        Add(Open(Disk()), video, -1, 0, 1, 2);
        var (path, whole) = (Entry, File.ReadAllBytes(Entry));
        var first = whole.Length - (3 * RowBytes);
        for (var place = 0; place < whole.Length; place++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[place] ^= 16;
            File.WriteAllBytes(path, damaged);
            int[] expected = place < first ? [] : [.. Enumerable.Range(0, 3).Where(row => row != (place - first) / RowBytes)];
            Assert.Equal(expected, Found());
        }

        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Equal(Enumerable.Range(0, Math.Max(0, length - first) / RowBytes), Found());
        }

        // A program was killed while it wrote: the next one goes on behind the last whole frame.
        File.WriteAllBytes(path, whole[..^3]);
        var cache = Open(Disk());
        Assert.False(cache.Has(video, -1, 2));
        Add(cache, video, -1, 2);
        Assert.Equal(whole, File.ReadAllBytes(path));

        IEnumerable<int> Found()
        {
            var later = Open(Disk());
            foreach (var frame in Enumerable.Range(0, 3).Where(frame => later.Has(video, -1, frame)))
            {
                Assert.Equal(Of(-1, frame).Features, later.Find(video, -1, frame));
                yield return frame;
            }
        }
    }

    [Fact]
    public void What_another_program_is_writing_is_left_alone()
    {
        var video = Video("a");
        Add(Open(Disk()), video, -1, 3);
        using (new FileStream(Entry, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            var disk = Disk();
            var cache = Open(disk);
            Assert.False(cache.Has(video, -1, 3));
            Add(cache, video, -1, 4);
            Assert.True(cache.Has(video, -1, 4));
            Assert.Null(disk.NotKept);
        }

        Assert.True(Open(Disk()).Has(video, -1, 3));
        Assert.False(Open(Disk()).Has(video, -1, 4));
    }

    [Fact]
    public void What_has_no_room_in_memory_is_not_written()
    {
        var video = Video("a");
        var cache = Open(Disk(), capacity: 2 * Features * sizeof(float));
        Add(cache, video, -1, 0, 1, 2);
        var length = new FileInfo(Entry).Length;
        Add(cache, video, -1, 2);
        Assert.False(cache.Has(video, -1, 2));
        Assert.Equal(length, new FileInfo(Entry).Length);
    }

    private static FeatureCache Open(ClipCache disk, long capacity = 1 << 20, string backbone = "net", string augmentation = "flip") => new(capacity, disk, backbone, augmentation);

    private static void Add(FeatureCache cache, Sample video, int variant, params int[] frames) =>
        cache.Add(video, variant, [.. frames.Select(frame => (frame, Of(variant, frame).Pixels, Of(variant, frame).Features))]);

    private ClipCache Disk() => ClipCache.Open(1 << 20, folder.Path);

    private Sample Video(string name)
    {
        File.WriteAllText(folder.File(name), name);
        return new Sample(name, folder.File(name), 0, null);
    }

    private static (UInt128 Pixels, float[] Features) Of(int variant, int frame) =>
        ((UInt128)((frame * 100) + variant + 1), [.. Enumerable.Range(0, Features).Select(i => (frame * 10f) + (variant * 0.1f) + i)]);
}
