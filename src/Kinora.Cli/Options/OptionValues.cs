namespace Kinora.Cli.Options;

/// <summary>Every option of a verb with its value: defaults, overridden by the recipe, overridden by flags; all of them valid.</summary>
internal sealed class OptionValues
{
    private readonly IReadOnlyList<object> records;
    private readonly IReadOnlyList<(OptionProperty Option, object? Value)> values;
    private readonly IReadOnlySet<string> given;

    internal OptionValues(
        IReadOnlyList<object> records, object? chosen, string? chosenName, IReadOnlyList<(OptionProperty Option, object? Value)> values, IReadOnlySet<string> given)
    {
        this.records = records;
        this.values = values;
        this.given = given;
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

    /// <summary>All values as a recipe (YAML), which gives the same values when read.</summary>
    /// <param name="title">The comment of the first line.</param>
    public string ToRecipe(string title) => RecipeWriter.Write(title, values);
}
