using Kinora.Tests;

namespace Kinora.Data.Tests.Readers;

public sealed class PictureFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = Places.Temporary();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_of_pictures_for_each_clip_is_read_like_a_folder_of_videos()
    {
        var data = DataSets.Open(Tree.Files(
            folder, "walk/a/frame_000000.jpg", "walk/a/frame_000001.jpg", "walk/b.c/img_00001.png", "walk/b.c/img_00002.png", "run/x/1.jpeg", "run/x/2.jpeg", "manifest.json"));
        Assert.Equal("frames", data.Format);
        Assert.Equal(["run/x run", "walk/a walk", "walk/b.c walk"], Tree.Lines(data));
        Assert.All(data.Samples, sample => Assert.True(Directory.Exists(sample.Path)));
        Assert.Equal(["1 file not taken for a video: manifest.json"], data.Notices);
    }

    [Fact]
    public void Train_and_test_folders_and_lists_work_with_pictures_too()
    {
        var data = DataSets.Open(Tree.Files(folder, "train/walk/a/1.jpg", "train/walk/a/2.jpg", "train/run/b/1.jpg", "train/run/b/2.jpg", "test/run/c/1.jpg", "test/run/c/2.jpg"));
        Assert.Equal("split-folders", data.Format);
        Assert.Equal(["test/run/c"], Tree.Names(data, "test"));
        using var listed = Places.Temporary("listed");
        Tree.Text(listed, "train.csv", "video_name,label\na,walk\nb,run\n");
        var csv = DataSets.Open(Tree.Files(listed, "videos/a/1.jpg", "videos/a/2.jpg", "videos/b/1.jpg", "videos/b/2.jpg"));
        Assert.Equal(["videos/a walk", "videos/b run"], Tree.Lines(csv));
        Assert.Empty(csv.Notices);
    }

    [Fact]
    public void Frames_beside_their_videos_are_no_second_copy()
    {
        var data = DataSets.Open(Tree.Files(folder, "walk/a.avi", "walk/a/1.jpg", "walk/a/2.jpg", "run/b.avi", "run/b/1.jpg", "run/b/2.jpg"));
        Assert.Equal(["run/b.avi run", "walk/a.avi walk"], Tree.Lines(data));
        Assert.Equal(["2 folders of pictures left out, for there are videos: run/b, walk/a"], data.Notices);
    }

    [Fact]
    public void Pictures_beside_videos_and_flow_alone_are_no_clips_and_are_counted()
    {
        var data = DataSets.Open(Tree.Files(
            folder, "walk/a.avi", "walk/thumb1.jpg", "walk/thumb2.jpg", "walk/thumb3.jpg", "walk/thumb4.jpg", "run/b.avi", "run/flow/flow_x_00001.jpg", "run/flow/flow_x_00002.jpg"));
        Assert.Equal(2, data.Samples.Count);
        Assert.StartsWith("6 files not taken for a video: ", Assert.Single(data.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_straight_in_class_folders_are_refused_with_what_is_expected()
    {
        Assert.Equal(
            $"the 2 folders of pictures in {folder.Path} lie in no class folder (run, walk); expected a folder for every clip within one for every class, as in {folder.File("walk/run/frame_000000.jpg")}",
            Tree.Refusal(Tree.Files(folder, "walk/1.jpg", "walk/2.jpg", "run/1.jpg", "run/2.jpg")));
        using var none = Places.Temporary("none");
        Assert.Contains("holds no folder of numbered pictures", Tree.Refusal(Tree.Files(none, "walk/a.avi", "run/b.avi"), "frames"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_very_many_pictures_keeps_no_names_of_them()
    {
        // Names of 20,000 pictures would take 1 MB and more; what is kept is a count.
        Tree.Files(folder, "run/b/1.jpg", "run/b/2.jpg", "walk/a/1.jpg");
        for (var i = 0; i < 20_000; i++)
        {
            File.Create(folder.File($"walk/a/frame_{i:000000}.jpg")).Dispose();
        }

        DataSets.Open(folder.Path);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var data = DataSets.Open(folder.Path);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 500_000);
        Assert.Equal(2, data.Samples.Count);
    }
}
