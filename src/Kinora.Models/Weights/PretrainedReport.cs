namespace Kinora.Models.Weights;

/// <summary>What became of the weights of a file in a network.</summary>
/// <param name="File">The file.</param>
/// <param name="Loaded">Names, in the network, of what was copied.</param>
/// <param name="Replaced">Last layers for another number of classes: they keep their fresh weights.</param>
/// <param name="Missing">Names in the network that the file lacks: they keep their fresh weights.</param>
/// <param name="Unused">Names in the file that the network lacks.</param>
public sealed record PretrainedReport(
    string File, IReadOnlyList<string> Loaded, IReadOnlyList<ReplacedWeight> Replaced, IReadOnlyList<string> Missing, IReadOnlyList<string> Unused)
{
    private const int Shown = 4;

    /// <summary>In words, one thing a line.</summary>
    public IEnumerable<string> Lines()
    {
        yield return $"loaded {Loaded.Count} tensors of {File}";
        foreach (var head in Replaced.GroupBy(weight => weight.Layer, StringComparer.Ordinal))
        {
            yield return $"fresh head {head.Key}: {head.First().Found[0]} classes in the file, {head.First().Expected[0]} here";
        }

        if (Missing.Count > 0)
        {
            yield return $"not in the file, fresh weights: {List(Missing)}";
        }

        if (Unused.Count > 0)
        {
            yield return $"in the file, of no use here: {List(Unused)}";
        }
    }

    private static string List(IReadOnlyList<string> names) =>
        names.Count <= Shown + 1 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(Shown))} and {names.Count - Shown} more";
}

/// <summary>A tensor of a last layer that is for another number of classes.</summary>
/// <param name="Name">Its name in the network.</param>
/// <param name="Found">Its shape in the file; the first number is the file's classes.</param>
/// <param name="Expected">Its shape in the network; the first number is the network's classes.</param>
public sealed record ReplacedWeight(string Name, IReadOnlyList<long> Found, IReadOnlyList<long> Expected)
{
    /// <summary>The layer it belongs to: <c>fc</c> of <c>fc.weight</c>.</summary>
    public string Layer => Name[..Math.Max(Name.LastIndexOf('.'), 0)];
}
