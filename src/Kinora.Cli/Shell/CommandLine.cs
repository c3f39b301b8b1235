using System.CommandLine;
using System.CommandLine.Parsing;
using Kinora.Cli.Options;

namespace Kinora.Cli.Shell;

/// <summary>A command line, taken apart but not yet judged.</summary>
internal sealed class CommandLine
{
    private readonly List<string> mistakes = [];

    private CommandLine(Verb verb) => Verb = verb;

    public Verb Verb { get; }

    /// <summary>Flags and arguments as options.</summary>
    public IReadOnlyList<Given> Given { get; private set; } = [];

    /// <summary>The recipe's file, or null.</summary>
    public string? Recipe { get; private set; }

    public bool WantsHelp { get; private set; }

    /// <summary>Mistakes of form: unknown flags, arguments too many.</summary>
    public IReadOnlyList<string> Mistakes => mistakes;

    /// <summary>Takes the arguments after the verb apart.</summary>
    public static CommandLine Parse(Verb verb, IReadOnlyList<string> arguments)
    {
        var line = new CommandLine(verb);
        line.Read(arguments);
        return line;
    }

    private void Read(IReadOnlyList<string> arguments)
    {
        var help = new Option<bool>("--help", "-h", "-?");
        var recipe = new Option<string[]>("--recipe", "--config") { Arity = Any };
        var rest = new Argument<string[]>("arguments") { Arity = ArgumentArity.ZeroOrMore };
        var command = new Command(Verb.Words[^1]) { help, rest };
        if (Verb.TakesRecipe)
        {
            command.Add(recipe);
        }

        var flags = new List<(OptionProperty Option, Option Flag, string? Constant)>();
        foreach (var option in Verb.Options.All)
        {
            var names = Verb.Options.NamesOf(option).SelectMany(Spellings).ToArray();
            if (option.IsSwitch)
            {
                flags.Add((option, new Option<bool>(names[0], names[1..]), null));
                string[] negative = [.. names.Select(name => "--no-" + name[2..]), .. names.Select(name => "--no_" + name[2..])];
                flags.Add((option, new Option<bool>(negative[0], [.. negative[1..].Distinct()]) { Arity = ArgumentArity.Zero }, "false"));
            }
            else
            {
                var isMany = option.IsList || option.IsSize;
                var arity = isMany ? new ArgumentArity(0, Math.Min(option.MaximumCount, 100_000)) : Any;
                flags.Add((option, new Option<string[]>(names[0], names[1..]) { Arity = arity, AllowMultipleArgumentsPerToken = isMany }, null));
            }
        }

        var translated = Verb.Options.Translations.Where(one => !Verb.Options.IsOption(one.Key)).Select(one => (one.Key, Flag: FlagOf(one))).ToArray();
        flags.ForEach(flag => command.Add(flag.Flag));
        Array.ForEach(translated, one => command.Add(one.Flag));
        var parsed = command.Parse(arguments, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        WantsHelp = parsed.GetResult(help) is { Implicit: false };
        var unknown = UnknownFlags(parsed);

        var given = new List<Given>();
        foreach (var (option, flag, constant) in flags)
        {
            if (parsed.GetResult(flag) is { Implicit: false } result)
            {
                given.AddRange(Values(option, result, constant));
            }
        }

        foreach (var (key, flag) in translated)
        {
            if (parsed.GetResult(flag) is { Implicit: false } result)
            {
                given.Add(new(key, [.. result.Tokens.Select(token => token.Value).Where(text => !IsFlag(text))], result.IdentifierToken?.Value ?? Naming.Flag(key)));
            }
        }

        Given = given;
        if (Verb.TakesRecipe && parsed.GetResult(recipe) is { Implicit: false } file)
        {
            SetRecipe([.. file.Tokens.Select(token => token.Value)]);
        }

        PlaceArguments(parsed.GetResult(rest)?.Tokens.Select(token => token.Value).Where(text => !unknown.Any(one => text.StartsWith(one.Place, StringComparison.Ordinal))) ?? [], given, isSure: unknown.Count == 0);
        given.AddRange(unknown);
    }

    // A switch takes the next word only where that is true or false.
    private static Option FlagOf(Translation translation)
    {
        var names = Spellings(translation.Key).ToArray();
        return translation.IsList
            ? new Option<string[]>(names[0], names[1..]) { Arity = Any, AllowMultipleArgumentsPerToken = true }
            : new Option<bool>(names[0], names[1..]);
    }

    private static ArgumentArity Any => new(0, 100_000);

    private static IEnumerable<string> Spellings(string key) => new[] { Naming.Flag(key), "--" + key }.Distinct();

    private static IEnumerable<Given> Values(OptionProperty option, OptionResult result, string? constant)
    {
        var place = result.IdentifierToken?.Value ?? option.Flag;
        // A flag that nobody knows is taken for a value by the parser; it is complained of elsewhere.
        string[] texts = [.. result.Tokens.Select(token => token.Value).Where(text => !IsFlag(text))];
        if (option.IsSwitch)
        {
            return [new(option.Key, [constant ?? texts.FirstOrDefault("true")], place)];
        }

        var isNone = option.IsNullable && texts is ["none" or "null"];
        return option.IsList || option.IsSize || texts.Length < 2
            ? [new(option.Key, texts, place) { IsNone = isNone }]
            : texts.Select(text => new Given(option.Key, [text], place));
    }

    /// <summary>Looks like a flag: starts with a hyphen and is neither a number nor the hyphen alone.</summary>
    private static bool IsFlag(string text) => text.Length > 1 && text[0] == '-' && !char.IsAsciiDigit(text[1]) && text[1] != '.';

    private List<Given> UnknownFlags(ParseResult parsed)
    {
        var unknown = parsed.Tokens
            .TakeWhile(token => token.Type != TokenType.DoubleDash)
            .Where(token => token.Type == TokenType.Argument && IsFlag(token.Value))
            .Select(token => token.Value.Split('=', ':')[0]);
        return [.. unknown.Select(flag => new Given(Naming.Key(flag), [], flag))];
    }

    private void SetRecipe(IReadOnlyList<string> files)
    {
        foreach (var file in files)
        {
            if (Recipe is not null)
            {
                mistakes.Add($"{file}: a second recipe; the first is {Recipe}");
            }

            Recipe ??= file;
        }
    }

    /// <summary>Gives each argument to the option whose turn it is.</summary>
    private void PlaceArguments(IEnumerable<string> arguments, List<Given> given, bool isSure)
    {
        var left = new List<string>();
        foreach (var argument in arguments)
        {
            var isRecipe = Verb.TakesRecipe && Path.GetExtension(argument).ToLowerInvariant() is ".yaml" or ".yml";
            if (isRecipe)
            {
                SetRecipe([argument]);
            }
            else
            {
                left.Add(argument);
            }
        }

        foreach (var key in Verb.Positionals)
        {
            var isList = Verb.Options.Own.Single(option => option.Key == key).IsList;
            var taken = left.Take(isList ? left.Count : 1).ToArray();
            left.RemoveRange(0, taken.Length);
            if (taken.Length > 0)
            {
                given.Add(new(key, taken, key.ToUpperInvariant()));
            }
        }

        // After an unknown flag, what is left over is probably its value.
        if (isSure)
        {
            mistakes.AddRange(left.Select(argument => $"{argument}: an argument too many"));
        }
    }
}
