namespace Kinora.Data.Splitting;

/// <summary>Shares whole groups out so that classes come as near to their shares as groups allow.</summary>
internal static class GroupBalance
{
    /// <summary>Clips of one group: their numbers, and how many there are of each class.</summary>
    public sealed record Group(IReadOnlyList<int> Clips, int[] PerClass);

    /// <summary>The groups of some clips, in ordinal order of their names; clips without one come last, each by itself.</summary>
    public static List<Group> Groups(DataSet data, IReadOnlyList<int> among) =>
    [
        .. among.GroupBy(i => (data.Samples[i].Group, data.Samples[i].Group is null ? i : -1))
            .OrderBy(group => group.Key.Item2).ThenBy(group => group.Key.Group, StringComparer.Ordinal)
            .Select(group => new Group([.. group], PerClass(data, group))),
    ];

    /// <summary>Chooses the groups to hold out: local search from none, in seeded order, each group changing sides while that helps.</summary>
    public static Split HoldOut(DataSet data, double fraction, long seed, IReadOnlyList<int> among)
    {
        var groups = Groups(data, among);
        if (groups.Count < 2)
        {
            throw new DataException($"{data.Root} has one group only to divide ({data.GroupKind} {data.Samples[among[0]].Group}); holding one out needs a second to train with");
        }

        var total = PerClass(data, among);
        var held = new int[total.Length];
        var side = new bool[groups.Count];
        var best = Fit(total, held, fraction);
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var g in Shuffle.Order(groups.Count, seed, 0, "groups"))
            {
                Move(held, groups[g], side[g] ? -1 : 1);
                var fit = Fit(total, held, fraction);
                if (fit.CompareTo(best) < 0)
                {
                    (best, side[g], changed) = (fit, !side[g], true);
                }
                else
                {
                    Move(held, groups[g], side[g] ? 1 : -1);
                }
            }
        }

        return side.Contains(true)
            ? new Split([.. Clips(groups, side, false).Order()], [.. Clips(groups, side, true).Order()])
            : throw new DataException($"no group of {data.Root} can be held out: each of its {groups.Count} has a class that no other has; expected classes that are shared between groups");
    }

    /// <summary>Deals the groups out to folds, the largest first, each to the fold where the classes then differ least between folds.</summary>
    public static List<List<int>> Deal(DataSet data, int count, long seed, IReadOnlyList<int> among)
    {
        var groups = Groups(data, among);
        var total = PerClass(data, among);
        var folds = Enumerable.Range(0, count).Select(_ => new List<int>()).ToList();
        var held = folds.Select(_ => new int[total.Length]).ToList();
        foreach (var g in Shuffle.Order(groups.Count, seed, 0, "groups").OrderByDescending(g => groups[g].Clips.Count))
        {
            var fold = Enumerable.Range(0, count).MinBy(f => (Cost(total, held[f], groups[g]), folds[f].Count));
            Move(held[fold], groups[g], 1);
            folds[fold].AddRange(groups[g].Clips);
        }

        return folds;
    }

    // What adding the group adds to the sum over folds and classes of squared shares; least when all folds end up alike.
    private static double Cost(int[] total, int[] held, Group group)
    {
        var cost = 0.0;
        for (var label = 0; label < total.Length; label++)
        {
            if (total[label] > 0)
            {
                var (before, after) = ((double)held[label] / total[label], (double)(held[label] + group.PerClass[label]) / total[label]);
                cost += (after * after) - (before * before);
            }
        }

        return cost;
    }

    // First that training keeps every class, then that validation has every class, then how near the shares are.
    private static (int Untrained, int Unseen, double Distance) Fit(int[] total, int[] held, double fraction)
    {
        var (untrained, unseen, distance) = (0, 0, 0.0);
        for (var label = 0; label < total.Length; label++)
        {
            if (total[label] > 0)
            {
                untrained += held[label] == total[label] ? 1 : 0;
                unseen += held[label] == 0 ? 1 : 0;
                var off = ((double)held[label] / total[label]) - fraction;
                distance += off * off;
            }
        }

        return (untrained, unseen, distance);
    }

    private static void Move(int[] held, Group group, int sign)
    {
        for (var label = 0; label < held.Length; label++)
        {
            held[label] += sign * group.PerClass[label];
        }
    }

    private static IEnumerable<int> Clips(List<Group> groups, bool[] side, bool wanted) => groups.Where((_, g) => side[g] == wanted).SelectMany(group => group.Clips);

    private static int[] PerClass(DataSet data, IEnumerable<int> clips)
    {
        var counts = new int[data.Labels.Count];
        foreach (var i in clips)
        {
            counts[data.Samples[i].Label]++;
        }

        return counts;
    }
}
