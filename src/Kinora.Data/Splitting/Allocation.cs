namespace Kinora.Data.Splitting;

/// <summary>Shares a number of clips out among classes.</summary>
internal static class Allocation
{
    /// <summary>
    /// Shares <paramref name="total"/> out in proportion to <paramref name="counts"/> by largest remainder, as scikit-learn's
    /// stratified splits do: every class gets its exact share rounded down, and the classes with the largest rest get one more.
    /// Equal rests go in the order that <paramref name="order"/> gives the classes.
    /// </summary>
    /// <param name="counts">Clips of each class.</param>
    /// <param name="total">How many to give out, at most the sum of the counts.</param>
    /// <param name="order">A rank for each class, all different.</param>
    public static int[] LargestRemainder(IReadOnlyList<int> counts, int total, IReadOnlyList<int> order)
    {
        long sum = counts.Sum();
        var shares = counts.Select(count => sum == 0 ? 0 : (int)(count * (long)total / sum)).ToArray();
        var rest = total - shares.Sum();
        foreach (var label in Enumerable.Range(0, counts.Count).OrderByDescending(label => sum == 0 ? 0 : counts[label] * (long)total % sum).ThenBy(label => order[label]).Take(rest))
        {
            shares[label]++;
        }

        return shares;
    }
}
