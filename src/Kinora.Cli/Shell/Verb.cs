using Kinora.Cli.Options;

namespace Kinora.Cli.Shell;

/// <summary>One verb of the program: what it is called, what it takes, and what it does.</summary>
/// <param name="Name">The first word of the command line, or its first two ("data synth").</param>
/// <param name="Summary">One line: what it does.</param>
/// <param name="Run">Does it; returns the exit code, one of <see cref="ExitCode"/>.</param>
internal sealed record Verb(string Name, string Summary, Func<OptionValues, Terminal, CancellationToken, Task<int>> Run)
{
    /// <summary>The words of the name.</summary>
    public IReadOnlyList<string> Words { get; } = Name.Split(' ');

    /// <summary>The options: this verb's records, and possibly one that an option chooses.</summary>
    public OptionSet Options { get; init; } = new([]);

    /// <summary>Keys of options that may be given without their flag, in this order; the last takes all the rest when it is a list.</summary>
    public IReadOnlyList<string> Positionals { get; init; } = [];

    /// <summary>Whether a YAML file may give the options: <c>--recipe FILE</c>, or an argument that ends in .yaml or .yml.</summary>
    public bool TakesRecipe { get; init; }

    /// <summary>Whole command lines without the program's name, for help.</summary>
    public required IReadOnlyList<string> Examples { get; init; }

    /// <summary>For those who work on the program itself; not listed.</summary>
    public bool IsHidden { get; init; }
}
