using System.Text;
using Kinora.Cli.Shell;

namespace Kinora.Cli.Options;

/// <summary>All options of all verbs as one Markdown page.</summary>
internal static class OptionsPage
{
    public static string Write(IReadOnlyList<Verb> verbs)
    {
        var text = new StringBuilder();
        text.Append("""
            # Options

            Made by `./kinora docs options >docs/options.md`; a test holds it equal to the program. Each option is a flag
            (`--batch-size 16`) and a key of a recipe (`batch_size: 16`, alone or under its section). Flags come before the
            recipe, the recipe before defaults. Underscores in flags, and the other names, are accepted too.

            """);
        foreach (var verb in verbs.Where(verb => !verb.IsHidden))
        {
            text.Append($"\n## {verb.Name}\n\nTo {verb.Summary}.\n\n```\n");
            foreach (var example in verb.Examples)
            {
                text.Append($"./kinora {example}\n");
            }

            text.Append("```\n");
            foreach (var section in verb.Options.Own.GroupBy(option => option.Section))
            {
                Table(text, verb, section.Key, section);
            }

            foreach (var (name, record) in verb.Options.Alternatives.Where(pair => pair.Value.Properties.Count > 0))
            {
                Table(text, verb, $"{record.Section}, of `{name}`", record.Properties);
            }
        }

        return text.ToString();
    }

    private static void Table(StringBuilder text, Verb verb, string title, IEnumerable<OptionProperty> options)
    {
        text.Append($"\n### {verb.Name}: {title}\n\n| flag | key | meaning | default | values | other names |\n|---|---|---|---|---|---|\n");
        foreach (var option in options)
        {
            var flag = verb.Positionals.Contains(option.Key) ? option.Key.ToUpperInvariant() : HelpText.FlagOf(option);
            var translated = verb.Options.Translations.Where(one => one.Key != option.Key && one.Options.Contains(option.Key)).Select(one => one.Key);
            var names = string.Join(", ", verb.Options.NamesOf(option).Skip(1).Concat(translated).Select(name => $"`{name}`"));
            string[] cells = [$"`{flag}`", $"`{option.Key}`", option.Description, HelpText.DefaultOf(option) ?? "", HelpText.ChoiceOf(option, verb.Options) ?? "", names];
            text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|"))).Append(" |\n");
        }
    }
}
