using Spectre.Console;

namespace Kinora.Cli.Shell;

/// <summary>Where a verb speaks: results to standard output, progress and notices to standard error.</summary>
internal sealed class Terminal
{
    private readonly Lazy<IAnsiConsole> screen;
    private readonly Lazy<IAnsiConsole> page;

    /// <param name="output">Takes results.</param>
    /// <param name="notices">Takes everything else.</param>
    /// <param name="width">Columns of help and tables; null asks the terminal.</param>
    /// <param name="hasColours">Whether results may have colours and notices may move: both are on a terminal.</param>
    public Terminal(TextWriter output, TextWriter notices, int? width = null, (bool Output, bool Notices) hasColours = default)
    {
        Output = output;
        Notices = notices;
        Width = width ?? Columns();
        screen = new(() => Console(notices, hasColours.Notices));
        page = new(() => Console(output, hasColours.Output));
    }

    /// <summary>For results: what a script would read.</summary>
    public TextWriter Output { get; }

    /// <summary>For everything else.</summary>
    public TextWriter Notices { get; }

    /// <summary>Columns to fill, from 60 to 120; 100 where there is no terminal.</summary>
    public int Width { get; }

    /// <summary>Progress bars and live views, on standard error; plain lines where that is no terminal.</summary>
    public IAnsiConsole Screen => screen.Value;

    /// <summary>Tables that are results, on standard output.</summary>
    public IAnsiConsole Page => page.Value;

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess() => new(
        System.Console.Out,
        System.Console.Error,
        width: null,
        (!System.Console.IsOutputRedirected, !System.Console.IsErrorRedirected));

    private static int Columns() => System.Console.IsOutputRedirected ? 100 : Math.Clamp(System.Console.WindowWidth, 60, 120);

    private IAnsiConsole Console(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
        {
            console.Profile.Width = Width;
        }

        return console;
    }
}
