using Kinora.Tests;

namespace Kinora.Data.Tests.Readers;

public sealed class Ucf101Tests : IDisposable
{
    private readonly TemporaryFolder folder = Places.Temporary();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_three_official_splits_have_their_official_counts()
    {
        OfficialLists.Ucf(folder);
        foreach (var (number, train, test) in new[] { (1, 9537, 3783), (2, 9586, 3734), (3, 9624, 3696) })
        {
            // From the folder above both, and from the clips' own.
            foreach (var place in new[] { folder.Path, folder.File("UCF-101") })
            {
                var data = DataSets.Open(place, officialSplit: number);
                Assert.Equal(("ucf101", 13_320, 101, "source video"), (data.Format, data.Samples.Count, data.Labels.Count, data.GroupKind));
                Assert.Equal(($"official split {number} of UCF101", train, test), (data.OfficialSplit, data.Splits!["train"].Count, data.Splits["test"].Count));
                Assert.Empty(data.Notices);
                string[] expected = [.. OfficialLists.UcfNames($"testlist0{number}.txt").Order(StringComparer.Ordinal)];
                Assert.Equal(expected, Tree.Names(data, "test").Select(name => name.Replace("UCF-101/", "", StringComparison.Ordinal)));
                // 101 classes of 25 videos.
                Assert.Equal(2525, data.Samples.Select(sample => sample.Group).Distinct().Count());
                Assert.Empty(Groups(data, "train").Intersect(Groups(data, "test")));
            }
        }
    }

    [Fact]
    public void Without_lists_the_rule_that_made_them_gives_the_same()
    {
        OfficialLists.Ucf(folder);
        foreach (var number in new[] { 1, 2, 3 })
        {
            var listed = DataSets.Open(folder.Path, officialSplit: number);
            using var alone = Places.Temporary($"ucf{number}");
            Directory.CreateDirectory(alone.File("set"));
            Directory.CreateSymbolicLink(alone.File("set/UCF-101"), folder.File("UCF-101"));
            var ruled = DataSets.Open(alone.File("set"), officialSplit: number);
            Assert.Equal(Tree.Names(listed, "train"), Tree.Names(ruled, "train"));
            Assert.Equal(Tree.Names(listed, "test"), Tree.Names(ruled, "test"));
            Assert.Empty(ruled.Notices);
        }
    }

    [Fact]
    public void Handstand_pushups_are_one_class_whichever_way_they_are_written()
    {
        OfficialLists.Ucf(folder, name => name.StartsWith("Hand", StringComparison.Ordinal));
        var data = DataSets.Open(folder.File("UCF-101"));
        Assert.Equal(["HandstandPushups", "HandstandWalking"], data.Labels);
        Assert.Contains(data.Samples, sample => sample.Name == "HandstandPushups/v_HandStandPushups_g01_c01.avi" && sample.Group == "HandstandPushups/g01");
        // 128 clips of one and 111 of the other.
        Assert.Equal([128, 111], data.ClipsPerLabel());
        Assert.Equal(
            ["partial copy of UCF101: 239 of 13,320 clips, 2 of 101 classes; official split 1 of UCF101: 177 of 9,537 to train, 62 of 3,783 to test"],
            data.Notices);
    }

    [Fact]
    public void A_few_clips_are_read_and_a_split_that_cannot_be_used_is_said()
    {
        var data = DataSets.Open(Places.RealData("ucf101"));
        Assert.Equal(["ApplyEyeMakeup", "Basketball", "SoccerJuggling"], data.Labels);
        Assert.Null(data.Splits);
        Assert.Equal(
            [
                "partial copy of UCF101: 3 of 13,320 clips, 3 of 101 classes; official split 1 of UCF101: 1 of 9,537 to train, 2 of 3,783 to test",
                "the official split 1 of UCF101 cannot be used here: 2 classes have clips to test with and none to train with (ApplyEyeMakeup, Basketball)",
            ],
            data.Notices);
    }

    [Fact]
    public void Clips_may_lie_flat_as_folders_of_frames_or_in_train_and_test_folders()
    {
        var flat = DataSets.Open(Tree.Files(folder, "v_Archery_g01_c01.avi", "v_Archery_g09_c01.avi", "v_Biking_g02_c03.avi", "v_Biking_g20_c01.avi"));
        Assert.Equal(["v_Archery_g01_c01.avi", "v_Biking_g02_c03.avi"], Tree.Names(flat, "test"));

        using var frames = Places.Temporary("frames");
        var pictures = DataSets.Open(Tree.Files(
            frames, "v_Archery_g01_c01/1.jpg", "v_Archery_g01_c01/2.jpg", "v_Archery_g09_c01/1.jpg", "v_Archery_g09_c01/2.jpg", "v_Biking_g20_c01/a1.jpg", "v_Biking_g20_c01/a2.jpg"));
        Assert.Equal(("ucf101", 3), (pictures.Format, pictures.Samples.Count));
        Assert.Equal("Archery/g09", pictures.Samples[1].Group);

        using var divided = Places.Temporary("divided");
        var own = DataSets.Open(Tree.Files(divided, "train/Archery/v_Archery_g01_c01.avi", "train/Biking/v_Biking_g20_c01.avi", "test/Archery/v_Archery_g01_c02.avi"));
        Assert.Equal(["test/Archery/v_Archery_g01_c02.avi"], Tree.Names(own, "test"));
        Assert.Null(own.OfficialSplit);
        Assert.Equal(["the folders test, train divide the clips, not the official split 1 of UCF101"], own.Notices);
    }

    [Fact]
    public void Clips_of_others_named_alike_are_UCF101_only_when_told()
    {
        Assert.Equal("folders", DataSets.Open(Tree.Files(folder, "Biking/v_Biking_g01_c01.avi", "Parkour/v_Parkour_g01_c01.avi")).Format);
        var told = DataSets.Open(folder.Path, "ucf101");
        Assert.Equal(["Biking", "Parkour"], told.Labels);
    }

    [Theory]
    [InlineData("Archery/v_Archery_g09_c01.avi 4\n", "gives Archery the number 4, classInd.txt has 3")]
    [InlineData("Archery/archery09.avi 3\n", "line 1 reads 'Archery/archery09.avi'; expected Basketball/v_Basketball_g01_c02.avi")]
    public void A_list_that_is_not_of_this_set_is_refused_with_its_line(string line, string message)
    {
        Tree.Text(folder, "ucfTrainTestlist/classInd.txt", "1 ApplyEyeMakeup\r\n3 Archery\r\n11 Biking\r\n");
        Tree.Text(folder, "ucfTrainTestlist/trainlist01.txt", line);
        Tree.Text(folder, "ucfTrainTestlist/testlist01.txt", "Archery/v_Archery_g01_c01.avi\n");
        Assert.Contains(message, Tree.Refusal(Tree.Files(folder, "Archery/v_Archery_g01_c01.avi", "Biking/v_Biking_g20_c01.avi")), StringComparison.Ordinal);
    }

    [Fact]
    public void Clips_in_no_list_and_a_split_that_does_not_exist_are_named()
    {
        Tree.Text(folder, "trainlist01.txt", "Archery/v_Archery_g09_c01.avi 3\nBiking/v_Biking_g20_c01.avi 11\n");
        Tree.Text(folder, "testlist01.txt", "Archery/v_Archery_g01_c01.avi\n");
        Tree.Files(folder, "Archery/v_Archery_g01_c01.avi", "Archery/v_Archery_g09_c01.avi", "Biking/v_Biking_g20_c01.avi", "Biking/v_Biking_g21_c01.avi");
        var data = DataSets.Open(folder.Path);
        Assert.Equal("1 clip in no list of split 1, in none of its parts: Biking/v_Biking_g21_c01.avi", data.Notices[0]);
        Assert.Equal((2, 1), (data.Splits!["train"].Count, data.Splits["test"].Count));
        Assert.Contains("official split 4 was asked for, but", Assert.Throws<DataException>(() => DataSets.Open(folder.Path, officialSplit: 4)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_folders_of_lists_beside_the_data_are_refused()
    {
        Tree.Files(folder, "data/Archery/v_Archery_g01_c01.avi", "data/Biking/v_Biking_g20_c01.avi", "one/trainlist01.txt", "two/trainlist01.txt");
        Assert.Contains($"2 folders beside {folder.File("data")} hold trainlist01.txt", Tree.Refusal(folder.File("data")), StringComparison.Ordinal);
    }

    private static IEnumerable<string?> Groups(DataSet data, string part) => data.Splits![part].Select(i => data.Samples[i].Group).Distinct();
}
