namespace Kinora.Data.Readers;

/// <summary>Finds the lists that come with a published data set: in the data folder, in a folder within, or beside the data folder.</summary>
/// <param name="Folder">Where they lie.</param>
/// <param name="Inside">The folder's path below the data's root with a '/' at its end; "" for the root itself, null where the lists lie beside the data.</param>
internal sealed record SplitLists(string Folder, string? Inside)
{
    /// <summary>Finds the folder that holds a list.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="list">The list's file name.</param>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="DataException">Several folders beside the data hold it.</exception>
    public static SplitLists? Find(DataFolder data, string list)
    {
        // UCF101/UCF-101/... and UCF101/ucfTrainTestlist/... : the least deep one.
        var within = data.Others.Where(name => name == list || name.EndsWith("/" + list, StringComparison.Ordinal))
            .MinBy(name => name.Count(letter => letter == '/'));
        if (within is not null)
        {
            var inside = within[..^list.Length];
            return new SplitLists(data.PathOf(inside), inside);
        }

        if (Path.GetDirectoryName(data.Root) is not { } parent)
        {
            return null;
        }

        if (File.Exists(Path.Combine(parent, list)))
        {
            return new SplitLists(parent, Inside: null);
        }

        var beside = Beside(parent).Where(folder => folder != data.Root && File.Exists(Path.Combine(folder, list))).Order(StringComparer.Ordinal).ToList();
        return beside.Count switch
        {
            0 => null,
            1 => new SplitLists(beside[0], Inside: null),
            _ => throw new DataException($"{beside.Count} folders beside {data.Root} hold {list}: {Words.List(beside)}; keep one, or put the lists into the data folder"),
        };
    }

    /// <summary>The files of the data folder that belong to these lists.</summary>
    public IEnumerable<string> In(DataFolder data) =>
        Inside is null ? [] : data.Others.Where(name => name.StartsWith(Inside, StringComparison.Ordinal) && name.IndexOf('/', Inside.Length) < 0 && name.EndsWith(".txt", StringComparison.Ordinal));

    /// <summary>The lines of a list that are not empty, as words, with their numbers.</summary>
    /// <exception cref="DataException">The list cannot be read.</exception>
    public IEnumerable<(string[] Words, string Place)> Lines(string list)
    {
        var path = Path.Combine(Folder, list);
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path} cannot be read: {e.Message}", e);
        }

        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words)
            {
                yield return (words, $"{path} line {i + 1}");
            }
        }
    }

    // A neighbourhood that may not be listed holds no lists for us.
    private static IEnumerable<string> Beside(string parent)
    {
        try
        {
            return Directory.GetDirectories(parent);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
