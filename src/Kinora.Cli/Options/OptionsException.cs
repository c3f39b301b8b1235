namespace Kinora.Cli.Options;

/// <summary>What was asked for cannot be: every mistake found on the command line and in the recipe, one line each.</summary>
public sealed class OptionsException : Exception
{
    public OptionsException(IReadOnlyList<string> mistakes)
        : base(string.Join(Environment.NewLine, mistakes)) => Mistakes = mistakes;

    public OptionsException(string mistake)
        : this([mistake])
    {
    }

    /// <summary>One line each: where it stands, what was found, what was expected.</summary>
    public IReadOnlyList<string> Mistakes { get; }
}
