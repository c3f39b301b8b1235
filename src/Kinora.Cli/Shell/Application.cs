using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Kinora.Cli.Options;

namespace Kinora.Cli.Shell;

/// <summary>The program: finds the verb, reads its options, runs it, and tells what went wrong.</summary>
internal sealed class Application(IReadOnlyList<Verb> verbs)
{
    /// <summary>As in Directory.Build.props, without the commit.</summary>
    public static string Version { get; } =
        typeof(Application).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">Without the program's name.</param>
    /// <param name="terminal">Where to speak.</param>
    /// <returns>The exit code, one of <see cref="ExitCode"/>.</returns>
    public async Task<int> Run(IReadOnlyList<string> arguments, Terminal terminal)
    {
        switch (arguments)
        {
            case []:
                await terminal.Notices.WriteAsync(Overview(terminal.Width)).ConfigureAwait(false);
                return ExitCode.WrongUsage;
            case ["--version", ..]:
                await terminal.Output.WriteLineAsync($"kinora {Version}").ConfigureAwait(false);
                return ExitCode.Done;
            case ["--help" or "-h" or "-?" or "help"]:
                await terminal.Output.WriteAsync(Overview(terminal.Width)).ConfigureAwait(false);
                return ExitCode.Done;
            case ["help", ..]:
                return await Run([.. arguments.Skip(1), "--help"], terminal).ConfigureAwait(false);
        }

        // The longest name: "weights get" before "weights".
        var verb = verbs.Where(verb => verb.Words.SequenceEqual(arguments.Take(verb.Words.Count))).MaxBy(verb => verb.Words.Count);
        if (verb is null)
        {
            await terminal.Notices.WriteLineAsync($"kinora: {WhatIsThere(arguments)}").ConfigureAwait(false);
            return ExitCode.WrongUsage;
        }

        try
        {
            return await Run(verb, [.. arguments.Skip(verb.Words.Count)], terminal).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The outermost catch: everything is told, nothing is hidden.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Failure.Tell(verb.Name, e, terminal.Notices);
        }
    }

    /// <summary>The values of a command line for a verb.</summary>
    /// <exception cref="OptionsException">With every mistake of the command line and the recipe.</exception>
    internal static OptionValues Read(CommandLine line)
    {
        var set = line.Verb.Options;
        if (line.Recipe is null)
        {
            return new OptionResolver(set).Resolve(line.Given, [], line.Mistakes);
        }

        if (!File.Exists(line.Recipe))
        {
            return new OptionResolver(set).Resolve(line.Given, [], [.. line.Mistakes, $"{line.Recipe}: there is no such recipe"]);
        }

        var other = set.RecipesOf;
        var (options, mistakes) = Recipe.Read(
            File.ReadAllText(line.Recipe), line.Recipe, [.. set.Sections.Union(other?.Sections ?? [])], key => set.IsOption(key) || (other?.IsOption(key) ?? false));
        IReadOnlyList<Given> own = other is null ? options : [.. options.Where(given => set.Understands(given.Key) || !other.Understands(given.Key))];
        return new OptionResolver(set).Resolve(line.Given, own, [.. line.Mistakes, .. mistakes]);
    }

    private static async Task<int> Run(Verb verb, IReadOnlyList<string> arguments, Terminal terminal)
    {
        var line = CommandLine.Parse(verb, arguments);
        if (line.WantsHelp)
        {
            var choice = verb.Options.Choice is { } one ? line.Given.FirstOrDefault(given => given.Key == one.Key)?.Texts.FirstOrDefault() : null;
            await terminal.Output.WriteAsync(HelpText.Write(verb, verb.Options.Chosen(choice), terminal.Width)).ConfigureAwait(false);
            return ExitCode.Done;
        }

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return await verb.Run(Read(line), terminal, stop.Token).ConfigureAwait(false);

        // The first signal asks; the second is not caught.
        void Stop(PosixSignalContext signal)
        {
            if (!stop.IsCancellationRequested)
            {
                signal.Cancel = true;
                terminal.Notices.WriteLine($"kinora {verb.Name}: stopping; once more to stop at once");
                stop.Cancel();
            }
        }
    }

    // For a first word that stands for several verbs ("data") or none.
    private string WhatIsThere(IReadOnlyList<string> arguments)
    {
        Verb[] shown = [.. verbs.Where(verb => !verb.IsHidden)];
        string[] family = [.. shown.Where(verb => verb.Words.Count > 1 && verb.Words[0] == arguments[0]).Select(verb => verb.Name)];
        var second = arguments.Skip(1).FirstOrDefault(word => !word.StartsWith('-'));
        if (family.Length > 0 && second is null)
        {
            return $"{arguments[0]} stands for several verbs: {string.Join(", ", family)}";
        }

        var asked = family.Length > 0 ? $"{arguments[0]} {second}" : arguments[0];
        var near = NearestName.Find(asked, family.Length > 0 ? family : shown.Select(verb => verb.Name));
        return $"no verb is called {asked}; {(near is null ? "kinora --help lists them" : $"did you mean {near}?")}";
    }

    private string Overview(int width)
    {
        var text = new StringBuilder();
        text.Append($"kinora {Version}: recognises human actions in video\n\nusage: ./kinora VERB …\n\nverbs:\n");
        foreach (var verb in verbs.Where(verb => !verb.IsHidden))
        {
            HelpText.Row(text, verb.Name, verb.Summary, width);
        }

        text.Append("\n./kinora VERB --help shows an example and all options of a verb.\n");
        return text.ToString();
    }
}
