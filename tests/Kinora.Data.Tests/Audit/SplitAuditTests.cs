using Kinora.Data.Audit;
using Kinora.Data.Splitting;
using Kinora.Data.Tests.Loading;
using Kinora.Results;
using Kinora.Tests;

namespace Kinora.Data.Tests.Audit;

/// <summary>The parts of an audit, on clips made for the tests.</summary>
public sealed class SplitAuditTests(Clips clips) : IClassFixture<Clips>, IDisposable
{
    private readonly TemporaryFolder folder = new("split-audit");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_same_file_under_two_names_is_found_without_opening_a_video()
    {
        Tree.Text(folder, "walk/a.mp4", "not a video");
        Tree.Text(folder, "walk/b.mp4", "not a movie");
        Tree.Text(folder, "run/c.mp4", "not a video");
        Tree.Text(folder, "run/d.mp4", "");
        Tree.Text(folder, "run/e.mp4", "");
        var data = DataSets.Open(folder.Path);
        Assert.Equal(["run/c.mp4", "run/d.mp4", "run/e.mp4", "walk/a.mp4", "walk/b.mp4"], data.Samples.Select(sample => sample.Name));

        var leaked = SplitCheck.Cheap(data, [new Fold("", [0, 1], [2, 3, 4])]);
        Assert.Equal("leaked: 1 pair of equal files on both sides: the score is too good; take the copies out", leaked.ToString());
        Assert.Equal(["groups", "same files"], leaked.Checked);
        Assert.Equal(SplitTrust.Unknown, SplitCheck.Cheap(data, [new Fold("", [0, 1, 3], [2, 4])]).Verdict);
    }

    [Fact]
    public void Some_unknown_groups_leave_the_verdict_open_and_a_shared_one_decides_it()
    {
        Tree.Files(folder, "walk/a.mp4", "walk/b.mp4", "run/c.mp4", "run/d.mp4");
        Tree.Text(folder, "groups.tsv", "walk/a.mp4\tann\nrun/c.mp4\tann\nrun/d.mp4\tbob\n");
        var data = DataSets.Open(folder.Path);
        Assert.Equal(["run/c.mp4", "run/d.mp4", "walk/a.mp4", "walk/b.mp4"], data.Samples.Select(sample => sample.Name));
        Assert.StartsWith("unknown: groups are unknown for 1 of 4 clips", SplitCheck.Cheap(data, [new Fold("", [0, 2], [1, 3])]).ToString(), StringComparison.Ordinal);
        Assert.Equal(
            "leaked: 1 of 2 measured clips share their group with a training clip: the score is too good; --split group keeps them apart",
            SplitCheck.Cheap(data, [new Fold("", [0, 1], [2, 3])]).ToString());
    }

    [Fact]
    public void Broken_short_and_missing_are_told()
    {
        Places.Run("cp", "-r", clips.Root + "/.", folder.Path);
        File.WriteAllText(folder.File("bars/broken.mp4"), "this is no video");
        var data = DataSets.Open(folder.Path);
        int[] plasma = [.. data.Samples.Index().Where(sample => data.Labels[sample.Item.Label] == "plasma").Select(sample => sample.Index)];
        int[] others = [.. Enumerable.Range(0, data.Samples.Count).Except(plasma)];

        var report = SplitAudit.Run(data, [new Fold("", others, plasma)], shortest: 16, workers: 2, folder.File("cache"), cancel: TestContext.Current.CancellationToken);

        Assert.Equal("bars/broken.mp4", Assert.Single(report.Broken).Sample.Name);
        Assert.Equal([("bars/1.mp4", 6), ("plasma/0.mp4", 12), ("zones/3.mp4", 9)], report.TooShort.Select(clip => (clip.Sample.Name, clip.Frames)));
        Assert.Equal(["bars/1.mp4", "plasma/0.mp4", "zones/3.mp4"], report.NotCompared.Select(sample => sample.Name));
        Assert.Equal(new ClassBalance("plasma", 2, 0, 2, 2), report.Classes[1]);
        Assert.Equal(new ClassBalance("bars", 4, 4, 0, 0), report.Classes[0]);
    }

    [Fact]
    public void A_damaged_signature_is_made_anew_and_so_is_one_of_a_file_that_changed()
    {
        var video = Path.Combine(clips.Root, "bars/0.mp4");
        var first = new SignatureCache(folder.Path);
        var signature = first.Get(Clip(video));
        Assert.Equal((1, null), (first.Made, first.NotKept));
        var file = Assert.Single(Directory.GetFiles(folder.File("signatures")));
        var whole = File.ReadAllBytes(file);
        Assert.Equal(0, Again());

        foreach (var damage in new Action<byte[]>[] { bytes => bytes[bytes.Length / 2] ^= 1, bytes => bytes[3] ^= 1, bytes => bytes[^1] ^= 1 })
        {
            var bytes = whole.ToArray();
            damage(bytes);
            File.WriteAllBytes(file, bytes);
            Assert.Equal(1, Again());
            Assert.Equal(whole, File.ReadAllBytes(file));
        }

        File.WriteAllBytes(file, whole[..^40]);
        Assert.Equal(1, Again());
        var copy = folder.File("copy.mp4");
        File.Copy(video, copy);
        Assert.Equal(1, Again(copy));
        File.SetLastWriteTimeUtc(copy, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(1, Again(copy));

        static Sample Clip(string path) => new(Path.GetFileName(path), path, 0, null);

        int Again(string? other = null)
        {
            var cache = new SignatureCache(folder.Path);
            var again = cache.Get(Clip(other ?? video));
            Assert.Equal(signature.Waves, again.Waves);
            Assert.Equal(signature.Scales, again.Scales);
            Assert.Equal(signature.Marks, again.Marks);
            Assert.Equal(signature.Form, again.Form);
            return cache.Made;
        }
    }

    [Fact]
    public void Clips_in_which_nothing_moves_are_told_apart_by_their_picture()
    {
        Still("walk/a.mp4", "smptebars", "30");
        Still("walk/b.mp4", "smptebars", "34");
        Still("run/c.mp4", "smptebars,drawbox=40:30:24:36:gray:fill", "30");
        Still("run/d.mp4", "smptebars,hflip", "30");
        var data = DataSets.Open(folder.Path);
        var report = SplitAudit.Run(data, [new Fold("", [0, 1], [2, 3])], shortest: 16, workers: 1, folder.File("cache"), cancel: TestContext.Current.CancellationToken);
        Assert.Equal(
            [("run/d.mp4", "walk/a.mp4", "the same picture without motion, mirrored"), ("run/d.mp4", "walk/b.mp4", "the same picture without motion, mirrored"), ("walk/a.mp4", "walk/b.mp4", "the same picture without motion")],
            report.Copies.Select(copy => (copy.First.Name, copy.Second.Name, copy.How)).Order());

        void Still(string name, string source, string quality)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(name))!);
            var (first, filters) = source.Split(',', 2) is [var one, var rest] ? (one, rest) : (source, "null");
            Places.Run("ffmpeg", "-v", "error", "-f", "lavfi", "-i", $"{first}=size=160x120:rate=25", "-vf", filters, "-frames:v", "40", "-c:v", "libx264", "-crf", quality, "-pix_fmt", "yuv420p", folder.File(name));
        }
    }

    [Theory]
    [InlineData("Hand Wave", "hand_wave", true)]
    [InlineData("HandstandPushups", "HandStandPushups", true)]
    [InlineData("handclapping", "handclaping", true)]
    [InlineData("jump", "pjump", false)]
    [InlineData("wave1", "wave2", false)]
    [InlineData("circle_cw", "circle_ccw", false)]
    [InlineData("interaction1", "interaction2", false)]
    [InlineData("handwaving", "headwaiting", false)]
    public void Names_of_one_class_in_two_spellings_are_suspect(string one, string other, bool isSuspect) =>
        Assert.Equal(isSuspect ? [(one, other)] : [], LabelSpelling.Suspects([one, other]));
}
