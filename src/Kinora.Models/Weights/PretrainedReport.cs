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

    /// <summary>Names of convolutions for pictures that became convolutions for clips.</summary>
    public IReadOnlyList<string> Inflated { get; init; } = [];

    /// <summary>The first convolution, where it was made fit for another number of channels; null where it was not.</summary>
    public ReplacedWeight? Adapted { get; init; }

    /// <summary>In words, one thing a line.</summary>
    public IEnumerable<string> Lines()
    {
        yield return $"loaded {Loaded.Count} tensors of {File}";
        if (Inflated.Count > 0)
        {
            yield return $"inflated {Inflated.Count} convolutions from pictures to clips";
        }

        if (Adapted is { } first)
        {
            yield return $"adapted {first.Layer}: {first.Found[1]} channels in the file, {first.Expected[1]} here";
        }

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

/// <summary>A tensor that has another shape in the file: a last layer for another number of classes, a first one for other channels.</summary>
/// <param name="Name">Its name in the network.</param>
/// <param name="Found">Its shape in the file.</param>
/// <param name="Expected">Its shape in the network.</param>
public sealed record ReplacedWeight(string Name, IReadOnlyList<long> Found, IReadOnlyList<long> Expected)
{
    /// <summary>The layer it belongs to: <c>fc</c> of <c>fc.weight</c>.</summary>
    public string Layer => Name[..Math.Max(Name.LastIndexOf('.'), 0)];
}
