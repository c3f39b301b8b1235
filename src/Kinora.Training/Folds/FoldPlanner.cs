using Kinora.Data;
using Kinora.Data.Audit;
using Kinora.Data.Splitting;

namespace Kinora.Training.Folds;

/// <summary>Divides a data set as the options ask; a pure function of both, so evaluation finds the clips that training held out.</summary>
public static class FoldPlanner
{
    // Of the training side, with each group left out in turn.
    private const double InnerDefault = 0.2;
    private const string LastEpoch = "none: the last epoch is taken";

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
        return Single(data, options, split, $"random, stratified, {options.Validation:P0} held out, seed {options.Seed}");
    }

    private static FoldPlan Grouped(DataSet data, TrainingOptions options, IReadOnlyList<int>? among)
    {
        var split = Splitter.GroupedStratified(data, options.Validation, options.Seed, among);
        return Single(data, options, split, $"whole groups ({data.GroupKind ?? "group"}), stratified, about {options.Validation:P0} held out, seed {options.Seed}");
    }

    private static FoldPlan Official(DataSet data, TrainingOptions options, IReadOnlyList<int>? among)
    {
        var split = Splitter.Given(data, options.InnerValidation is > 0 and { } inner ? inner : options.Validation, options.Seed);
        split = new Split(Among(split.Train, among), Among(split.Validation, among));
        if (!data.Splits!.TryGetValue("test", out var test))
        {
            return Single(data, options, split, data.OfficialSplit ?? "the data's own training and validation lists");
        }

        var words = data.OfficialSplit ?? "the data's own training and test lists";
        test = Among(test, among);
        IReadOnlyList<int> all = [.. split.Train.Concat(split.Validation).Order()];
        return options.InnerValidation == 0
            ? Judged(data, [new TrainingFold("", all, [], test)], words, LastEpoch)
            : Judged(
                data,
                [new TrainingFold("", split.Train, split.Validation, test)],
                words,
                data.Splits.ContainsKey("val") ? "the data's validation list" : $"{options.InnerValidation ?? options.Validation:P0} of the training list");
    }

    private static FoldPlan LeaveOneGroupOut(DataSet data, TrainingOptions options, IReadOnlyList<int>? among)
    {
        var fraction = options.InnerValidation ?? InnerDefault;
        return Judged(
            data,
            [.. Splitter.LeaveOneGroupOut(data, among).Select(fold => Inner(data, fold, fraction, options.Seed))],
            $"each {data.GroupKind ?? "group"} left out in turn",
            InnerWords(data, fraction));
    }

    // One division. What is held out chooses the epoch too, unless a part of the training side is asked to.
    private static FoldPlan Single(DataSet data, TrainingOptions options, Split split, string words) =>
        options.InnerValidation is { } fraction
            ? Judged(data, [Inner(data, new Fold("", split.Train, split.Validation), fraction, options.Seed)], words, InnerWords(data, fraction))
            : Judged(data, [new TrainingFold("", split.Train, split.Validation, split.Validation)], words, "the clips that are measured: they chose the best epoch");

    private static FoldPlan Judged(DataSet data, IReadOnlyList<TrainingFold> folds, string words, string chosenOn) =>
        new(folds, words, chosenOn, SplitCheck.Cheap(data, [.. folds.Select(fold => fold.Sides)]));

    private static TrainingFold Inner(DataSet data, Fold fold, double fraction, int seed)
    {
        if (fraction == 0)
        {
            return new TrainingFold(fold.Name, fold.Train, [], fold.Test);
        }

        var inner = Splitter.Inner(data, fold, fraction, seed);
        return new TrainingFold(fold.Name, inner.Train, inner.Validation, fold.Test);
    }

    private static string InnerWords(DataSet data, double fraction) =>
        fraction == 0 ? LastEpoch
        : data.HasGroups ? $"whole groups ({data.GroupKind ?? "group"}), about {fraction:P0} of the training side"
        : $"about {fraction:P0} of the training side";

    private static IReadOnlyList<int> Among(IReadOnlyList<int> samples, IReadOnlyList<int>? among) =>
        among is null ? samples : [.. samples.Intersect(among)];
}
