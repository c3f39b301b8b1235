namespace Kinora.Cli.Doctor;

/// <summary>How a check came out.</summary>
internal enum CheckState
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Kinora works, but something is slower or missing.</summary>
    Weak,

    /// <summary>Kinora cannot work.</summary>
    Bad,
}

/// <summary>One line of the doctor's table.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="State">How it came out.</param>
/// <param name="Found">What is there.</param>
/// <param name="Advice">What to do about it, when it is not good.</param>
internal sealed record Check(string Name, CheckState State, string Found, string? Advice = null)
{
    public static Check Good(string name, string found) => new(name, CheckState.Good, found);

    public static Check Weak(string name, string found, string advice) => new(name, CheckState.Weak, found, advice);

    public static Check Bad(string name, string found, string advice) => new(name, CheckState.Bad, found, advice);
}
