using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Cli.Options;
using Kinora.Cli.Shell;

namespace Kinora.Cli.Verbs;

/// <summary><c>docs options</c> prints docs/options.md, which is made of the same options as help.</summary>
internal static class Docs
{
    public static Verb Verb { get; } = new("docs", "print a page of the documentation that is made by the program", Run)
    {
        Options = new([OptionRecord.Of<DocsOptions>("page")]),
        Positionals = ["page"],
        Examples = ["docs options >docs/options.md"],
        IsHidden = true,
    };

    private static async Task<int> Run(OptionValues options, Terminal terminal, CancellationToken cancelled)
    {
        await terminal.Output.WriteAsync(OptionsPage.Write(AllVerbs.List)).ConfigureAwait(false);
        return ExitCode.Done;
    }
}

internal sealed record DocsOptions
{
    [Required, AllowedValues("options"), Description("the page")]
    public string Page { get; init; } = "";
}
