using Kinora.Tests;

namespace Kinora.Data.Tests.Readers;

public sealed class Hmdb51Tests : IDisposable
{
    private readonly TemporaryFolder folder = Places.Temporary();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_three_official_splits_have_seventy_and_thirty_clips_of_each_class()
    {
        OfficialLists.Hmdb(folder);
        foreach (var number in new[] { 1, 2, 3 })
        {
            foreach (var place in new[] { folder.Path, folder.File("hmdb51") })
            {
                var data = DataSets.Open(place, officialSplit: number);
                Assert.Equal(("hmdb51", 6_766, 51, "source film"), (data.Format, data.Samples.Count, data.Labels.Count, data.GroupKind));
                Assert.Equal(($"official split {number} of HMDB51", 3_570, 1_530), (data.OfficialSplit, data.Splits!["train"].Count, data.Splits["test"].Count));
                Assert.Equal(["test", "train"], data.Splits.Keys.Order());
                Assert.All(data.Splits["train"].CountBy(i => data.Samples[i].Label), label => Assert.Equal(70, label.Value));
                Assert.All(data.Splits["test"].CountBy(i => data.Samples[i].Label), label => Assert.Equal(30, label.Value));
                Assert.Empty(data.Notices);
                // The folder says the class too: of all 6,766 names none is read as another class.
                Assert.All(data.Samples, sample => Assert.EndsWith($"{data.Labels[sample.Label]}/{Path.GetFileName(sample.Path)}", sample.Name, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void Films_are_the_groups_and_odd_names_are_plain_names()
    {
        OfficialLists.Hmdb(folder, name => name.Contains("/catch/", StringComparison.Ordinal) || name.Contains("/brush_hair/", StringComparison.Ordinal));
        var data = DataSets.Open(folder.File("hmdb51"));
        var group = data.Samples.ToDictionary(sample => Path.GetFileName(sample.Name), sample => sample.Group);
        Assert.Equal("Goalkeeper_Training_Day_#_7", group["Goalkeeper_Training_Day_#_7_catch_f_cm_np1_ri_med_0.avi"]);
        Assert.Equal("Brushing_Her_Hair__[_NEW_AUDIO_]_UPDATED!!!!", group["Brushing_Her_Hair__[_NEW_AUDIO_]_UPDATED!!!!_brush_hair_h_cm_np1_fr_goo_0.avi"]);
        Assert.All(data.Samples, sample => Assert.True(File.Exists(sample.Path), sample.Path));
        Assert.StartsWith("partial copy of HMDB51: 209 of 6,766 clips, 2 of 51 classes; official split 1 of HMDB51: 140 of 3,570 to train, 60 of 1,530 to test", Assert.Single(data.Notices), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x_draw_sword_u_nm_np1_fr_goo_0.avi", "draw_sword", "x")]
    [InlineData("x_sword_u_nm_np2_fr_goo_0.avi", "sword", "x")]
    [InlineData("sword_fight_kick_ball_f_cm_np1_ba_bad_12.avi", "kick_ball", "sword_fight")]
    [InlineData("walk_walk_f_cm_np1_ba_bad_1.avi", "walk", "walk")]
    [InlineData("v;(1)[a]!&_#3_situp_f_cm_np0_le_med_3.avi", "situp", "v;(1)[a]!&_#3")]
    public void The_longest_class_before_the_attributes_is_the_class(string name, string label, string film)
    {
        var data = DataSets.Open(Tree.Files(folder, name, "other_wave_f_nm_np1_fr_goo_5.avi"));
        var sample = data.Samples.Single(sample => sample.Name == name);
        Assert.Equal((label, film), (data.Labels[sample.Label], sample.Group));
    }

    [Fact]
    public void Without_lists_there_is_no_official_split_and_a_chosen_one_is_refused()
    {
        var data = DataSets.Open(Places.RealData("hmdb51"));
        Assert.Equal(["cartwheel", "wave"], data.Labels);
        Assert.Null(data.Splits);
        Assert.Equal($"the official split is unknown: no wave_test_split1.txt and alike in {data.Root}, in a folder within or in one beside it", data.Notices[0]);
        Assert.Contains("official split 2 was asked for, but there is no wave_test_split2.txt", Assert.Throws<DataException>(() => DataSets.Open(data.Root, officialSplit: 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_list_and_a_strange_line_are_named()
    {
        Tree.Files(folder, "hug/a_hug_f_nm_np2_fr_goo_0.avi", "hug/b_hug_f_nm_np2_fr_goo_0.avi", "wave/a_wave_f_nm_np1_fr_goo_0.avi");
        Tree.Text(folder, "hug_test_split1.txt", "a_hug_f_nm_np2_fr_goo_0.avi 1 \nb_hug_f_nm_np2_fr_goo_0.avi 2 \n");
        Assert.Equal($"1 list of split 1 not in {folder.Path}: wave_test_split1.txt; the clips of this class are in none of its parts", DataSets.Open(folder.Path).Notices[0]);
        Tree.Text(folder, "hug_test_split1.txt", "a_hug_f_nm_np2_fr_goo_0.avi 3\n");
        Assert.Contains("hug_test_split1.txt line 1 reads 'a_hug_f_nm_np2_fr_goo_0.avi 3'; expected a file's name and 0, 1 or 2", Tree.Refusal(folder.Path), StringComparison.Ordinal);
    }
}
