using System.Globalization;
using System.Text;
using Kinora.Data.Splitting;
using Kinora.Tests;
using Kinora.Video.Sampling;

namespace Kinora.Data.Tests.Splitting;

public sealed class SplitterTests
{
    [Fact]
    public void Class_counts_equal_those_of_scikit_learn()
    {
        // Where remainders are equal scikit-learn draws lots of its own, so cases have none that matter; classes are large enough
        // for one clip on each side without our saying so.
        var draw = new ClipDraw(1, 0, "cases");
        var cases = Enumerable.Range(0, 2000)
            .Select(i => (Fraction: draw.Below(i, 9) * 0.1 / 2 + 0.05, Counts: Enumerable.Range(0, 2 + (i % 20)).Select(label => 20 + draw.Below((i * 100) + label, 150)).ToArray()))
            .Where(made => RemaindersDiffer(made.Counts, made.Fraction)).Take(300).ToList();
        Assert.Equal(300, cases.Count);
        using var folder = Places.Temporary();
        File.WriteAllLines(folder.File("cases"), cases.Select(made => string.Create(CultureInfo.InvariantCulture, $"{made.Fraction:R} {string.Join(' ', made.Counts)}")));
        var expected = Encoding.UTF8.GetString(Places.Python(Path.Combine(Places.Repository, "tests/Kinora.Data.Tests/reference/stratified.py"), folder.File("cases")));
        Assert.Equal(expected.TrimEnd().Split('\n'), cases.Select(made =>
        {
            var data = Made.Of(made.Counts);
            var split = Splitter.Stratified(data, made.Fraction, seed: 42);
            return $"{string.Join(' ', Made.PerClass(data, split.Train))} | {string.Join(' ', Made.PerClass(data, split.Validation))}";
        }));
    }

    [Fact]
    public void The_order_of_a_seed_never_changes()
    {
        // Made by an independent SplitMix64 with FNV-1a in reference/shuffle.py.
        Assert.Equal([0, 6, 3, 9, 4, 5, 1, 8, 7, 2], Shuffle.Order(10, seed: 42, epoch: 0, "clips"));
    }

    [Fact]
    public void Seeds_and_epochs_give_other_orders()
    {
        var orders = (from seed in Enumerable.Range(0, 5) from epoch in Enumerable.Range(0, 5) select string.Join(' ', Shuffle.Order(20, seed, epoch, "clips"))).ToList();
        Assert.Equal(25, orders.Distinct().Count());
    }

    [Fact]
    public void Every_order_of_four_is_equally_likely()
    {
        var counts = Enumerable.Range(0, 24_000).GroupBy(seed => string.Join(' ', Shuffle.Order(4, seed, 0, "clips"))).Select(order => order.Count()).ToList();
        Assert.Equal(24, counts.Count);
        // Chi-squared with 23 degrees of freedom stays under 49.7 in 999 of 1,000 trials.
        Assert.InRange(counts.Sum(count => (count - 1000.0) * (count - 1000.0) / 1000.0), 0, 49.7);
    }

    [Fact]
    public void A_class_of_two_has_a_clip_on_each_side()
    {
        var data = Made.Of([50, 2, 2, 2]);
        var split = Splitter.Stratified(data, 0.1, seed: 1);
        // Largest remainder alone would leave the three small classes out of validation: 44, 2, 2, 2 and 6, 0, 0, 0.
        Assert.Equal([44, 1, 1, 1], Made.PerClass(data, split.Train));
        Assert.Equal([6, 1, 1, 1], Made.PerClass(data, split.Validation));
    }

    [Fact]
    public void A_class_that_one_group_alone_has_stays_in_training()
    {
        // Group 2 alone has class 1.
        var data = Made.Of([9, 3], i => i < 9 ? $"g{i / 3}" : "g2");
        for (var seed = 0; seed < 20; seed++)
        {
            var split = Splitter.GroupedStratified(data, 0.4, seed);
            Assert.DoesNotContain("g2", split.Validation.Select(i => data.Samples[i].Group));
            Assert.NotEmpty(split.Validation);
        }
    }

    [Fact]
    public void Groups_that_each_have_a_class_of_their_own_cannot_be_divided()
    {
        var data = Made.Of([2, 2, 2], i => $"g{i / 2}");
        Assert.Contains("no group of made can be held out", Assert.Throws<DataException>(() => Splitter.GroupedStratified(data, 0.3, 1)).Message, StringComparison.Ordinal);
        var one = Made.Of([2, 2], _ => "anna");
        Assert.Contains("one group only to divide (person anna)", Assert.Throws<DataException>(() => Splitter.GroupedStratified(one, 0.3, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("one group only, person anna", Assert.Throws<DataException>(() => Splitter.LeaveOneGroupOut(one)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_seed_chooses_which_of_equal_groups_is_held_out()
    {
        var data = Made.Of([7, 7, 7], i => $"p{i % 7}");
        var held = Enumerable.Range(0, 50).Select(seed => string.Join(' ', Splitter.GroupedStratified(data, 0.2, seed).Validation.Select(i => data.Samples[i].Group).Distinct())).Distinct().ToList();
        Assert.Equal(["p0", "p1", "p2", "p3", "p4", "p5", "p6"], held.Order());
    }

    [Fact]
    public void A_given_split_is_taken_as_it_is_and_completed_where_validation_is_missing()
    {
        var data = Made.Of([10, 10]);
        Assert.Contains("does not say what to train with", Assert.Throws<DataException>(() => Splitter.Given(data, 0.2, 1)).Message, StringComparison.Ordinal);
        int[] train = [.. Enumerable.Range(0, 5), .. Enumerable.Range(10, 5)];
        int[] test = [.. Enumerable.Range(0, 20).Except(train)];
        var withTest = data with { Splits = new Dictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal) { ["train"] = train, ["test"] = test } };
        var split = Splitter.Given(withTest, 0.2, 1);
        Assert.Equal(train, split.Train.Concat(split.Validation).Order());
        Assert.Equal([1, 1], Made.PerClass(data, split.Validation));
        var withVal = data with { Splits = new Dictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal) { ["train"] = train, ["val"] = test } };
        Assert.Equal((train, test), (Splitter.Given(withVal, 0.2, 1).Train, Splitter.Given(withVal, 0.2, 1).Validation));
    }

    [Fact]
    public void Too_large_a_subset_and_too_many_folds_are_refused()
    {
        var data = Made.Of([3, 3], i => $"g{i % 2}");
        Assert.Equal("a subset of 7 clips was asked for, but made has 6; ask for fewer", Assert.Throws<DataException>(() => Splitter.Subset(data, 7, 1)).Message);
        Assert.Equal("7 folds asked for, but made has 6 clips; expected from 2 to 6", Assert.Throws<DataException>(() => Splitter.Folds(data, 7, 1)).Message);
        Assert.Equal("3 folds asked for, but made has 2 groups; expected from 2 to 2", Assert.Throws<DataException>(() => Splitter.GroupedFolds(data, 3, 1)).Message);
    }

    private static bool RemaindersDiffer(int[] counts, double fraction)
    {
        long total = counts.Sum();
        var train = total - (long)Math.Ceiling(fraction * total);
        return counts.Select(count => count * train % total).Distinct().Count() == counts.Length;
    }
}
