using System.Globalization;
using Kinora.Cli.Options;

namespace Kinora.Cli.Studies;

/// <summary>One change against a recipe, which has a name of its own.</summary>
/// <param name="Name">The word that asks for it.</param>
/// <param name="Meaning">What it does, in a few words.</param>
/// <param name="Change">What it gives otherwise, or why a recipe does not take it.</param>
internal sealed record Switch(string Name, string Meaning, Func<Baseline, SwitchChange> Change);

/// <summary>What a switch does to a recipe.</summary>
/// <param name="Changes">The options that it gives otherwise.</param>
/// <param name="Reason">Why the recipe does not take it, in words; null where it does.</param>
internal sealed record SwitchChange(IReadOnlyList<(string Key, string Value)> Changes, string? Reason)
{
    /// <summary>Options that would get other defaults by the change, with the values that they keep.</summary>
    public IReadOnlyList<(string Key, string Value)> Kept { get; init; } = [];

    public static SwitchChange To(params (string Key, string Value)[] changes) => new(changes, null);

    public static SwitchChange Refused(string reason) => new([], reason);
}

/// <summary>The recipe that switches change.</summary>
/// <param name="Values">Its options, those of <c>train</c>.</param>
internal sealed record Baseline(OptionValues Values)
{
    /// <summary>The network.</summary>
    public string Model => Values.ChosenName!;

    /// <summary>Whether there is such an option, and it has a value.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>The value of an option as a recipe has it.</summary>
    public string Text(string key) => Find(key) ?? "none";

    /// <summary>The value of an option that is a whole number.</summary>
    public int Number(string key) => int.Parse(Text(key), CultureInfo.InvariantCulture);

    /// <summary>The options of these keys with the values that they have now.</summary>
    public IReadOnlyList<(string Key, string Value)> Of(params IReadOnlyList<string> keys) => [.. keys.Select(key => (key, Text(key)))];

    private string? Find(string key) =>
        Values.All.FirstOrDefault(pair => pair.Option.Key == key) is { Option: { } option, Value: { } value } ? string.Join(' ', option.Write(value)!) : null;
}
