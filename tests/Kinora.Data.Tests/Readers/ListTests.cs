using Kinora.Tests;
using Kinora.Video.Decoding;

namespace Kinora.Data.Tests.Readers;

public sealed class ListTests
{
    [Fact]
    public void Lists_beside_a_videos_folder_give_labels_and_splits()
    {
        using var folder = Places.Temporary();
        Tree.Files(folder, "videos/a.mp4", "videos/b.mp4", "videos/c.mp4", "videos/d, e.mp4");
        Tree.Text(folder, "train.csv", "video_name,label\na.mp4,walk\nb.mp4,run\n");
        Tree.Text(folder, "val.csv", "video_name,label\n c.mp4 , run \n");
        Tree.Text(folder, "test.csv", "video_name,label\r\n\"d, e.mp4\",walk\r\n");
        var data = DataSets.Open(folder.Path);
        Assert.Equal("csv", data.Format);
        Assert.Equal(["videos/a.mp4 walk", "videos/b.mp4 run", "videos/c.mp4 run", "videos/d, e.mp4 walk"], Tree.Lines(data));
        Assert.Equal(["videos/a.mp4", "videos/b.mp4"], Tree.Names(data, "train"));
        Assert.Equal(["videos/c.mp4"], Tree.Names(data, "val"));
        Assert.Equal(["videos/d, e.mp4"], Tree.Names(data, "test"));
        Assert.Empty(data.Notices);
    }

    [Fact]
    public void The_same_name_in_train_and_val_folders_means_two_clips()
    {
        using var folder = Places.Temporary();
        Tree.Files(folder, "train/1.mp4", "train/2.mp4", "val/1.mp4");
        Tree.Text(folder, "train.csv", "\uFEFFVideo_Name,Label,Group\n1.mp4,walk,anna\n2.mp4,run,\n");
        Tree.Text(folder, "val.csv", "video_name,label,group\n1.mp4,run,bert\n");
        var data = DataSets.Open(folder.Path);
        Assert.Equal(["train/1.mp4 walk anna", "train/2.mp4 run", "val/1.mp4 run bert"], Tree.Lines(data));
        Assert.Equal("group", data.GroupKind);
        Assert.Equal(["val/1.mp4"], Tree.Names(data, "val"));
    }

    [Fact]
    public void One_list_may_be_named_with_a_split_column()
    {
        using var folder = Places.Temporary();
        Tree.Files(folder, "walk/a.mp4", "run/b.mp4", "run/c.mp4");
        Tree.Text(folder, "my split.csv", "label,split,video_name,note\nwalk,train,walk/a.mp4,x\nrun,train,./run/b.mp4,\nrun,validation,run/c.mp4,\n");
        var data = DataSets.Open(folder.File("my split.csv"));
        Assert.Equal(["run/b.mp4 run", "run/c.mp4 run", "walk/a.mp4 walk"], Tree.Lines(data));
        Assert.Equal(["run/c.mp4"], Tree.Names(data, "val"));
    }

    [Fact]
    public void One_list_without_a_split_column_gives_no_splits()
    {
        using var folder = Places.Temporary();
        Tree.Files(folder, "a.mp4", "videos/b.mp4");
        Tree.Text(folder, "clips.tsv", "video_name\tlabel\na.mp4\twalk\nb.mp4\trun\n");
        var data = DataSets.Open(folder.File("clips.tsv"));
        Assert.Null(data.Splits);
        Assert.Equal(["a.mp4 walk", "videos/b.mp4 run"], Tree.Lines(data));
    }

    [Fact]
    public void Start_and_end_cut_parts_out_of_a_video_and_the_video_is_their_group()
    {
        using var folder = Places.Temporary();
        Tree.Files(folder, "videos/a.mp4", "videos/b.mp4");
        Tree.Text(folder, "clips.csv", "video_name,start,end,label\na.mp4,0,2.5,walk\na.mp4,2.5,4,run\na.mp4,7,,walk\nb.mp4,,3,run\nb.mp4,,,walk\n");
        var data = DataSets.Open(folder.File("clips.csv"));
        Assert.Equal(
            [
                "videos/a.mp4#t=0,2.5 walk videos/a.mp4", "videos/a.mp4#t=2.5,4 run videos/a.mp4", "videos/a.mp4#t=7 walk videos/a.mp4",
                "videos/b.mp4 walk videos/b.mp4", "videos/b.mp4#t=0,3 run videos/b.mp4",
            ],
            Tree.Lines(data));
        Assert.Equal(new VideoSpan?[] { new SecondsSpan(0, 2.5), new SecondsSpan(2.5, 4), new SecondsSpan(7, null), null, new SecondsSpan(0, 3) }, data.Samples.Select(sample => sample.Span));
        Assert.All(data.Samples, sample => Assert.True(File.Exists(sample.Path)));
        Assert.Equal(["videos/a.mp4", "videos/b.mp4"], data.Samples.Select(sample => sample.FileName).Distinct());
        Assert.Equal(("video", true), (data.GroupKind, data.HasGroups));
        Assert.Empty(data.Notices);
    }

    [Theory]
    [InlineData("a.mp4,walk,3,2\n", "line 2 ends at 2 s and starts at 3 s")]
    [InlineData("a.mp4,walk,,0\n", "line 2 ends at 0 s and starts at 0 s")]
    [InlineData("a.mp4,walk,-1,2\n", "line 2 has the start '-1'; expected seconds, such as 2.5")]
    [InlineData("a.mp4,walk,1,0:02\n", "line 2 has the end '0:02'; expected seconds")]
    [InlineData("a.mp4,walk,1,2\na.mp4,run,1,2\n", "line 3 names a.mp4#t=1,2 again, as 'run'")]
    public void Parts_that_make_no_sense_are_refused_with_their_line(string rows, string message)
    {
        using var folder = Places.Temporary();
        Tree.Files(folder, "a.mp4");
        Tree.Text(folder, "one.csv", "video_name,label,start,end\n" + rows);
        Assert.Contains(message, Tree.Refusal(folder.File("one.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_whose_file_is_missing_and_videos_in_no_row_are_counted_and_named()
    {
        using var folder = Places.Temporary();
        Tree.Files(folder, "videos/a.mp4", "videos/b.mp4", "videos/x.mp4");
        Tree.Text(folder, "train.csv", "video_name,label\na.mp4,walk\ngone.mp4,run\n\nb.mp4,run\nlost.mp4,run\n");
        var data = DataSets.Open(folder.Path);
        Assert.Equal(2, data.Samples.Count);
        Assert.Equal(["2 of 4 listed clips are not there: gone.mp4 (train.csv line 3), lost.mp4 (train.csv line 6)", "1 video left out, in no list: videos/x.mp4"], data.Notices);
    }

    [Fact]
    public void A_list_of_which_nothing_is_there_is_refused()
    {
        using var folder = Places.Temporary();
        Tree.Files(folder, "elsewhere/a.mp4");
        Tree.Text(folder, "train.csv", "video_name,label\na.mp4,walk\nb.mp4,run\n");
        Assert.Contains("none of the 2 clips that train.csv list", Tree.Refusal(folder.Path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is empty; expected the heading video_name,label")]
    [InlineData("video_name,label\n", "list no clip")]
    [InlineData("clip,class\na.mp4,walk\n", "line 1 reads 'clip,class'; expected a heading with the columns video_name and label, optionally group")]
    [InlineData("a.mp4,walk\nb.mp4,run\n", "line 1 reads 'a.mp4,walk'; expected a heading")]
    [InlineData("video_name,label\na.mp4,walk,3\n", "line 2 has 3 columns, the heading has 2")]
    [InlineData("video_name,label\na.mp4\n", "line 2 has 1 column, the heading has 2")]
    [InlineData("video_name,label\na.mp4,\n", "line 2 has no label")]
    [InlineData("video_name,label\n,walk\n", "line 2 has no video_name")]
    [InlineData("video_name,label\na.mp4,\"walk\n", "line 2 cannot be read")]
    [InlineData("video_name,label\na.mp4,walk\nb.mp4,run\na.mp4,walk\n", "train.csv line 4 names a.mp4 again, as 'walk'; train.csv line 2 has it as 'walk'; keep one")]
    public void A_bad_list_is_refused_with_its_line(string content, string message)
    {
        using var folder = Places.Temporary();
        Tree.Text(folder, "train.csv", content);
        Assert.Contains(message, Tree.Refusal(Tree.Files(folder, "videos/a.mp4", "videos/b.mp4")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_clip_in_two_lists_is_refused()
    {
        using var folder = Places.Temporary();
        Tree.Text(folder, "train.csv", "video_name,label\na.mp4,walk\nb.mp4,run\n");
        Tree.Text(folder, "test.csv", "video_name,label\nb.mp4,run\n");
        Assert.Contains("test.csv line 2 names b.mp4 again", Tree.Refusal(Tree.Files(folder, "videos/a.mp4", "videos/b.mp4")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_that_only_the_test_list_has_is_refused()
    {
        using var folder = Places.Temporary();
        Tree.Text(folder, "train.csv", "video_name,label\na.mp4,walk\nb.mp4,run\n");
        Tree.Text(folder, "test.csv", "video_name,label\nc.mp4,jump\n");
        Assert.Contains("whose class has no clip to train with: jump (first: videos/c.mp4)", Tree.Refusal(Tree.Files(folder, "videos/a.mp4", "videos/b.mp4", "videos/c.mp4")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.mp4,walk,train\nb.mp4,run,dev\n", "line 3 has the split 'dev'; expected train, val or test")]
    [InlineData("a.mp4,walk,train\nb.mp4,run,\n", "names a split for some clips and none for 1 (first: one.csv line 3)")]
    public void A_split_column_must_be_whole(string rows, string message)
    {
        using var folder = Places.Temporary();
        Tree.Files(folder, "a.mp4", "b.mp4");
        Tree.Text(folder, "one.csv", "video_name,label,split\n" + rows);
        Assert.Contains(message, Tree.Refusal(folder.File("one.csv")), StringComparison.Ordinal);
    }
}
