namespace Kinora.Synthesis;

/// <summary>A set of clips that cannot be rendered as asked. The message is one line that says what was found and what to do.</summary>
public sealed class SynthesisException : Exception
{
    public SynthesisException(string message)
        : base(message)
    {
    }

    public SynthesisException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
