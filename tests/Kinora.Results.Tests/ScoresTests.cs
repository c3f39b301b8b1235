using Kinora.Results;

namespace Kinora.Tests.Results;

public class ScoresTests
{
    [Fact]
    public void A_table_comes_back_bit_for_bit()
    {
        using var folder = Places.Temporary();
        var scores = new Scores(
            ["walk, then run", "\"wave\"", " both\n ", "=1+1"],
            [
                new ClipScore("a#&;([!.avi", "daria", 0, [1 / 3f, float.Epsilon, 0, 0.66666663f]),
                new ClipScore("ü, 行.avi", null, null, [0.1f, 1e-30f, 1, MathF.BitDecrement(1)]),
                new ClipScore(" spaces ", " p\t", 3, [0, 0, 0, 0]),
                new ClipScore("", "g\n2", 2, [0.5f, 0.25f, 0.125f, 0.125f]),
            ]);

        scores.Save(folder.File("scores.csv"));

        Same(scores, Scores.Load(folder.File("scores.csv")));
    }

    [Fact]
    public void Random_floats_come_back_bit_for_bit()
    {
        using var folder = Places.Temporary();
        var scores = Cases.Random(seed: 9, classes: 51, clips: 300, groups: 7);

        scores.Save(folder.File("scores.csv"));

        Same(scores, Scores.Load(folder.File("scores.csv")));
    }

    [Fact]
    public void The_columns_are_file_group_truth_predicted_and_the_labels()
    {
        using var folder = Places.Temporary();
        new Scores(["walk", "run"], [new ClipScore("walk/1.avi", "eli", 0, [0.25f, 0.75f]), new ClipScore("2.avi", null, null, [1, 0])]).Save(folder.File("scores.csv"));

        Assert.Equal("file,group,truth,predicted,walk,run\nwalk/1.avi,eli,walk,run,0.25,0.75\n2.avi,,,walk,1,0\n", File.ReadAllText(folder.File("scores.csv")));
    }

    [Theory]
    [InlineData("", "no table of scores")]
    [InlineData("file,group,truth,predicted\n", "no table of scores")]
    [InlineData("file,group,truth,guess,a\n", "no table of scores")]
    [InlineData("file,group,truth,predicted,a\nx,,a,a\n", "line 2")]
    [InlineData("file,group,truth,predicted,a\nx,,a,a,1\nx,,b,a,1\n", "line 3: the true label 'b' has no column")]
    [InlineData("file,group,truth,predicted,a\nx,,a,a,one\n", "line 2: 'one' is no probability")]
    [InlineData("file,group,truth,predicted,a\nx,,a,a,NaN\n", "has the probability NaN for 'a', expected 0 to 1")]
    [InlineData("file,group,truth,predicted,a\nx,,a,a,\"1\n", "line 2")]
    [InlineData("file,group,truth,predicted,a,a\n", "labels must be different")]
    public void A_broken_table_is_one_clear_line(string text, string complaint)
    {
        using var folder = Places.Temporary();
        File.WriteAllText(folder.File("scores.csv"), text);

        var error = Assert.Throws<ResultsException>(() => Scores.Load(folder.File("scores.csv")));

        Assert.Contains(complaint, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Scores_that_do_not_fit_their_labels_are_refused()
    {
        Assert.Contains("x has 1 probabilities, but there are 2 labels", Refused(["a", "b"], new ClipScore("x", null, 0, [1])));
        Assert.Contains("x has the label number 2, but numbers go from 0 to 1", Refused(["a", "b"], new ClipScore("x", null, 2, [1, 0])));
        Assert.Contains("x has the probability 1.5 for 'b'", Refused(["a", "b"], new ClipScore("x", null, 0, [0, 1.5f])));
        Assert.Contains("group without a name", Refused(["a"], new ClipScore("x", "", 0, [1])));
        Assert.Contains("labels must be different", Refused(["a", ""]));

        static string Refused(string[] labels, params ClipScore[] clips) => Assert.Throws<ResultsException>(() => new Scores(labels, clips)).Message;
    }

    private static void Same(Scores expected, Scores actual)
    {
        Assert.Equal(expected.Labels, actual.Labels);
        Assert.Equal(expected.Clips.Count, actual.Clips.Count);
        foreach (var (wanted, read) in expected.Clips.Zip(actual.Clips))
        {
            Assert.Equal((wanted.Name, wanted.Group, wanted.Truth), (read.Name, read.Group, read.Truth));
            Assert.Equal(wanted.Probabilities.Select(BitConverter.SingleToInt32Bits), read.Probabilities.Select(BitConverter.SingleToInt32Bits));
        }
    }
}
