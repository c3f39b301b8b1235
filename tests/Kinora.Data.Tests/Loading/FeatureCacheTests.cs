using Kinora.Data.Loading;
using Kinora.Tests;

namespace Kinora.Data.Tests.Loading;

/// <summary>What a frozen backbone saw, kept for later runs.</summary>
public sealed class FeatureCacheTests : IDisposable
{
    private const int Features = 5;
    private const int RowBytes = (3 * sizeof(int)) + 16 + (Features * sizeof(float));

    private readonly TemporaryFolder folder = new("features");

    public void Dispose() => folder.Dispose();

    private string Entry => Assert.Single(Directory.GetFiles(folder.File("clips")));

    [Fact]
    public void Features_come_back_as_they_were_also_in_another_program()
    {
        var video = Video("a");
        var disk = Disk();
        var cache = new FeatureCache(disk: disk, backbone: "net", augmentation: "flip");
        cache.Add(video, null, [Row(0, 3), Row(0, 7)]);
        cache.Add(video, null, [Row(0, 4)]);
        cache.Add(video, null, [Row(-1, 3)]);
        Assert.Equal(2, Directory.GetFiles(folder.File("clips")).Length);

        var again = Disk();
        var later = new FeatureCache(disk: again, backbone: "net", augmentation: "flip");
        foreach (var (variant, frame) in new[] { (0, 3), (0, 7), (0, 4), (-1, 3) })
        {
            Assert.True(later.Has(Key(video, variant, frame)));
            Assert.Equal(Row(variant, frame).Features, later.Find(Key(video, variant, frame)));
        }

        Assert.False(later.Has(Key(video, 0, 5)));
        Assert.False(later.Has(Key(video, 1, 3)));
        Assert.Equal(disk.Used, again.Used);
        Assert.Equal(Directory.GetFiles(folder.File("clips")).Sum(file => new FileInfo(file).Length), disk.Used);
    }

    [Fact]
    public void Another_backbone_augmentation_or_video_has_other_features()
    {
        var video = Video("a");
        new FeatureCache(disk: Disk(), backbone: "net", augmentation: "flip").Add(video, null, [Row(0, 3)]);
        Assert.False(new FeatureCache(disk: Disk(), backbone: "other", augmentation: "flip").Has(Key(video, 0, 3)));
        Assert.False(new FeatureCache(disk: Disk(), backbone: "net", augmentation: "crop").Has(Key(video, 0, 3)));
        Assert.False(new FeatureCache(disk: Disk(), backbone: "net", augmentation: "flip").Has(Key(Video("b"), 0, 3)));
    }

    [Fact]
    public void A_video_that_changed_is_looked_at_again()
    {
        var video = Video("a");
        new FeatureCache(disk: Disk(), backbone: "net").Add(video, null, [Row(-1, 3)]);
        File.AppendAllText(video, "more");
        var disk = Disk();
        Assert.False(new FeatureCache(disk: disk, backbone: "net").Has(Key(video, -1, 3)));
        Assert.Equal(1, disk.Replaced);
        Assert.Empty(Directory.GetFiles(folder.File("clips")));
    }

    /// <summary>A turned bit costs the frame it is in, or all where it is in the head; a cut costs what is cut off. Nothing wrong is ever given.</summary>
    [Fact]
    public void What_is_damaged_is_never_used()
    {
        var video = Video("a");
        FeatureRow[] rows = [Row(-1, 0), Row(-1, 1), Row(-1, 2)];
        new FeatureCache(disk: Disk(), backbone: "net").Add(video, null, rows);
        var (path, whole) = (Entry, File.ReadAllBytes(Entry));
        var first = whole.Length - (rows.Length * RowBytes);
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
        var cache = new FeatureCache(disk: Disk(), backbone: "net");
        Assert.False(cache.Has(Key(video, -1, 2)));
        cache.Add(video, null, [rows[2]]);
        Assert.Equal(whole, File.ReadAllBytes(path));

        IEnumerable<int> Found()
        {
            var later = new FeatureCache(disk: Disk(), backbone: "net");
            foreach (var row in rows.Where(row => later.Has(Key(video, -1, row.Frame))))
            {
                Assert.Equal(row.Features, later.Find(Key(video, -1, row.Frame)));
                yield return row.Frame;
            }
        }
    }

    [Fact]
    public void Equal_pixels_are_looked_at_once()
    {
        var video = Video("a");
        new FeatureCache(disk: Disk(), backbone: "net").Add(video, null, [Row(-1, 3)]);
        var later = new FeatureCache(disk: Disk(), backbone: "net");
        Assert.Null(later.FindSame(Row(-1, 3).Pixels));
        Assert.False(later.Has(Key(video, -1, 9)));
        Assert.Equal(Row(-1, 3).Features, later.FindSame(Row(-1, 3).Pixels));
        Assert.Null(later.FindSame(Row(-1, 4).Pixels));
    }

    [Fact]
    public void What_has_no_room_in_memory_is_not_written()
    {
        var video = Video("a");
        var cache = new FeatureCache(capacity: 2 * Features * sizeof(float), Disk(), "net");
        cache.Add(video, null, [Row(-1, 0), Row(-1, 1), Row(-1, 2)]);
        var length = new FileInfo(Entry).Length;
        cache.Add(video, null, [Row(-1, 2)]);
        Assert.False(cache.Has(Key(video, -1, 2)));
        Assert.Equal(length, new FileInfo(Entry).Length);
    }

    private ClipCache Disk() => ClipCache.Open(1 << 20, folder.Path);

    private string Video(string name)
    {
        File.WriteAllText(folder.File(name), name);
        return folder.File(name);
    }

    private static FeatureKey Key(string path, int variant, int frame) => new(path, null, variant, frame);

    private static FeatureRow Row(int variant, int frame) => new(variant, frame, (UInt128)((frame * 100) + variant), [.. Enumerable.Range(0, Features).Select(i => (frame * 10f) + (variant * 0.1f) + i)]);
}
