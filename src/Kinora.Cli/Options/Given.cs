namespace Kinora.Cli.Options;

/// <summary>One option as somebody gave it.</summary>
/// <param name="Key">The option, with aliases resolved; may be unknown.</param>
/// <param name="Texts">The values as written.</param>
/// <param name="Place">How to point at it: <c>--epochs</c>, or <c>recipe.yaml, line 3: epochs</c>.</param>
internal sealed record Given(string Key, IReadOnlyList<string> Texts, string Place)
{
    /// <summary>Written as no value: null in a recipe, none on the command line.</summary>
    public bool IsNone { get; init; }
}
