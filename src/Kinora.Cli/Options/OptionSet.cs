namespace Kinora.Cli.Options;

/// <summary>A record of options that the value of another option chooses: <c>--model NAME</c> brings the options of that model.</summary>
/// <param name="Key">The option that chooses, one of the verb's own.</param>
/// <param name="Names">What it may choose from.</param>
/// <param name="Find">The options of a name.</param>
internal sealed record OptionChoice(string Key, IReadOnlyList<string> Names, Func<string, OptionRecord> Find);

/// <summary>
/// Other defaults for one of the verb's records, which the value of an option brings: <c>--pretrained NAME</c> brings the
/// preprocessing of those weights. What a recipe or a flag gives comes before them.
/// </summary>
/// <param name="Key">The option, one of the verb's own.</param>
/// <param name="Find">The record with those defaults for a value; null where it brings none.</param>
internal sealed record OptionBasis(string Key, Func<string, object?> Find);

/// <summary>All options that a verb understands: its own, and those of every record that may be chosen.</summary>
internal sealed class OptionSet
{
    private readonly Lazy<IReadOnlyList<OptionProperty>> own;
    private readonly Lazy<IReadOnlyDictionary<string, OptionRecord>> alternatives;
    private readonly Lazy<IReadOnlyDictionary<string, OptionProperty>> all;

    public OptionSet(IReadOnlyList<OptionRecord> records, OptionChoice? choice = null)
    {
        Records = records;
        Choice = choice;
        own = new(() => OfAll(records));
        alternatives = new(() => choice is null ? new Dictionary<string, OptionRecord>() : choice.Names.ToDictionary(name => name, choice.Find));
        all = new(() => Own.Concat(Alternatives.Values.SelectMany(record => record.Properties)).DistinctBy(option => option.Key).ToDictionary(option => option.Key));
    }

    public IReadOnlyList<OptionRecord> Records { get; }

    public OptionChoice? Choice { get; }

    /// <summary>Where other defaults come from, if anywhere.</summary>
    public OptionBasis? Basis { get; init; }

    /// <summary>The options of another verb, whose recipes this one takes too: what only that one knows is left aside. Null for none.</summary>
    public OptionSet? RecipesOf { get; init; }

    /// <summary>The options that are there whatever is chosen.</summary>
    public IReadOnlyList<OptionProperty> Own => own.Value;

    /// <summary>The records that may be chosen, by name.</summary>
    public IReadOnlyDictionary<string, OptionRecord> Alternatives => alternatives.Value;

    /// <summary>Every option there may be; where several records to choose from have one of the same name, the first.</summary>
    public IEnumerable<OptionProperty> All => all.Value.Values;

    /// <summary>The sections in which a recipe may have its keys.</summary>
    public IReadOnlyCollection<string> Sections => [.. new[] { "data", "train", "model" }.Concat(All.Select(option => option.Section)).Distinct()];

    public bool IsOption(string key) => all.Value.ContainsKey(key);

    /// <summary>Keys that stand for options of this set with other values.</summary>
    public IEnumerable<Translation> Translations => Options.Translations.Of(IsOption);

    /// <summary>Whether a key is understood: an option's own name, or one that is translated.</summary>
    public bool Understands(string key) => IsOption(key) || Translations.Any(translation => translation.Key == key);

    /// <summary>The key of an option and its other names.</summary>
    public IEnumerable<string> NamesOf(OptionProperty option) => Aliases.Of(option.Key, IsOption).Prepend(option.Key);

    /// <summary>The name that a text chooses, regardless of case, hyphens and underscores; null when it chooses none.</summary>
    public string? Chosen(string? text) =>
        text is null ? null : Choice?.Names.FirstOrDefault(name => ValueFormat.Fold(name) == ValueFormat.Fold(text));

    /// <summary>The name that is chosen when nobody says.</summary>
    public string? ChosenByDefault => Choice is null ? null : Chosen(Own.Single(option => option.Key == Choice.Key).Default as string);

    /// <summary>The options there are once a name is chosen.</summary>
    public IEnumerable<OptionProperty> With(string? chosen) => chosen is null ? Own : Own.Concat(Alternatives[chosen].Properties);

    private static OptionProperty[] OfAll(IReadOnlyList<OptionRecord> records)
    {
        OptionProperty[] found = [.. records.SelectMany(record => record.Properties)];
        var twice = found.GroupBy(option => option.Key).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? found : throw new InvalidOperationException($"two options are called {twice.Key}");
    }
}
