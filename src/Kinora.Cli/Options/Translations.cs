using Kinora.Models.Weights;

namespace Kinora.Cli.Options;

/// <summary>
/// Keys of the programs that people come from whose values are not those of Kinora's option of that meaning: (key, values) becomes
/// (option, value), on the command line and in recipes. <see cref="Aliases"/> has the keys whose values are the same.
/// </summary>
internal static class Translations
{
    // The stages of a residual network that such programs name, in the order in which a picture passes them.
    private static readonly string[] residualStages = ["layer1", "layer2", "layer3", "layer4"];

    private static readonly Translation[] rows =
    [
        new("amp", ["precision"], IsList: false, "true or false", (texts, _) =>
            Switch(texts) is { } on ? [("precision", on ? "mixed" : "float32")] : null),
        new("cache_decoded", ["disk_cache_mb"], IsList: false, "true or false", (texts, _) =>
            Switch(texts) is { } on ? Unless(on, ("disk_cache_mb", "0")) : null),
        new("freeze_backbone", ["trainable_stages"], IsList: false, "true or false", (texts, _) =>
            Switch(texts) is { } on ? Unless(!on, ("trainable_stages", "0")) : null),
        new("finetune_layers", ["trainable_stages"], IsList: true, $"the last of {string.Join(", ", residualStages)} of a resnet backbone; for others give trainable_stages, a number", (texts, others) =>
            TrainedStages(texts, others) is { } count ? [("trainable_stages", $"{count}")] : null),
        // A file or a name is Kinora's own way; these say whether.
        new("pretrained", ["pretrained"], IsList: false, "a file of weights or a name that 'kinora weights' lists: none are published for this network", (texts, others) =>
            Switch(texts) is not { } on ? texts is [var own] ? [("pretrained", own)] : null
            : !on ? []
            : PublishedWeights(others) is { } name ? [("pretrained", name)] : null),
    ];

    /// <summary>The translations that end at options of a verb.</summary>
    /// <param name="isOption">Whether the verb has an option of that key.</param>
    public static IEnumerable<Translation> Of(Func<string, bool> isOption) => rows.Where(row => row.Options.All(isOption));

    /// <summary>Puts options of a verb where keys of other programs stand.</summary>
    /// <param name="set">The verb's options.</param>
    /// <param name="source">What somebody gave.</param>
    /// <param name="others">What is given beside each.</param>
    /// <param name="mistakes">Takes a line for each value that is not understood.</param>
    public static List<Given> Apply(OptionSet set, IReadOnlyList<Given> source, OtherOptions others, List<string> mistakes)
    {
        var result = new List<Given>();
        foreach (var given in source)
        {
            if ((given.IsNone && set.IsOption(given.Key)) || set.Translations.FirstOrDefault(one => one.Key == given.Key) is not { } translation)
            {
                result.Add(given);
            }
            else if (translation.Find(given.Texts, others) is { } found)
            {
                result.AddRange(found.Select(one => given with { Key = one.Option, Texts = [one.Value] }));
            }
            else
            {
                mistakes.Add($"{given.Place}: found {(given.Texts.Count == 0 ? "nothing" : string.Join(' ', given.Texts))}, expected {translation.Expected}");
            }
        }

        return result;
    }

    /// <summary>A switch as it is written: alone, or with a word; null where it is no switch.</summary>
    private static bool? Switch(IReadOnlyList<string> texts) => texts switch
    {
        [] => true,
        [var text] => (bool?)ValueFormat.Switch.Parse(text),
        _ => null,
    };

    private static (string Option, string Value)[] Unless(bool isDefault, (string Option, string Value) otherwise) => isDefault ? [] : [otherwise];

    private static int? TrainedStages(IReadOnlyList<string> texts, OtherOptions others) =>
        texts.Count <= residualStages.Length
        && residualStages[^texts.Count..].SequenceEqual(texts.Order(StringComparer.Ordinal))
        && (others.Value("backbone")?.StartsWith("resnet", StringComparison.Ordinal) ?? false)
            ? texts.Count
            : null;

    private static string? PublishedWeights(OtherOptions others)
    {
        string?[] networks = [others.Value("model"), others.Value("backbone")];
        return networks.Select(network => KnownWeights.All.FirstOrDefault(weights => weights.Model == network)?.Name).FirstOrDefault(name => name is not null);
    }
}

/// <summary>How the values of one key become those of options.</summary>
/// <param name="Key">As other programs write it.</param>
/// <param name="Options">Options a verb must have to take the key.</param>
/// <param name="IsList">Whether it takes several values; otherwise a switch.</param>
/// <param name="Expected">What the values must be, for messages.</param>
/// <param name="Find">Option and value; none where the default says it; null where the values are not understood.</param>
internal sealed record Translation(
    string Key, IReadOnlyList<string> Options, bool IsList, string Expected,
    Func<IReadOnlyList<string>, OtherOptions, IReadOnlyList<(string Option, string Value)>?> Find);
