namespace Kinora.Cli.Options;

/// <summary>Every option of a verb with its value: defaults, overridden by the recipe, overridden by flags; all of them valid.</summary>
internal sealed class OptionValues
{
    private readonly IReadOnlyList<object> records;
    private readonly IReadOnlyList<(OptionProperty Option, object? Value)> values;
    private readonly OptionSet set;
    private readonly IReadOnlyList<Given> flags;
    private readonly IReadOnlyList<Given> recipe;
    private readonly IReadOnlySet<string> given;

    /// <param name="records">The verb's records, filled.</param>
    /// <param name="chosen">The record that an option chose, filled.</param>
    /// <param name="chosenName">What chose it.</param>
    /// <param name="values">Every option with its value.</param>
    /// <param name="set">The options they are values of.</param>
    /// <param name="flags">What the command line gave.</param>
    /// <param name="recipe">What the recipe gave.</param>
    internal OptionValues(
        IReadOnlyList<object> records, object? chosen, string? chosenName, IReadOnlyList<(OptionProperty Option, object? Value)> values,
        OptionSet set, IReadOnlyList<Given> flags, IReadOnlyList<Given> recipe)
    {
        this.records = records;
        this.values = values;
        this.set = set;
        this.flags = flags;
        this.recipe = recipe;
        given = flags.Concat(recipe).Select(one => one.Key).ToHashSet();
        Chosen = chosen;
        ChosenName = chosenName;
    }

    /// <summary>The record that an option chose, filled (the model's options), or null.</summary>
    public object? Chosen { get; }

    /// <summary>The name that was chosen, as it is spelt in the list of choices.</summary>
    public string? ChosenName { get; }

    /// <summary>The verb's record of type <typeparamref name="T"/>, filled.</summary>
    public T Get<T>()
        where T : class => records.OfType<T>().Single();

    /// <summary>Whether the recipe or a flag gave the option; otherwise its value is the default.</summary>
    /// <param name="key">The option's key: <c>batch_size</c>.</param>
    public bool IsGiven(string key) => given.Contains(key);

    /// <summary>Every option with its value.</summary>
    public IReadOnlyList<(OptionProperty Option, object? Value)> All => values;

    /// <summary>The options that the command line or the recipe gave.</summary>
    public IReadOnlySet<string> GivenKeys => given;

    /// <summary>What was given, for another verb that has these options too, with some given otherwise. What that verb does not know is left aside.</summary>
    /// <param name="other">The options of that verb.</param>
    /// <param name="changes">Come before what was given.</param>
    /// <param name="without">Options that mean something else there, and are left aside too.</param>
    /// <exception cref="OptionsException">With all mistakes.</exception>
    public OptionValues For(OptionSet other, IReadOnlyList<Given> changes, IReadOnlyCollection<string> without)
    {
        return new OptionResolver(other).Resolve([.. Left(flags), .. changes], [.. Left(recipe)], []);

        IEnumerable<Given> Left(IEnumerable<Given> source) =>
            source.Where(one => other.IsOption(one.Key) && !without.Contains(one.Key) && !changes.Any(change => change.Key == one.Key));
    }

    /// <summary>The command line's flags over another recipe.</summary>
    /// <param name="other">The options of that recipe.</param>
    /// <param name="mistakes">What is wrong with its form.</param>
    /// <exception cref="OptionsException">With all mistakes.</exception>
    public OptionValues Over(IReadOnlyList<Given> other, IReadOnlyList<string> mistakes) => new OptionResolver(set).Resolve(flags, other, mistakes);

    /// <summary>What was given as a recipe (YAML), without the defaults.</summary>
    /// <param name="title">The comment of the first line.</param>
    /// <param name="without">Options that are left out.</param>
    public string ToGivenRecipe(string title, IReadOnlyCollection<string> without) =>
        RecipeWriter.Write(title, values.Where(pair => IsGiven(pair.Option.Key) && !without.Contains(pair.Option.Key)));

    /// <summary>All values as a recipe (YAML), which gives the same values when read.</summary>
    /// <param name="title">The comment of the first line.</param>
    public string ToRecipe(string title) => RecipeWriter.Write(title, values);
}
