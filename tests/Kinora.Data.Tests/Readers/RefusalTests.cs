using Kinora.Tests;

namespace Kinora.Data.Tests.Readers;

public sealed class RefusalTests
{
    [Fact]
    public void A_missing_folder_is_named_with_what_is_there()
    {
        using var folder = Places.Temporary();
        Assert.Equal(
            $"there is no folder {folder.File("a/b")} ({folder.Path} is there); give the folder that holds the clips",
            Tree.Refusal(folder.File("a/b")));
    }

    [Fact]
    public void A_file_instead_of_a_folder_is_said_to_be_one()
    {
        using var folder = Places.Temporary();
        Tree.Files(folder, "clip.avi");
        Assert.StartsWith($"{folder.File("clip.avi")} is a file; expected a folder", Tree.Refusal(folder.File("clip.avi")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_list_and_a_list_where_a_folder_is_wanted_are_refused()
    {
        using var folder = Places.Temporary();
        Assert.StartsWith($"there is no list {folder.File("clips.csv")}; give", Tree.Refusal(folder.File("clips.csv")), StringComparison.Ordinal);
        Tree.Text(folder, "clips.csv", "video_name,label\n");
        Assert.Contains("is a list, which the format 'folders' does not read", Tree.Refusal(folder.File("clips.csv"), "folders"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_videos_says_what_it_holds_and_what_videos_are()
    {
        using var folder = Places.Temporary();
        Assert.Contains("it is empty", Tree.Refusal(folder.Path), StringComparison.Ordinal);
        var message = Tree.Refusal(Tree.Files(folder, "a/x.jpg", "b/y.jpg"));
        Assert.StartsWith($"there is no video in {folder.Path} (it holds 2 other files: a/x.jpg, b/y.jpg)", message, StringComparison.Ordinal);
        Assert.Contains(".avi", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Videos_in_no_class_folder_are_refused_with_an_example()
    {
        using var folder = Places.Temporary();
        var message = Tree.Refusal(Tree.Files(folder, "a.avi", "b.avi"));
        Assert.Contains("lie in no class folder (a.avi, b.avi)", message, StringComparison.Ordinal);
        Assert.Contains(folder.File("walk/a.avi"), message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_class_only_is_refused()
    {
        using var folder = Places.Temporary();
        Assert.Equal($"{folder.Path} holds one class only, 'walk' with 2 clips; expected at least two classes", Tree.Refusal(Tree.Files(folder, "walk/a.avi", "walk/b.avi")));
    }

    [Fact]
    public void The_folder_above_the_right_one_is_refused_with_the_right_one()
    {
        using var folder = Places.Temporary();
        Assert.EndsWith($"did you mean {folder.File("UCF-101")}?)", Tree.Refusal(Tree.Files(folder, "UCF-101/walk/a.avi", "UCF-101/run/b.avi")), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_format_is_refused_with_those_that_exist()
    {
        using var folder = Places.Temporary();
        Assert.Equal(
            "no data format is called 'ucf'; there are features, kinetics, csv, ucf101, hmdb51, kth, weizmann, ut-interaction, split-folders, frames, folders",
            Tree.Refusal(Tree.Files(folder, "walk/a.avi", "run/b.avi"), "ucf"));
    }

    [Fact]
    public void A_folder_that_may_not_be_read_is_named()
    {
        Assert.SkipWhen(Environment.UserName == "root", "root may read everything");
        using var folder = Places.Temporary();
        Tree.Files(folder, "walk/a.avi", "run/b.avi", "shut/c.avi");
        Places.Run("chmod", "000", folder.File("shut"));
        try
        {
            Assert.Contains(DataSets.Open(folder.Path).Notices, notice => notice.StartsWith("folder shut/ cannot be read", StringComparison.Ordinal));
        }
        finally
        {
            Places.Run("chmod", "700", folder.File("shut"));
        }
    }

    [Fact]
    public void Labels_are_renumbered_by_the_list_of_a_model_and_unknown_ones_refused()
    {
        using var folder = Places.Temporary();
        var data = DataSets.Open(Tree.Files(folder, "walk/a.avi", "run/b.avi"));
        Assert.Equal([2, 0], data.WithLabels(["walk", "jump", "run"]).Samples.Select(sample => sample.Label));
        Assert.Contains("1 class that the model does not know: walk; it knows jump, run", Assert.Throws<DataException>(() => data.WithLabels(["jump", "run"])).Message, StringComparison.Ordinal);
    }
}
