namespace Kinora.Data.Splitting;

/// <summary>
/// Divides a data set; pure functions of the data set and a seed. Each takes the numbers of the samples to divide, null for
/// all, and gives numbers of samples in ascending order.
/// </summary>
public static class Splitter
{
    /// <summary>
    /// Holds a part of every class out: 0.2 is the usual 80/20. Counts are scikit-learn's for
    /// <c>train_test_split(test_size=fraction, stratify=labels)</c>, save that a class of two or more always has a clip on each
    /// side, so a small class may make the held-out part larger. Groups are not looked at.
    /// </summary>
    /// <exception cref="DataException">A class has one clip only.</exception>
    public static Split Stratified(DataSet data, double fraction, long seed, IReadOnlyList<int>? among = null)
    {
        CheckFraction(fraction);
        among ??= All(data);
        var classes = ByClass(data, among);
        RefuseSingle(data, classes);
        var counts = classes.Select(clips => clips.Count).ToList();
        var train = Allocation.LargestRemainder(counts, among.Count - (int)Math.Ceiling(fraction * among.Count), Shuffle.Order(classes.Count, seed, 0, "classes"));
        var (kept, held) = (new List<int>(), new List<int>());
        foreach (var (label, clips) in classes.Index())
        {
            var order = Shuffle.Order(clips.Count, seed, 0, "split " + data.Labels[label]);
            var share = clips.Count == 0 ? 0 : Math.Clamp(train[label], 1, clips.Count - 1);
            kept.AddRange(order.Take(share).Select(i => clips[i]));
            held.AddRange(order.Skip(share).Select(i => clips[i]));
        }

        return new Split(Ascending(kept), Ascending(held));
    }

    /// <summary>
    /// Holds whole groups out, so that no person or recording is on both sides; classes as near to <paramref name="fraction"/>
    /// as groups allow. A class that one group alone has stays in training. A clip without a group is a group of its own.
    /// </summary>
    /// <exception cref="DataException">There are not two groups, or no group could be spared.</exception>
    public static Split GroupedStratified(DataSet data, double fraction, long seed, IReadOnlyList<int>? among = null)
    {
        CheckFraction(fraction);
        return GroupBalance.HoldOut(data, fraction, seed, among ?? All(data));
    }

    /// <summary>
    /// The split that the data itself gives: its train and val parts, or, without val, a part of train held out, whole groups
    /// where every clip has one. Its test part is in neither.
    /// </summary>
    /// <exception cref="DataException">The data names no part to train with.</exception>
    public static Split Given(DataSet data, double fraction, long seed)
    {
        if (data.Splits is null || !data.Splits.TryGetValue("train", out var train))
        {
            throw new DataException($"{data.Root} does not say what to train with; expected a train folder or list, or choose another split");
        }

        return data.Splits.TryGetValue("val", out var val) ? new Split(train, val) : HoldOut(data, fraction, seed, train);
    }

    /// <summary>Every group left out once, named by the group, in ordinal order.</summary>
    /// <exception cref="DataException">There are not two groups, or a clip has none.</exception>
    public static IReadOnlyList<Fold> LeaveOneGroupOut(DataSet data, IReadOnlyList<int>? among = null)
    {
        among ??= All(data);
        var without = among.Where(i => data.Samples[i].Group is null).Select(i => data.Samples[i].Name).ToList();
        if (without.Count > 0)
        {
            throw new DataException(
                $"{without.Count} of {Words.Count(among.Count, "clip")} of {data.Root} have no known group ({Words.List(without)}); leaving one group out needs one for every clip: name them in groups.tsv or the CSV's group column");
        }

        var groups = among.GroupBy(i => data.Samples[i].Group!, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        return groups.Count < 2
            ? throw new DataException($"{data.Root} has one group only, {data.GroupKind} {groups[0].Key}; leaving one out needs a second to train with")
            : [.. groups.Select(group => new Fold(group.Key, Ascending(among.Where(i => data.Samples[i].Group != group.Key)), Ascending(group)))];
    }

    /// <summary>Divides into <paramref name="count"/> folds with classes shared out evenly; groups are not looked at.</summary>
    /// <exception cref="DataException">A class has one clip only, or there are fewer clips than folds.</exception>
    public static IReadOnlyList<Fold> Folds(DataSet data, int count, long seed, IReadOnlyList<int>? among = null)
    {
        among ??= All(data);
        CheckFolds(count, among.Count, "clip", data);
        var classes = ByClass(data, among);
        RefuseSingle(data, classes);
        var folds = Empty(count);
        var next = 0;
        foreach (var (label, clips) in classes.Index())
        {
            // Dealt like cards, the next class where the last one ended: folds differ by one clip at most, and so does each class.
            foreach (var i in Shuffle.Order(clips.Count, seed, 0, "folds " + data.Labels[label]))
            {
                folds[next++ % count].Add(clips[i]);
            }
        }

        return Numbered(folds, among);
    }

    /// <summary>Divides into <paramref name="count"/> folds of whole groups, with classes shared out as evenly as groups allow. A clip without a group is a group of its own.</summary>
    /// <exception cref="DataException">There are fewer groups than folds.</exception>
    public static IReadOnlyList<Fold> GroupedFolds(DataSet data, int count, long seed, IReadOnlyList<int>? among = null)
    {
        among ??= All(data);
        CheckFolds(count, GroupBalance.Groups(data, among).Count, "group", data);
        return Numbered(GroupBalance.Deal(data, count, seed, among), among);
    }

    /// <summary>Holds a part of a fold's training side out, to choose the best epoch by: whole groups where every clip has one, else clips by class.</summary>
    /// <exception cref="DataException">The training side cannot be divided: it has one group only, or a class has one clip.</exception>
    public static Split Inner(DataSet data, Fold fold, double fraction, long seed) => HoldOut(data, fraction, seed, fold.Train);

    /// <summary>Draws <paramref name="count"/> clips, classes in proportion by largest remainder.</summary>
    /// <exception cref="DataException">There are not that many.</exception>
    public static IReadOnlyList<int> Subset(DataSet data, int count, long seed, IReadOnlyList<int>? among = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        among ??= All(data);
        if (count > among.Count)
        {
            throw new DataException($"a subset of {Words.Count(count, "clip")} was asked for, but {data.Root} has {among.Count}; ask for fewer");
        }

        var classes = ByClass(data, among);
        var shares = Allocation.LargestRemainder([.. classes.Select(clips => clips.Count)], count, Shuffle.Order(classes.Count, seed, 0, "classes"));
        return Ascending(classes.Index().SelectMany(clips =>
            Shuffle.Order(clips.Item.Count, seed, 0, "subset " + data.Labels[clips.Index]).Take(shares[clips.Index]).Select(i => clips.Item[i])));
    }

    private static Split HoldOut(DataSet data, double fraction, long seed, IReadOnlyList<int> among) =>
        among.All(i => data.Samples[i].Group is not null) ? GroupedStratified(data, fraction, seed, among) : Stratified(data, fraction, seed, among);

    private static int[] All(DataSet data) => [.. Enumerable.Range(0, data.Samples.Count)];

    private static IReadOnlyList<int> Ascending(IEnumerable<int> numbers) => [.. numbers.Order()];

    private static List<List<int>> ByClass(DataSet data, IReadOnlyList<int> among)
    {
        var classes = Empty(data.Labels.Count);
        foreach (var i in among)
        {
            classes[data.Samples[i].Label].Add(i);
        }

        return classes;
    }

    private static List<List<int>> Empty(int count) => [.. Enumerable.Range(0, count).Select(_ => new List<int>())];

    private static IReadOnlyList<Fold> Numbered(List<List<int>> folds, IReadOnlyList<int> among) =>
        [.. folds.Index().Select(fold => new Fold($"fold {fold.Index + 1}", Ascending(among.Except(fold.Item)), Ascending(fold.Item)))];

    private static void CheckFraction(double fraction)
    {
        if (fraction is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, $"the fraction to hold out is {fraction}; expected more than 0 and less than 1");
        }
    }

    private static void CheckFolds(int count, int parts, string what, DataSet data)
    {
        if (count < 2 || count > parts)
        {
            throw new DataException($"{Words.Count(count, "fold")} asked for, but {data.Root} has {Words.Count(parts, what)}; expected from 2 to {parts}");
        }
    }

    private static void RefuseSingle(DataSet data, List<List<int>> classes)
    {
        var single = classes.Index().Where(clips => clips.Item.Count == 1).Select(clips => data.Labels[clips.Index]).ToList();
        if (single.Count > 0)
        {
            throw new DataException(
                $"{data.Root} cannot be split: {Words.Count(single.Count, "class has", "classes have")} one clip only ({Words.List(single)}), and both sides need one; add clips or take {(single.Count == 1 ? "that class" : "those classes")} out");
        }
    }
}
