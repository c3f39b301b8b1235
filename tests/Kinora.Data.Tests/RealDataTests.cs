using Kinora.Data.Splitting;
using Kinora.Tests;

namespace Kinora.Data.Tests;

public sealed class RealDataTests
{
    [Fact]
    public void Weizmann_has_seventy_clips_of_ten_actions_by_seven_persons()
    {
        var data = DataSets.Open(Places.RealData("weizmann"));
        Assert.Equal(("weizmann", "person"), (data.Format, data.GroupKind));
        Assert.Equal(["bend", "jack", "jump", "pjump", "run", "side", "skip", "walk", "wave1", "wave2"], data.Labels);
        Assert.All(data.ClipsPerLabel(), count => Assert.Equal(7, count));
        Assert.Empty(data.Notices);
        var folds = Splitter.LeaveOneGroupOut(data);
        Assert.Equal(["daria", "denis", "eli", "ido", "ira", "lena", "lyova"], folds.Select(fold => fold.Name));
        Assert.All(folds, fold =>
        {
            Assert.Equal((60, 10), (fold.Train.Count, fold.Test.Count));
            var inner = Splitter.Inner(data, fold, 0.2, seed: 42);
            // One of six persons is nearer to a fifth than two.
            Assert.Equal((50, 10), (inner.Train.Count, inner.Validation.Count));
            Assert.Single(inner.Validation.Select(i => data.Samples[i].Group).Distinct());
            Assert.DoesNotContain(fold.Name, inner.Train.Concat(inner.Validation).Select(i => data.Samples[i].Group));
        });
    }

    [Fact]
    public void UT_Interaction_has_eighty_nine_clips_of_fifteen_recordings()
    {
        var data = DataSets.Open(Places.RealData("ut_interaction"));
        Assert.Equal(("ut-interaction", "recording"), (data.Format, data.GroupKind));
        Assert.Equal(["handshake", "hug", "kick", "point", "punch", "push"], data.Labels);
        Assert.Equal([15, 15, 15, 15, 14, 15], data.ClipsPerLabel());
        Assert.Empty(data.Notices);
        var folds = Splitter.LeaveOneGroupOut(data);
        Assert.Equal(15, folds.Count);
        Assert.Equal(("set1/seq01", "set2/seq19"), (folds[0].Name, folds[^1].Name));
        Assert.Equal(89, folds.Sum(fold => fold.Test.Count));
        Assert.Equal([1, 1, 1, 1, 1, 2, 2, 2, 2, 2], Splitter.GroupedFolds(data, 10, seed: 1).Select(fold => fold.Test.Select(i => data.Samples[i].Group).Distinct().Count()).Order());
    }

    [Fact]
    public void Surveillance_clips_have_the_groups_of_their_file()
    {
        var data = DataSets.Open(Places.RealData("surveillance_fight"));
        Assert.Equal(("folders", "source video"), (data.Format, data.GroupKind));
        Assert.Equal([25, 25], data.ClipsPerLabel());
        Assert.True(data.HasGroups);
        Assert.Equal(30, data.Samples.Select(sample => sample.Group).Distinct().Count());
        Assert.Equal(["2 files not taken for a video: LICENSE, SOURCE_README.md"], data.Notices);
        var split = Splitter.GroupedStratified(data, 0.2, seed: 42);
        Assert.Empty(split.Train.Select(i => data.Samples[i].Group).Intersect(split.Validation.Select(i => data.Samples[i].Group)));
        Assert.Equal([5, 5], split.Validation.GroupBy(i => data.Samples[i].Label).Select(label => label.Count()));
    }

    [Fact]
    public void An_ordinary_unbalanced_folder_is_split_with_every_class_on_both_sides()
    {
        var data = DataSets.Open(Places.RealData("home5"));
        Assert.Equal(["eat", "sit", "sleep", "stand", "walk"], data.Labels);
        Assert.Equal([5, 12, 2, 10, 5], data.ClipsPerLabel());
        Assert.Null(data.GroupKind);
        var split = Splitter.Stratified(data, 0.2, seed: 42);
        Assert.Equal([0, 1, 2, 3, 4], split.Validation.Select(i => data.Samples[i].Label).Distinct().Order());
        Assert.Contains("have no known group", Assert.Throws<DataException>(() => Splitter.LeaveOneGroupOut(data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_clip_per_class_can_be_read_and_not_split()
    {
        var data = DataSets.Open(Places.RealData("crossfit_1per_class"));
        Assert.Equal(9, data.Labels.Count);
        Assert.Equal(
            $"{data.Root} cannot be split: 9 classes have one clip only (bar-facing_burpee, chest-to-bar, deadlift and 6 more), and both sides need one; add clips or take those classes out",
            Assert.Throws<DataException>(() => Splitter.Stratified(data, 0.2, seed: 42)).Message);
    }
}
