using Kinora.Data;

namespace Kinora.Cli.Verbs;

/// <summary>A list that divides the clips of a folder. What the folder knows of groups, the list need not repeat.</summary>
internal static class ListedSplit
{
    /// <summary>Opens a list; clips that it gives no group take the one that the folder's data set has for the same file.</summary>
    /// <param name="path">The list.</param>
    /// <param name="folder">The data set whose clips it lists.</param>
    /// <exception cref="DataException">It cannot be read, or names no parts.</exception>
    public static DataSet Open(string path, DataSet folder)
    {
        var list = DataSets.Open(path);
        if (list.Splits is null)
        {
            throw new DataException($"{path} does not say which clips train and which are measured; expected a column split with train, val or test in every line");
        }

        var groups = folder.Samples.Where(sample => sample.Group is not null).ToDictionary(sample => Path.GetFullPath(sample.Path), sample => sample.Group, StringComparer.Ordinal);
        return list with
        {
            Samples = [.. list.Samples.Select(sample => sample with { Group = sample.Group ?? groups.GetValueOrDefault(Path.GetFullPath(sample.Path)) })],
            GroupKind = folder.GroupKind ?? list.GroupKind,
        };
    }
}
