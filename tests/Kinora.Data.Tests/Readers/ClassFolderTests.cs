using Kinora.Tests;

namespace Kinora.Data.Tests.Readers;

public sealed class ClassFolderTests
{
    [Fact]
    public void A_folder_per_class_gives_labels_in_ordinal_order_with_case_kept()
    {
        using var folder = Places.Temporary();
        var data = DataSets.Open(Tree.Files(folder, "walk/b.avi", "walk/a.MP4", "Run/a.mkv", "äpfel/x.webm", "run/1.mov"));
        Assert.Equal("folders", data.Format);
        Assert.Equal(["Run", "run", "walk", "äpfel"], data.Labels);
        Assert.Equal(["Run/a.mkv Run", "run/1.mov run", "walk/a.MP4 walk", "walk/b.avi walk", "äpfel/x.webm äpfel"], Tree.Lines(data));
        Assert.Equal([1, 1, 2, 1], data.ClipsPerLabel());
        Assert.All(data.Samples, sample => Assert.True(File.Exists(sample.Path), sample.Path));
        Assert.Null(data.Splits);
        Assert.Null(data.GroupKind);
        Assert.Empty(data.Notices);
    }

    [Theory]
    [InlineData("#20_Rhythm_clap_u_nm_np1_fr_goo_0.avi")]
    [InlineData("1996_Tournee_&_Gala;(best)_[x]!.avi")]
    [InlineData("日本語 клип  two  spaces.mp4")]
    [InlineData("back\\slash 'quote' \"double\" %41.mp4")]
    [InlineData("-rf *?.mp4")]
    public void Names_that_shells_and_addresses_trip_over_are_plain_names_here(string name)
    {
        using var folder = Places.Temporary();
        var data = DataSets.Open(Tree.Files(folder, "clap & wave;/" + name, "run/a.avi"));
        Assert.Equal("clap & wave;/" + name, data.Samples[0].Name);
        Assert.True(File.Exists(data.Samples[0].Path));
        Assert.Equal("clap & wave;", data.Labels[0]);
    }

    [Fact]
    public void Videos_deeper_in_a_class_folder_belong_to_that_class()
    {
        using var folder = Places.Temporary();
        var data = DataSets.Open(Tree.Files(folder, "walk/anna/1.avi", "walk/bert/2/1.avi", "run/1.avi"));
        Assert.Equal(["run/1.avi run", "walk/anna/1.avi walk", "walk/bert/2/1.avi walk"], Tree.Lines(data));
    }

    [Fact]
    public void Hidden_files_are_ignored_and_what_is_left_out_is_counted_and_named()
    {
        using var folder = Places.Temporary();
        var data = DataSets.Open(Tree.Files(
            folder, "walk/a.avi", "walk/.hidden.avi", ".cache/x/a.avi", "run/a.avi", "run/notes.txt", "README.md", "loose.mp4", "empty/readme.txt", "run/z.json"));
        Assert.Equal(["run", "walk"], data.Labels);
        Assert.Equal(2, data.Samples.Count);
        Assert.Equal(
            ["4 files not taken for a video: README.md, empty/readme.txt, run/notes.txt and 1 more", "1 video left out, in no class folder: loose.mp4"],
            data.Notices);
    }

    [Fact]
    public void Linked_class_folders_are_followed_and_circles_are_not()
    {
        using var folder = Places.Temporary();
        Tree.Files(folder, "data/walk/a.avi", "elsewhere/b.avi");
        Directory.CreateSymbolicLink(folder.File("data/run"), folder.File("elsewhere"));
        Directory.CreateSymbolicLink(folder.File("data/walk/again"), folder.File("data"));
        File.CreateSymbolicLink(folder.File("data/walk/gone.avi"), folder.File("nowhere.avi"));
        File.CreateSymbolicLink(folder.File("data/walk/self.avi"), folder.File("data/walk/self.avi"));
        var data = DataSets.Open(folder.File("data"));
        Assert.Equal(["run/b.avi run", "walk/a.avi walk"], Tree.Lines(data));
        Assert.Equal(3, data.Notices.Count);
        Assert.Contains(data.Notices, notice => notice.StartsWith("link walk/self.avi leads to no file", StringComparison.Ordinal));
        Assert.Contains(data.Notices, notice => notice.StartsWith("link walk/again leads back", StringComparison.Ordinal));
        Assert.Contains(data.Notices, notice => notice.StartsWith("link walk/gone.avi leads to no file", StringComparison.Ordinal));
    }

    [Fact]
    public void Links_that_lead_into_each_other_come_to_an_end()
    {
        using var folder = Places.Temporary();
        Tree.Files(folder, "data/walk/a.avi", "data/run/b.avi", "other/c.avi");
        Directory.CreateSymbolicLink(folder.File("data/walk/other"), folder.File("other"));
        Directory.CreateSymbolicLink(folder.File("other/back"), folder.File("data"));
        Assert.Equal(["run/b.avi run", "walk/a.avi walk", "walk/other/c.avi walk"], Tree.Lines(DataSets.Open(folder.File("data"))));
    }

    [Fact]
    public void Groups_are_read_from_a_file_beside_the_class_folders()
    {
        using var folder = Places.Temporary();
        Tree.Files(folder, "walk/a.avi", "walk/b.avi", "run/a.avi");
        Tree.Text(folder, "source_video_groups.tsv", "walk\ta.avi\tfilm 1\nrun\ta.avi\tfilm 1\nwalk\tlost.avi\tfilm 2\n");
        var data = DataSets.Open(folder.Path);
        Assert.Equal(["run/a.avi run film 1", "walk/a.avi walk film 1", "walk/b.avi walk"], Tree.Lines(data));
        Assert.Equal("source video", data.GroupKind);
        Assert.False(data.HasGroups);
        Assert.Equal(["1 clip without a group in source_video_groups.tsv: walk/b.avi", "1 line of source_video_groups.tsv for clips that are not there: walk/lost.avi"], data.Notices);
    }

    [Fact]
    public void A_groups_file_may_have_two_columns_and_a_heading()
    {
        using var folder = Places.Temporary();
        Tree.Files(folder, "walk/a, b.avi", "run/a.avi");
        Tree.Text(folder, "groups.csv", "video_name,group\n\"walk/a, b.avi\",7\nrun/a.avi , 8\n");
        var data = DataSets.Open(folder.Path);
        Assert.Equal(["run/a.avi run 8", "walk/a, b.avi walk 7"], Tree.Lines(data));
        Assert.True(data.HasGroups);
        Assert.Empty(data.Notices);
    }

    [Theory]
    [InlineData("walk\ta.avi\t1\nwalk\ta.avi\t2\n", "line 2 names walk/a.avi again")]
    [InlineData("walk\ta.avi\t\n", "line 1 names no group for walk/a.avi")]
    [InlineData("walk\ta.avi\t1\t2\n", "line 1 has 4 columns; expected class, file, group or path, group")]
    public void A_damaged_groups_file_is_refused_with_its_line(string content, string message)
    {
        using var folder = Places.Temporary();
        Tree.Text(folder, "groups.tsv", content);
        Assert.Contains(message, Tree.Refusal(Tree.Files(folder, "walk/a.avi", "run/a.avi")), StringComparison.Ordinal);
    }
}
