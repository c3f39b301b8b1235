namespace Kinora.Data;

/// <summary>Data that cannot be used as it lies there. The message is one line: what was found, what was expected, where, what to do.</summary>
public sealed class DataException : Exception
{
    public DataException()
    {
    }

    public DataException(string message)
        : base(message)
    {
    }

    public DataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
