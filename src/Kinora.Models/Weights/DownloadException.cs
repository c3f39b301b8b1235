namespace Kinora.Models.Weights;

/// <summary>A file that could not be fetched, or was not what it should be; the message is one line and says what to do.</summary>
public sealed class DownloadException : Exception
{
    public DownloadException(string message)
        : base(message)
    {
    }

    public DownloadException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
