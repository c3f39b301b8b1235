using System.Text;
using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Cli.Verbs;
using Kinora.Tests;

namespace Kinora.Cli.Tests;

/// <summary>A line of a shell, read by the parser that would read it if it were run.</summary>
internal static class ReadmeLine
{
    /// <summary>Whether it starts a program of this repository.</summary>
    public static bool IsCommand(string line) => Words(line) is ["./kinora" or "./test", ..] or ["dotnet", "run", ..];

    /// <summary>What is wrong with the line; null where the program would begin its work.</summary>
    public static string? Mistake(string line) => Words(line) switch
    {
        ["./kinora", .. var arguments] => OfKinora(arguments),
        ["./test", .. var arguments] => OfTest(arguments),
        ["dotnet", "run", .. var arguments] => OfDotnetRun(arguments),
        _ => "starts neither ./kinora nor ./test nor dotnet run",
    };

    private static string? OfKinora(string[] arguments)
    {
        if (arguments is [] or ["--help" or "--version"])
        {
            return null;
        }

        var verb = AllVerbs.List.Where(verb => verb.Words.SequenceEqual(arguments.Take(verb.Words.Count))).MaxBy(verb => verb.Words.Count);
        if (verb is null)
        {
            return $"no verb is called {arguments[0]}";
        }

        // Recipes are named as seen from the checkout.
        var line = CommandLine.Parse(verb, [.. arguments.Skip(verb.Words.Count).Select(word => File.Exists(InCheckout(word)) ? InCheckout(word) : word)]);
        try
        {
            _ = line.WantsHelp ? null : Application.Read(line);
            return null;
        }
        catch (OptionsException e)
        {
            return string.Join("; ", e.Mistakes);
        }
    }

    private static string? OfTest(string[] arguments)
    {
        var help = Encoding.UTF8.GetString(Places.Run(InCheckout("test"), "--help"));
        var unknown = arguments.FirstOrDefault(word => word.StartsWith('-') && !help.Contains(word, StringComparison.Ordinal));
        return unknown is null ? null : $"./test --help does not list {unknown}";
    }

    // The program's own arguments are its own affair: SamplesTests runs the samples.
    private static string? OfDotnetRun(string[] arguments)
    {
        string[] own = [.. arguments.TakeWhile(word => word != "--")];
        var project = Array.IndexOf(own, "--project") is >= 0 and var place && place + 1 < own.Length ? own[place + 1] : own.FirstOrDefault(word => word.EndsWith(".cs", StringComparison.Ordinal));
        return project is null ? "names neither a --project nor a .cs file" : Path.Exists(InCheckout(project)) ? null : $"there is no {project}";
    }

    private static string InCheckout(string path) => Path.Combine(Places.Repository, path);

    /// <summary>The words after settings of the environment, without where output goes.</summary>
    private static string[] Words(string line) =>
    [
        .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .SkipWhile(word => !word.StartsWith('-') && !word.StartsWith('.') && word.Contains('='))
            .Where(word => !word.StartsWith('>')),
    ];
}
