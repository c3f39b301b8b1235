using System.ComponentModel.DataAnnotations;

namespace Kinora.Cli.Options;

/// <summary>Makes values of what was given: flags over recipe over what an option brings over defaults. Finds every mistake before it complains.</summary>
internal sealed class OptionResolver(OptionSet set)
{
    private readonly List<string> mistakes = [];

    /// <param name="flags">From the command line.</param>
    /// <param name="recipe">From the recipe.</param>
    /// <param name="found">Mistakes of form, found while reading the two.</param>
    /// <exception cref="OptionsException">With all mistakes.</exception>
    public OptionValues Resolve(IReadOnlyList<Given> flags, IReadOnlyList<Given> recipe, IEnumerable<string> found)
    {
        mistakes.AddRange(found);
        var (chosen, isChoiceSound) = Choose(flags.Concat(recipe));
        var options = set.With(chosen).ToDictionary(option => option.Key);
        var others = new OtherOptions(set, options, [.. flags, .. recipe]);
        (flags, recipe) = (Translate(flags), Translate(recipe));
        var values = new Dictionary<string, object?>();
        foreach (var source in new[] { recipe, flags })
        {
            Read(source, options, values, chosen, isChoiceSound);
        }

        foreach (var option in options.Values.Where(option => option.IsRequired && !values.ContainsKey(option.Key)))
        {
            // A value that was given and is wrong has had its line.
            if (!flags.Concat(recipe).Any(one => one.Key == option.Key))
            {
                mistakes.Add($"{option.Key.ToUpperInvariant()} is missing: {option.Description}");
            }
        }

        if (mistakes.Count > 0)
        {
            throw new OptionsException(mistakes);
        }

        if (chosen is not null)
        {
            values[set.Choice!.Key] = chosen;
        }

        AddBasis(values);

        var records = set.Records.Select(record => record.Fill(values)).ToArray();
        var choice = chosen is null ? null : set.Alternatives[chosen].Fill(values);
        CheckTogether(choice is null ? records : [.. records, choice]);
        var all = options.Values.Select(option => (option, values.TryGetValue(option.Key, out var value) ? value : option.Default));
        return new(records, choice, chosen, [.. all], set, flags, recipe);

        List<Given> Translate(IReadOnlyList<Given> source) => Translations.Apply(set, source, others, mistakes);
    }

    /// <summary>Adds the defaults that an option's value brings, where nothing is given.</summary>
    private void AddBasis(Dictionary<string, object?> values)
    {
        if (set.Basis is { } basis && values.GetValueOrDefault(basis.Key) is string value && basis.Find(value) is { } defaults)
        {
            foreach (var option in set.Records.Single(record => record.Type == defaults.GetType()).Properties)
            {
                values.TryAdd(option.Key, option.Get(defaults));
            }
        }
    }

    private (string? Name, bool IsSound) Choose(IEnumerable<Given> byPrecedence)
    {
        if (set.Choice is null)
        {
            return (null, true);
        }

        var given = byPrecedence.FirstOrDefault(one => one.Key == set.Choice.Key);
        if (given is null)
        {
            return (set.ChosenByDefault, true);
        }

        if (given.Texts is [var text] && set.Chosen(text) is { } name)
        {
            return (name, true);
        }

        var near = given.Texts is [var word] ? NearestName.Find(word, set.Choice.Names) : null;
        mistakes.Add($"{given.Place}: found {(given.Texts.Count == 0 ? "nothing" : string.Join(' ', given.Texts))}, "
            + $"expected one of {string.Join(", ", set.Choice.Names)}{(near is null ? "" : $"; did you mean {near}?")}");
        return (null, false);
    }

    private void Read(
        IReadOnlyList<Given> source, Dictionary<string, OptionProperty> options, Dictionary<string, object?> values, string? chosen, bool isChoiceSound)
    {
        var places = new Dictionary<string, string>();
        foreach (var given in source)
        {
            if (!options.TryGetValue(given.Key, out var option))
            {
                // When the choice is unsound, the options it would have brought are unknown: one complaint is enough.
                if (isChoiceSound || !set.IsOption(given.Key))
                {
                    mistakes.Add($"{given.Place}: {Unknown(given, options.Values, chosen)}");
                }
            }
            else if (!places.TryAdd(given.Key, given.Place))
            {
                mistakes.Add($"{given.Place}: given twice, first as {places[given.Key]}");
            }
            else if (given.Key != set.Choice?.Key)
            {
                var (value, mistake) = option.Parse(given.Texts, given.IsNone);
                if (mistake is null)
                {
                    values[given.Key] = value;
                }
                else
                {
                    mistakes.Add($"{given.Place}: {mistake}");
                }
            }
        }
    }

    private string Unknown(Given given, IEnumerable<OptionProperty> known, string? chosen)
    {
        var owners = set.Alternatives.Where(pair => pair.Value.Properties.Any(option => option.Key == given.Key)).Select(pair => pair.Key).ToArray();
        if (owners.Length > 0)
        {
            return $"no option of {chosen}; it belongs to {string.Join(", ", owners)}";
        }

        // Each name somebody may have meant, with what to write for it.
        var isFlag = given.Place.StartsWith('-');
        var names = known.SelectMany(option => set.NamesOf(option).Select(name => (name, isFlag ? option.Flag : option.Key)));
        if (isFlag)
        {
            names = names.Concat(known.Where(option => option.IsSwitch).Select(option => ("no_" + option.Key, "--no-" + option.Flag[2..])));
        }

        var meant = names.ToArray();
        var near = NearestName.Find(given.Key, meant.Select(pair => pair.name));
        return $"unknown {(isFlag ? "flag" : "key")}{(near is null ? "" : $"; did you mean {meant.First(pair => pair.name == near).Item2}?")}";
    }

    /// <summary>What a record says about its values taken together.</summary>
    private void CheckTogether(IReadOnlyList<object> records)
    {
        foreach (var record in records.OfType<IValidatableObject>())
        {
            mistakes.AddRange(record.Validate(new ValidationContext(record)).Select(result => result.ErrorMessage ?? "invalid"));
        }

        if (mistakes.Count > 0)
        {
            throw new OptionsException(mistakes);
        }
    }
}
