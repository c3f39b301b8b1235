namespace Kinora.Results;

/// <summary>Something about results that a user can mend: one line that says what, where and what to do.</summary>
public sealed class ResultsException : Exception
{
    public ResultsException(string message)
        : base(message)
    {
    }

    public ResultsException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
