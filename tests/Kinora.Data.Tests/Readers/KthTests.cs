using Kinora.Data.Splitting;
using Kinora.Tests;
using Kinora.Video.Decoding;

namespace Kinora.Data.Tests.Readers;

public sealed class KthTests : IDisposable
{
    private readonly TemporaryFolder folder = Places.Temporary();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Its_599_files_are_2391_sub_sequences_of_25_persons()
    {
        var data = DataSets.Open(OfficialLists.Kth(folder));
        Assert.Equal(("kth", 2_391, "person", "official split of KTH"), (data.Format, data.Samples.Count, data.GroupKind, data.OfficialSplit));
        Assert.Equal(["boxing", "handclapping", "handwaving", "jogging", "running", "walking"], data.Labels);
        Assert.Equal((599, 2_391, 25), (data.Samples.Select(sample => sample.Path).Distinct().Count(), data.Samples.Select(sample => sample.Name).Distinct().Count(), data.Samples.Select(sample => sample.Group).Distinct().Count()));
        Assert.Empty(data.Notices);
        Assert.DoesNotContain(data.Samples, sample => sample.Name.Contains("person13_handclapping_d3", StringComparison.Ordinal));
        // Ranges of the file counted by person with a script of its own.
        Assert.Equal((760, 768, 863), (data.Splits!["train"].Count, data.Splits["val"].Count, data.Splits["test"].Count));
        Assert.Equal(Persons([11, 12, 13, 14, 15, 16, 17, 18]), Groups(data, "train"));
        Assert.Equal(Persons([19, 20, 21, 23, 24, 25, 1, 4]), Groups(data, "val"));
        Assert.Equal(Persons([22, 2, 3, 5, 6, 7, 8, 9, 10]), Groups(data, "test"));
    }

    [Fact]
    public void Frames_counted_from_one_become_frames_from_nought_the_last_included()
    {
        var data = DataSets.Open(OfficialLists.Kth(folder));
        var parts = data.Samples.Where(sample => sample.FileName == "boxing/person01_boxing_d2_uncomp.avi").ToList();
        Assert.Equal(
            [new FrameSpan(0, 105), new FrameSpan(106, 194), new FrameSpan(195, 264), new FrameSpan(304, 389)],
            parts.Select(sample => (FrameSpan)sample.Span!).OrderBy(span => span.First));
        Assert.Contains(parts, sample => sample.Name == "boxing/person01_boxing_d2_uncomp.avi#frames=304-389");
    }

    [Fact]
    public void Class_folders_may_be_spelt_otherwise_and_lists_may_lie_beside()
    {
        OfficialLists.Kth(folder, name => "kth/" + char.ToUpperInvariant(name.Split('_')[1][0]) + name.Split('_')[1][1..]);
        var data = DataSets.Open(folder.File("kth"));
        Assert.Equal((2_391, 6), (data.Samples.Count, data.Labels.Count));
        Assert.Contains(data.Samples, sample => sample.FileName.StartsWith("Handclapping/", StringComparison.Ordinal) && data.Labels[sample.Label] == "handclapping");
        Assert.Empty(data.Notices);
    }

    [Fact]
    public void Without_the_list_of_sub_sequences_files_are_clips()
    {
        var data = DataSets.Open(OfficialLists.Kth(folder, name => "kth/" + name.Split('_')[1], withSequences: false) + "/kth");
        Assert.Equal((599, 191, 192, 216), (data.Samples.Count, data.Splits!["train"].Count, data.Splits["val"].Count, data.Splits["test"].Count));
        Assert.StartsWith("no 00sequences.txt in", Assert.Single(data.Notices), StringComparison.Ordinal);
        Assert.All(data.Samples, sample => Assert.Null(sample.Span));
    }

    [Fact]
    public void A_partial_copy_says_what_is_missing()
    {
        var data = DataSets.Open(OfficialLists.Kth(folder, which: name => name.StartsWith("person1", StringComparison.Ordinal) || name.StartsWith("person02_b", StringComparison.Ordinal)));
        Assert.Equal(2, data.Notices.Count);
        Assert.StartsWith("356 of 599 files that 00sequences.txt lists are not there: person01_boxing_d1, person01_boxing_d2, person01_boxing_d3 and 353 more", data.Notices[0], StringComparison.Ordinal);
        Assert.StartsWith("partial copy of KTH: ", data.Notices[1], StringComparison.Ordinal);
        Assert.Contains(" of 2,391 sub-sequences, 6 of 6 classes; official split of KTH: 760 of 760 to train, ", data.Notices[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Files_in_train_and_test_folders_stay_there_and_the_persons_show_the_leak()
    {
        // As the course notebook has them: a random fifth of the files is the test.
        var data = DataSets.Open(OfficialLists.Kth(folder, name => (name.EndsWith("d4", StringComparison.Ordinal) ? "test/" : "train/") + name.Split('_')[1]));
        Assert.Equal("the folders test, train divide the clips, not the official split of KTH", Assert.Single(data.Notices));
        Assert.Equal(25, Groups(data, "train").Intersect(Groups(data, "test")).Count());
    }

    [Theory]
    [InlineData("person01_boxing_d1\tframes\t1-95, 95-x\n", "line 1 has the frames '95-x'")]
    [InlineData("person01_boxing_d1\tframes\t0-95\n", "line 1 has the frames '0-95'")]
    [InlineData("person01_boxing_d1\tframes\t95-1\n", "line 1 has the frames '95-1'")]
    [InlineData("nothing here\n", "lists no sub-sequence; expected lines such as 'person01_boxing_d1  frames  1-95, 96-185'")]
    public void A_damaged_list_is_refused_with_its_line(string text, string message)
    {
        Tree.Text(folder, "00sequences.txt", text);
        Assert.Contains(message, Tree.Refusal(Tree.Files(folder, "person01_boxing_d1_uncomp.avi", "person02_walking_d1_uncomp.avi")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_with_its_own_list_of_persons_is_not_KTH()
    {
        Tree.Text(folder, "person_groups.tsv", "class\tfile\tperson\nwalking\tperson01_walking_d1.mp4\tperson01\n");
        Assert.Equal("folders", DataSets.Open(Tree.Files(folder, "walking/person01_walking_d1.mp4", "boxing/person01_boxing_d1.mp4")).Format);
    }

    [Fact]
    public void Leaving_one_person_out_leaves_all_sub_sequences_of_that_person_out()
    {
        var data = DataSets.Open(OfficialLists.Kth(folder));
        var folds = Splitter.LeaveOneGroupOut(data);
        Assert.Equal(25, folds.Count);
        Assert.All(folds, fold => Assert.Empty(fold.Train.Select(i => data.Samples[i].Path).Intersect(fold.Test.Select(i => data.Samples[i].Path))));
    }

    private static IEnumerable<string> Persons(int[] numbers) => numbers.Select(number => $"person{number:00}").Order();

    private static IEnumerable<string?> Groups(DataSet data, string part) => data.Splits![part].Select(i => data.Samples[i].Group).Distinct().Order();
}
