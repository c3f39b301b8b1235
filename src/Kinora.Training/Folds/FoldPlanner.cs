using Kinora.Data;
using Kinora.Data.Splitting;

namespace Kinora.Training.Folds;

/// <summary>Divides a data set as the options ask; a pure function of both, so evaluation finds the clips that training held out.</summary>
public static class FoldPlanner
{
    /// <summary>The folds of a run.</summary>
    /// <exception cref="DataException">The data cannot be divided that way; the message says why and what to do.</exception>
    public static FoldPlan Plan(DataSet data, TrainingOptions options)
    {
        if (data.Labels.Count < 2)
        {
            throw new DataException($"{data.Root} holds one class only ({string.Join(", ", data.Labels)}); telling actions apart needs at least two");
        }

        var among = options.Subset > 0 ? Splitter.Subset(data, options.Subset, options.Seed) : null;
        return Resolve(data, options.Split) switch
        {
            SplitKind.Official => Official(data, options, among),
            SplitKind.Group => Grouped(data, options, among),
            SplitKind.LeaveOneGroupOut => LeaveOneGroupOut(data, options, among),
            _ => Random(data, options, among),
        };
    }

    private static SplitKind Resolve(DataSet data, SplitKind asked) => asked switch
    {
        SplitKind.Auto when data.Splits is not null => SplitKind.Official,
        SplitKind.Auto when data.HasGroups && data.Samples.DistinctBy(sample => sample.Group).Skip(1).Any() => SplitKind.Group,
        SplitKind.Auto => SplitKind.Random,
        _ => asked,
    };

    private static FoldPlan Random(DataSet data, TrainingOptions options, IReadOnlyList<int>? among)
    {
        var split = Splitter.Stratified(data, options.Validation, options.Seed, among);
        return Single(split, $"random, stratified, {options.Validation:P0} held out, seed {options.Seed}", Leak(data, split.Train, split.Validation));
    }

    private static FoldPlan Grouped(DataSet data, TrainingOptions options, IReadOnlyList<int>? among)
    {
        var split = Splitter.GroupedStratified(data, options.Validation, options.Seed, among);
        return Single(split, $"whole groups ({data.GroupKind ?? "group"}), stratified, about {options.Validation:P0} held out, seed {options.Seed}", null);
    }

    private static FoldPlan Official(DataSet data, TrainingOptions options, IReadOnlyList<int>? among)
    {
        var split = Splitter.Given(data, options.Validation, options.Seed);
        split = new Split(Among(split.Train, among), Among(split.Validation, among));
        if (data.Splits!.TryGetValue("test", out var test))
        {
            var chosen = data.Splits.ContainsKey("val") ? "the data's validation list" : $"{options.Validation:P0} of the training list";
            test = Among(test, among);
            return new FoldPlan(
                [new TrainingFold("", split.Train, split.Validation, test)],
                "the data's own training and test lists",
                chosen,
                Leak(data, [.. split.Train, .. split.Validation], test));
        }

        return Single(split, "the data's own training and validation lists", Leak(data, split.Train, split.Validation));
    }

    private static FoldPlan LeaveOneGroupOut(DataSet data, TrainingOptions options, IReadOnlyList<int>? among)
    {
        var folds = Splitter.LeaveOneGroupOut(data, among).Select(fold =>
        {
            if (options.InnerValidation == 0)
            {
                return new TrainingFold(fold.Name, fold.Train, [], fold.Test);
            }

            var inner = Splitter.Inner(data, fold, options.InnerValidation, options.Seed);
            return new TrainingFold(fold.Name, inner.Train, inner.Validation, fold.Test);
        });
        var kind = data.GroupKind ?? "group";
        return new FoldPlan(
            [.. folds],
            $"each {kind} left out in turn",
            options.InnerValidation == 0 ? "none: the last epoch is taken" : $"whole groups ({kind}), about {options.InnerValidation:P0} of each fold's training side",
            null);
    }

    private static FoldPlan Single(Split split, string words, string? caution) =>
        new([new TrainingFold("", split.Train, split.Validation, split.Validation)], words, "the clips that are measured: they chose the best epoch", caution);

    private static IReadOnlyList<int> Among(IReadOnlyList<int> samples, IReadOnlyList<int>? among) =>
        among is null ? samples : [.. samples.Intersect(among)];

    // The cheap part of an audit: the same person or source on both sides, or nobody knows.
    private static string? Leak(DataSet data, IReadOnlyList<int> train, IReadOnlyList<int> held)
    {
        if (!data.HasGroups)
        {
            return "groups are unknown: clips of one person or source may stand on both sides, and the score may be too good";
        }

        var seen = train.Select(i => data.Samples[i].Group).ToHashSet();
        var shared = held.Count(i => seen.Contains(data.Samples[i].Group));
        return shared == 0
            ? null
            : $"{shared} of {held.Count} measured clips share their {data.GroupKind ?? "group"} with a training clip: the score is too good; --split group keeps them apart";
    }
}
