using System.Text.RegularExpressions;
using Kinora.Cli.Options;

namespace Kinora.Cli.Studies;

/// <summary>
/// What a search tries: <c>KEY: a, b, c</c>, or <c>KEY: LOW..HIGH</c> for a number, with <c>log</c> behind it to draw evenly in
/// its logarithm, and with a count to take so many numbers from end to end. Values that hold commas stand between bars:
/// <c>augment: flip 0.5 | none</c>; the parts of one value between blanks: <c>size: 64 64, 112 112</c>.
/// </summary>
/// <param name="Keys">The options, in the order in which they are given.</param>
internal sealed partial record SearchSpace(IReadOnlyList<SearchKey> Keys)
{
    private const string Form = "expected KEY: VALUE, VALUE … or KEY: LOW..HIGH [log] [COUNT], such as \"learning_rate: 1e-4..1e-2 log\"";

    /// <summary>Reads a search.</summary>
    /// <param name="texts">One for each option.</param>
    /// <param name="set">The options of the verb whose recipe is searched.</param>
    /// <param name="fixedKeys">Options that no trial may change.</param>
    /// <param name="model">The network whose options there are, unless networks are searched.</param>
    /// <exception cref="OptionsException">With all mistakes.</exception>
    public static SearchSpace Read(IReadOnlyList<string> texts, OptionSet set, IReadOnlyCollection<string> fixedKeys, string? model)
    {
        var (keys, mistakes) = (new List<SearchKey>(), new List<string>());
        var searchesModels = texts.Any(text => set.Choice is { } choice && Resolve(text.Split(':')[0]) == choice.Key);
        OptionProperty[] known = searchesModels ? [.. set.All] : [.. set.With(model)];
        foreach (var text in texts)
        {
            var (key, found) = ReadOne(text);
            mistakes.AddRange(found);
            if (key is not null)
            {
                keys.Add(key);
            }
        }

        mistakes.AddRange(keys.GroupBy(key => key.Key).Where(same => same.Count() > 1).Select(same => $"--search {same.Key}: given twice"));
        return mistakes.Count > 0 ? throw new OptionsException(mistakes) : new SearchSpace(keys);

        string Resolve(string name) => Aliases.Resolve(null, Naming.Key(name.Trim()), set.IsOption);

        (SearchKey? Key, IEnumerable<string> Mistakes) ReadOne(string text)
        {
            if (text.Split(':', 2) is not [var name, var values] || name.Trim().Length == 0 || values.Trim().Length == 0)
            {
                return (null, [$"--search: found '{text}', {Form}"]);
            }

            var (key, place) = (Resolve(name), $"--search {name.Trim()}");
            if (fixedKeys.Contains(key))
            {
                return (null, [$"{place}: is the same for all trials; give it beside --search"]);
            }

            if (known.FirstOrDefault(option => option.Key == key) is not { } option)
            {
                var owners = set.Alternatives.Where(pair => pair.Value.Properties.Any(one => one.Key == key)).Select(pair => pair.Key).ToArray();
                var near = NearestName.Find(key, known.SelectMany(set.NamesOf));
                return (null, [$"{place}: {(owners.Length > 0 ? $"no option of {model}; it belongs to {string.Join(", ", owners)}" : $"unknown key{(near is null ? "" : $"; did you mean {near}?")}")}"]);
            }

            return Range().Match(values) is { Success: true } range ? ReadRange(option, place, range) : ReadList(option, place, values);
        }
    }

    /// <summary>How many trials there can be; null where a range has no end of them.</summary>
    public long? Size => Keys.Any(key => key.Values is null) ? null : Keys.Aggregate(1L, (size, key) => Math.Min(size * key.Values!.Count, int.MaxValue));

    private static (SearchKey?, IEnumerable<string>) ReadList(OptionProperty option, string place, string values)
    {
        var isBarred = values.Contains('|', StringComparison.Ordinal);
        Given[] all =
        [
            .. values.Split(isBarred ? '|' : ',', StringSplitOptions.TrimEntries)
                .Select(value => new Given(option.Key, option.IsList || option.IsSize ? value.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [value], place)
                {
                    IsNone = option.IsNullable && value is "none" or "null",
                }),
        ];
        string[] mistakes = [.. all.Select(value => value.Texts is [""] or [] ? "a value is missing between two commas" : option.Parse(value.Texts, value.IsNone).Mistake).OfType<string>().Select(mistake => $"{place}: {mistake}").Distinct()];
        return mistakes.Length > 0 ? (null, mistakes) : (new SearchKey.Listed(option.Key, place, [.. all.DistinctBy(value => string.Join(' ', value.Texts))]), []);
    }

    private static (SearchKey?, IEnumerable<string>) ReadRange(OptionProperty option, string place, Match range)
    {
        var (low, lowMistake) = option.Parse([range.Groups["low"].Value]);
        var (high, highMistake) = option.Parse([range.Groups["high"].Value]);
        if ((lowMistake ?? highMistake) is { } mistake)
        {
            return (null, [$"{place}: {mistake}"]);
        }

        if (low is not (int or long or double) || option.IsList || option.IsSize)
        {
            return (null, [$"{place}: found a range, but its values are {option.Expectation}; list them with commas"]);
        }

        var found = new SearchKey.Ranged(option.Key, place, Convert.ToDouble(low), Convert.ToDouble(high), range.Groups["log"].Success, low is not double);
        if (found.Low >= found.High || (found.IsLog && found.Low <= 0))
        {
            return (null, [$"{place}: found {range.Value.Trim()}, expected a lower number before a higher one{(found.IsLog ? ", both above 0 with log" : "")}"]);
        }

        if (!range.Groups["count"].Success)
        {
            return (found, []);
        }

        return int.TryParse(range.Groups["count"].Value, out var count) && count is >= 2 and <= 10_000
            ? (found.Steps(count), [])
            : (null, [$"{place}: found {range.Groups["count"].Value} numbers, expected 2 to 10000"]);
    }

    [GeneratedRegex(@"^\s*(?<low>[-+.\deE]*\d\.?)\s*\.\.\s*(?<high>[-+.\deE]+)(?:\s+(?<log>log))?(?:\s+(?<count>\d+))?\s*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Range();
}
