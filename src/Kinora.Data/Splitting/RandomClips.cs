namespace Kinora.Data.Splitting;

/// <summary>Random clips of a data set, spread evenly over its classes; a pure function of the data and the seed.</summary>
public static class RandomClips
{
    /// <summary>
    /// Looks at random clips. As many of each class as of any other, as far as the classes have them; where there are more
    /// classes than clips asked for, the classes are random too.
    /// </summary>
    /// <param name="data">The data set.</param>
    /// <param name="count">How many clips.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="look">Called on each clip in turn; where it gives null, another clip of the same class takes its place.</param>
    /// <returns>What <paramref name="look"/> gave, by class in the order of <see cref="DataSet.Labels"/>; starts when enumerated.</returns>
    public static IEnumerable<T> Look<T>(DataSet data, int count, long seed, Func<Sample, T?> look)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(look);
        var wanted = Share(data, count, seed);
        foreach (var clips in data.Samples.GroupBy(sample => sample.Label).OrderBy(clips => clips.Key))
        {
            Sample[] ofClass = [.. clips];
            var order = Shuffle.Order(ofClass.Length, seed, 0, $"random clips of {data.Labels[clips.Key]}");
            var found = order.Select(place => look(ofClass[place])).OfType<T>();
            foreach (var one in found.Take(wanted[clips.Key]))
            {
                yield return one;
            }
        }
    }

    /// <summary>How many clips of each class: one to each in turn, in a random order of the classes.</summary>
    private static int[] Share(DataSet data, int count, long seed)
    {
        var there = data.ClipsPerLabel();
        var share = new int[there.Length];
        var order = Shuffle.Order(there.Length, seed, 0, "random classes");
        for (var left = Math.Min(count, there.Sum()); left > 0;)
        {
            foreach (var label in order.Where(label => share[label] < there[label]).Take(left))
            {
                share[label]++;
                left--;
            }
        }

        return share;
    }
}
