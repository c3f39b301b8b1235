namespace Kinora.Data.Tests.Splitting;

/// <summary>Data sets without files, for splits.</summary>
internal static class Made
{
    /// <summary>As many clips of each class as the counts say; groups by clip number, null for none.</summary>
    public static DataSet Of(IReadOnlyList<int> counts, Func<int, string?>? group = null)
    {
        var labels = counts.SelectMany((count, label) => Enumerable.Repeat(label, count)).ToList();
        return new DataSet(
            "made", "folders", [.. counts.Select((_, label) => $"class {label}")],
            [.. labels.Select((label, i) => new Sample($"class {label}/{i}.avi", $"/made/{i}.avi", label, group?.Invoke(i)))],
            Splits: null, group is null ? null : "person", Notices: []);
    }

    public static int[] PerClass(DataSet data, IEnumerable<int> clips)
    {
        var counts = new int[data.Labels.Count];
        foreach (var i in clips)
        {
            counts[data.Samples[i].Label]++;
        }

        return counts;
    }
}
