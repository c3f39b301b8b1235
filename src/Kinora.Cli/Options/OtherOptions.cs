namespace Kinora.Cli.Options;

/// <summary>What is given beside a key, as far as its translation asks.</summary>
/// <param name="set">The verb's options.</param>
/// <param name="known">Those there are once the network is chosen, by key.</param>
/// <param name="byPrecedence">What was given, the first counts.</param>
internal sealed class OtherOptions(OptionSet set, IReadOnlyDictionary<string, OptionProperty> known, IReadOnlyList<Given> byPrecedence)
{
    /// <summary>The value of an option as written, or its default; null for none. The name that chooses the network is spelt as in the list.</summary>
    public string? Value(string key)
    {
        var text = byPrecedence.FirstOrDefault(one => one.Key == key)?.Texts.FirstOrDefault();
        return key == set.Choice?.Key ? set.Chosen(text) ?? set.ChosenByDefault
            : text is null && known.TryGetValue(key, out var option) ? option.Write(option.Default)?.FirstOrDefault()
            : text;
    }
}
