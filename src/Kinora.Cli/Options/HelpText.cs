using System.Text;
using Kinora.Cli.Shell;

namespace Kinora.Cli.Options;

/// <summary>Help for one verb, made of its options.</summary>
internal static class HelpText
{
    private const int Indent = 2;
    private const int WidestFlag = 30;

    /// <param name="verb">The verb.</param>
    /// <param name="chosen">Whose options to list beside the verb's own, or null for the default choice.</param>
    /// <param name="width">Columns.</param>
    public static string Write(Verb verb, string? chosen, int width)
    {
        var text = new StringBuilder();
        text.Append($"kinora {verb.Name}: {verb.Summary}\n\n");
        text.Append($"usage: {Usage(verb)}\n\n");
        text.Append(verb.Examples.Count == 1 ? "example:\n" : "examples:\n");
        foreach (var example in verb.Examples)
        {
            text.Append($"  ./kinora {example}\n");
        }

        var set = verb.Options;
        var positionals = verb.Positionals.Select(key => set.Own.Single(option => option.Key == key)).ToArray();
        if (positionals.Length > 0 || verb.TakesRecipe)
        {
            text.Append("\narguments:\n");
            foreach (var option in positionals)
            {
                Row(text, option.Key.ToUpperInvariant() + (option.IsList ? " …" : ""), Meaning(option, set), width);
            }

            if (verb.TakesRecipe)
            {
                Row(text, "RECIPE", "a YAML file with any of the options below as keys (--recipe FILE); flags come before it", width);
            }
        }

        var name = chosen ?? set.ChosenByDefault;
        foreach (var section in set.With(name).Except(positionals).GroupBy(option => option.Section))
        {
            var isChosen = name is not null && set.Alternatives[name].Section == section.Key && section.Any(option => set.Alternatives[name].Properties.Contains(option));
            text.Append(isChosen ? $"\n{section.Key} (options of {name}; another: --{set.Choice!.Key} NAME --help):\n" : $"\n{section.Key}:\n");
            foreach (var option in section)
            {
                Row(text, FlagOf(option), Meaning(option, set), width);
            }
        }

        return text.ToString();
    }

    /// <summary>How the flag is written: <c>--epochs N</c>, <c>--[no-]flip</c>.</summary>
    internal static string FlagOf(OptionProperty option) =>
        option.IsSwitch ? "--[no-]" + option.Flag[2..] : option.Flag + " " + option.Placeholder;

    /// <summary>What the value may be, where the flag does not show it.</summary>
    internal static string? ChoiceOf(OptionProperty option, OptionSet set) =>
        option.Key == set.Choice?.Key ? "one of " + string.Join(", ", set.Choice.Names) : option.Choice;

    /// <summary>The default in words: <c>16</c>, <c>none</c>; null where there is nothing to say.</summary>
    internal static string? DefaultOf(OptionProperty option) => option switch
    {
        { IsRequired: true } => null,
        { IsSwitch: true } => option.Default is true ? "on" : "off",
        _ => option.Write(option.Default) is { } texts ? (texts.Count == 0 || texts is [""] ? null : string.Join(' ', texts)) : "none",
    };

    private static string Usage(Verb verb)
    {
        var words = new List<string> { "./kinora", verb.Name };
        foreach (var key in verb.Positionals)
        {
            var option = verb.Options.Own.Single(option => option.Key == key);
            var word = key.ToUpperInvariant() + (option.IsList ? "…" : "");
            words.Add(option.IsRequired ? word : $"[{word}]");
        }

        if (verb.TakesRecipe)
        {
            words.Add("[RECIPE]");
        }

        if (verb.Options.Own.Count > verb.Positionals.Count)
        {
            words.Add("[--flag value …]");
        }

        return string.Join(' ', words);
    }

    private static string Meaning(OptionProperty option, OptionSet set)
    {
        var details = new[] { DefaultOf(option) is { } value ? "default " + value : null, ChoiceOf(option, set) };
        var inBrackets = string.Join("; ", details.Where(detail => detail is not null));
        return option.Description + (inBrackets.Length > 0 ? $" [{inBrackets}]" : "");
    }

    /// <summary>A term, and what it means in a column of its own, wrapped.</summary>
    internal static void Row(StringBuilder text, string term, string meaning, int width)
    {
        var column = Indent + WidestFlag + 2;
        text.Append(' ', Indent).Append(term);
        var position = Indent + term.Length;
        if (position > column - 2)
        {
            text.Append('\n');
            position = 0;
        }

        text.Append(' ', column - position);
        position = column;
        foreach (var word in meaning.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (position > column && position + 1 + word.Length > width)
            {
                text.Append('\n').Append(' ', column);
                position = column;
            }

            if (position > column)
            {
                text.Append(' ');
                position++;
            }

            text.Append(word);
            position += word.Length;
        }

        text.Append('\n');
    }
}
