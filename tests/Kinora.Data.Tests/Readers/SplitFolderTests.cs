using Kinora.Tests;

namespace Kinora.Data.Tests.Readers;

public sealed class SplitFolderTests
{
    [Theory]
    [InlineData("val")]
    [InlineData("valid")]
    [InlineData("validation")]
    [InlineData("Val")]
    public void Train_validation_and_test_folders_give_splits(string name)
    {
        using var folder = Places.Temporary();
        var data = DataSets.Open(Tree.Files(folder, "train/walk/a.avi", "train/run/a.avi", $"{name}/walk/a.avi", "test/run/c.avi", "train/loose.avi"));
        Assert.Equal("split-folders", data.Format);
        Assert.Equal(["run", "walk"], data.Labels);
        Assert.Equal(["train/run/a.avi", "train/walk/a.avi"], Tree.Names(data, "train"));
        Assert.Equal([$"{name}/walk/a.avi"], Tree.Names(data, "val"));
        Assert.Equal(["test/run/c.avi"], Tree.Names(data, "test"));
        Assert.Equal(["1 video left out, in no class folder: train/loose.avi"], data.Notices);
    }

    [Fact]
    public void Train_and_test_alone_are_enough()
    {
        using var folder = Places.Temporary();
        var data = DataSets.Open(Tree.Files(folder, "train/walk/a.avi", "train/run/a.avi", "test/run/c.avi"));
        Assert.Equal(["test", "train"], data.Splits!.Keys.Order());
    }

    [Fact]
    public void A_class_that_training_does_not_know_is_refused()
    {
        using var folder = Places.Temporary();
        var message = Tree.Refusal(Tree.Files(folder, "train/walk/a.avi", "train/run/a.avi", "test/Run/c.avi", "val/jump/c.avi"));
        Assert.Contains("2 clips to validate or test with whose class has no clip to train with: Run, jump (first: test/Run/c.avi)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_folders_beside_train_and_test_are_refused_not_guessed_at()
    {
        using var folder = Places.Temporary();
        Tree.Files(folder, "train/walk/a.avi", "train/run/a.avi", "test/run/c.avi", "extra/run/b.avi");
        Assert.Contains("in others too: extra; take those out", Tree.Refusal(folder.Path), StringComparison.Ordinal);
        Assert.Equal(["extra", "test", "train"], DataSets.Open(folder.Path, "folders").Labels);
    }

    [Fact]
    public void A_class_called_train_is_a_class()
    {
        using var folder = Places.Temporary();
        Assert.Equal(["car", "train"], DataSets.Open(Tree.Files(folder, "train/a.avi", "car/b.avi")).Labels);
    }

    [Fact]
    public void Two_names_of_one_part_are_refused()
    {
        using var folder = Places.Temporary();
        Assert.Contains("val and valid, which mean the same part", Tree.Refusal(Tree.Files(folder, "train/walk/a.avi", "train/run/a.avi", "val/run/c.avi", "valid/run/c.avi")), StringComparison.Ordinal);
    }
}
