namespace Kinora.Cli.Studies;

/// <summary>How trials are chosen from a search space.</summary>
internal enum SearchMethod
{
    /// <summary>Drawn at random, each once: Bergstra and Bengio, https://www.jmlr.org/papers/v13/bergstra12a.html.</summary>
    Random,

    /// <summary>Every combination.</summary>
    Grid,
}
