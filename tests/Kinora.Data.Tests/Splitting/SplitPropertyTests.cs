using FsCheck;
using FsCheck.Fluent;
using Kinora.Data.Splitting;

namespace Kinora.Data.Tests.Splitting;

public sealed class SplitPropertyTests
{
    private static readonly Gen<(int[] Counts, long Seed, double Fraction)> Ungrouped =
        from counts in Gen.Choose(2, 40).ArrayOf().Where(counts => counts.Length is >= 2 and <= 12)
        from seed in Gen.Choose(int.MinValue, int.MaxValue)
        from percent in Gen.Choose(5, 95)
        select (counts, (long)seed, percent / 100.0);

    // Every group has its number of clips of each class, some none.
    private static readonly Gen<(DataSet Data, long Seed, double Fraction)> Grouped =
        from groups in Gen.Choose(2, 12)
        from classes in Gen.Choose(2, 6)
        from clips in Gen.Choose(0, 5).ArrayOf(groups * classes)
        from seed in Gen.Choose(int.MinValue, int.MaxValue)
        from percent in Gen.Choose(5, 95)
        let cells = Enumerable.Range(0, groups * classes).SelectMany(cell => Enumerable.Repeat((Label: cell / groups, Group: $"g{cell % groups}"), clips[cell])).ToList()
        where cells.Select(cell => cell.Group).Distinct().Count() >= 2
        select (Made.Of([.. Enumerable.Range(0, classes).Select(label => cells.Count(cell => cell.Label == label))], i => cells[i].Group), (long)seed, percent / 100.0);

    [Fact]
    public void A_stratified_split_is_a_partition_with_every_class_within_one_clip() => Check(Ungrouped, made =>
    {
        var data = Made.Of(made.Counts);
        var split = Splitter.Stratified(data, made.Fraction, made.Seed);
        Partition(data.Samples.Count, split.Train, split.Validation);
        var total = (double)data.Samples.Count;
        var share = 1 - (Math.Ceiling(made.Fraction * total) / total);
        foreach (var (label, train) in Made.PerClass(data, split.Train).Index())
        {
            Assert.InRange(train, 1, made.Counts[label] - 1);
            Assert.True(Math.Abs(train - (made.Counts[label] * share)) < 1 || train == 1 || train == made.Counts[label] - 1, $"{train} of {made.Counts[label]}");
        }

        Same(split, Splitter.Stratified(data, made.Fraction, made.Seed));
    });

    [Fact]
    public void A_grouped_split_is_a_partition_that_no_group_crosses_and_training_keeps_every_class() => Check(Grouped, made =>
    {
        Split split;
        try
        {
            split = Splitter.GroupedStratified(made.Data, made.Fraction, made.Seed);
        }
        catch (DataException)
        {
            // Refused only where each group holds a class alone, so that none can be spared.
            Assert.All(made.Data.Samples.GroupBy(sample => sample.Group), group =>
                Assert.Contains(made.Data.Samples.GroupBy(sample => sample.Label), label => label.All(sample => sample.Group == group.Key)));
            return;
        }

        Partition(made.Data.Samples.Count, split.Train, split.Validation);
        NoGroupCrosses(made.Data, split.Train, split.Validation);
        Assert.Equal(made.Data.Samples.Select(sample => sample.Label).Distinct().Count(), split.Train.Select(i => made.Data.Samples[i].Label).Distinct().Count());
        Same(split, Splitter.GroupedStratified(made.Data, made.Fraction, made.Seed));
    });

    [Fact]
    public void Leaving_one_group_out_tests_every_clip_once_and_no_group_crosses() => Check(Grouped, made =>
    {
        var folds = Splitter.LeaveOneGroupOut(made.Data);
        Assert.Equal(Enumerable.Range(0, made.Data.Samples.Count), folds.SelectMany(fold => fold.Test).Order());
        foreach (var fold in folds)
        {
            Partition(made.Data.Samples.Count, fold.Train, fold.Test);
            NoGroupCrosses(made.Data, fold.Train, fold.Test);
            Assert.All(fold.Test, i => Assert.Equal(fold.Name, made.Data.Samples[i].Group));
        }
    });

    [Fact]
    public void An_inner_split_never_touches_the_group_left_out() => Check(Grouped, made =>
    {
        foreach (var fold in Splitter.LeaveOneGroupOut(made.Data))
        {
            try
            {
                var inner = Splitter.Inner(made.Data, fold, made.Fraction, made.Seed);
                Assert.Equal(fold.Train, inner.Train.Concat(inner.Validation).Order());
                NoGroupCrosses(made.Data, inner.Train, inner.Validation);
            }
            catch (DataException e)
            {
                Assert.Contains("group", e.Message, StringComparison.Ordinal);
            }
        }
    });

    [Fact]
    public void Folds_test_every_clip_once_with_classes_within_one_clip() => Check(Ungrouped, made =>
    {
        var data = Made.Of(made.Counts);
        var count = 2 + (int)(made.Fraction * (Math.Min(10, data.Samples.Count) - 2));
        var folds = Splitter.Folds(data, count, made.Seed);
        Assert.Equal(Enumerable.Range(0, data.Samples.Count), folds.SelectMany(fold => fold.Test).Order());
        Assert.InRange(folds.Max(fold => fold.Test.Count) - folds.Min(fold => fold.Test.Count), 0, 1);
        Assert.All(folds, fold => Partition(data.Samples.Count, fold.Train, fold.Test));
        for (var label = 0; label < made.Counts.Length; label++)
        {
            var inFold = folds.Select(fold => Made.PerClass(data, fold.Test)[label]).ToList();
            Assert.InRange(inFold.Max() - inFold.Min(), 0, 1);
        }
    });

    [Fact]
    public void Grouped_folds_test_every_clip_once_and_none_is_empty() => Check(Grouped, made =>
    {
        var groups = made.Data.Samples.Select(sample => sample.Group).Distinct().Count();
        var count = 2 + (int)(made.Fraction * (groups - 2));
        var folds = Splitter.GroupedFolds(made.Data, count, made.Seed);
        Assert.Equal(Enumerable.Range(0, made.Data.Samples.Count), folds.SelectMany(fold => fold.Test).Order());
        Assert.All(folds, fold =>
        {
            Assert.NotEmpty(fold.Test);
            NoGroupCrosses(made.Data, fold.Train, fold.Test);
        });
    });

    [Fact]
    public void A_subset_has_its_size_and_classes_within_one_clip() => Check(Ungrouped, made =>
    {
        var data = Made.Of(made.Counts);
        var count = Math.Max(1, (int)(made.Fraction * data.Samples.Count));
        var subset = Splitter.Subset(data, count, made.Seed);
        Assert.Equal(count, subset.Distinct().Count());
        foreach (var (label, chosen) in Made.PerClass(data, subset).Index())
        {
            Assert.True(Math.Abs(chosen - ((double)made.Counts[label] * count / data.Samples.Count)) < 1, $"{chosen} of {made.Counts[label]}");
        }

        Assert.Equal(subset, Splitter.Subset(data, count, made.Seed));
    });

    private static void Check<T>(Gen<T> generator, Action<T> property) =>
        Prop.ForAll(generator.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithQuietOnSuccess(true));

    private static void Partition(int count, IReadOnlyList<int> one, IReadOnlyList<int> other)
    {
        Assert.Equal(Enumerable.Range(0, count), one.Concat(other).Order());
        Assert.Equal(one.Order(), one);
        Assert.Equal(other.Order(), other);
    }

    private static void NoGroupCrosses(DataSet data, IEnumerable<int> one, IEnumerable<int> other) =>
        Assert.Empty(one.Select(i => data.Samples[i].Group).Intersect(other.Select(i => data.Samples[i].Group)));

    private static void Same(Split expected, Split actual)
    {
        Assert.Equal(expected.Train, actual.Train);
        Assert.Equal(expected.Validation, actual.Validation);
    }
}
