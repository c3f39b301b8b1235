using Kinora.Cli.Options;

namespace Kinora.Cli.Studies;

/// <summary>A named change to a recipe.</summary>
/// <param name="Name">In words, unlike all others: <c>learning_rate 0.0003, hidden 128</c>.</param>
/// <param name="Changes">The options that are given otherwise; none for the recipe as it is.</param>
internal sealed record Variation(string Name, IReadOnlyList<Given> Changes)
{
    /// <summary>What is given otherwise in every trial of the study, and is no part of the name.</summary>
    public IReadOnlyList<Given> Always { get; init; } = [];

    /// <summary>The changed options, as a recipe would have them.</summary>
    public IReadOnlyDictionary<string, string> Settings => Changes.ToDictionary(change => change.Key, change => change.IsNone ? "none" : string.Join(' ', change.Texts));
}
