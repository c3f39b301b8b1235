using Kinora.Tests;

namespace Kinora.Data.Tests.Readers;

public sealed class NamedClipTests
{
    [Theory]
    [InlineData("")]
    [InlineData("{0}/")]
    public void Weizmann_is_recognised_flat_and_in_class_folders(string place)
    {
        using var folder = Places.Temporary();
        foreach (var (label, name) in new[] { ("bend", "moshe_bend"), ("run", "lena_run1"), ("run", "lena_run2"), ("walk", "ido_walk"), ("wave2", "ido_wave2") })
        {
            Tree.Files(folder, string.Format(null, place, label) + name + ".avi");
        }

        var data = DataSets.Open(folder.Path);
        Assert.Equal("weizmann", data.Format);
        Assert.Equal("person", data.GroupKind);
        Assert.Equal(["bend", "run", "walk", "wave2"], data.Labels);
        Assert.Equal(
            ["ido_walk.avi walk ido", "ido_wave2.avi wave2 ido", "lena_run1.avi run lena", "lena_run2.avi run lena", "moshe_bend.avi bend moshe"],
            Tree.Lines(data).Select(line => line[(line.IndexOf('/', StringComparison.Ordinal) + 1)..]).Order());
    }

    [Fact]
    public void Train_and_test_folders_of_named_clips_are_parts_and_their_persons_are_known()
    {
        using var folder = Places.Temporary();
        var data = DataSets.Open(Tree.Files(folder, "train/run/ido_run.avi", "train/walk/ido_walk.avi", "test/walk/eli_walk.avi"));
        Assert.Equal(("weizmann", "person"), (data.Format, data.GroupKind));
        Assert.Equal(["test/walk/eli_walk.avi"], Tree.Names(data, "test"));
        Assert.Equal(2, data.Splits!["train"].Count);
    }

    [Fact]
    public void Clips_of_others_named_alike_are_Weizmann_only_when_told()
    {
        using var folder = Places.Temporary();
        Tree.Files(folder, "walk/john_walk.avi", "run/john_run.avi");
        Assert.Equal("folders", DataSets.Open(folder.Path).Format);
        Assert.Equal(["run/john_run.avi run john", "walk/john_walk.avi walk john"], Tree.Lines(DataSets.Open(folder.Path, "weizmann")));
    }

    [Fact]
    public void Names_of_another_form_are_counted_and_the_name_outranks_the_folder()
    {
        using var folder = Places.Temporary();
        var data = DataSets.Open(Tree.Files(folder, "run/ido_walk.avi", "run/ido_run.avi", "run/test.avi"), "weizmann");
        Assert.Equal(["run/ido_run.avi run ido", "run/ido_walk.avi walk ido"], Tree.Lines(data));
        Assert.Equal(2, data.Notices.Count);
        Assert.StartsWith("1 video left out, not named as person_action.avi", data.Notices[0], StringComparison.Ordinal);
        Assert.EndsWith("the name counts: run/ido_walk.avi", data.Notices[1], StringComparison.Ordinal);
        using var other = Places.Temporary();
        Assert.Contains("no video of", Tree.Refusal(Tree.Files(other, "a/x.avi", "b/y.avi"), "weizmann"), StringComparison.Ordinal);
    }

    [Fact]
    public void UT_Interaction_is_recognised_in_both_forms_of_its_names()
    {
        using var folder = Places.Temporary();
        var data = DataSets.Open(Tree.Files(folder, "set1_seq04_21_4_2.avi", "hug/set2_seq13_14_13_1.avi", "push/set1_seq10_56_10_5.avi"));
        Assert.Equal("ut-interaction", data.Format);
        Assert.Equal("recording", data.GroupKind);
        Assert.Equal(["hug/set2_seq13_14_13_1.avi hug set2/seq13", "push/set1_seq10_56_10_5.avi push set1/seq10", "set1_seq04_21_4_2.avi kick set1/seq04"], Tree.Lines(data));
        using var original = Places.Temporary();
        var same = DataSets.Open(Tree.Files(original, "segmented_set1/21_4_2.avi", "segmented_set2/14_13_1.avi"));
        Assert.Equal(["segmented_set1/21_4_2.avi kick set1/seq04", "segmented_set2/14_13_1.avi hug set2/seq13"], Tree.Lines(same));
    }

    [Fact]
    public void Three_numbers_alone_are_not_UT_Interaction()
    {
        using var folder = Places.Temporary();
        Assert.Equal("folders", DataSets.Open(Tree.Files(folder, "a/1_2_3.avi", "b/1_2_4.avi")).Format);
    }
}
