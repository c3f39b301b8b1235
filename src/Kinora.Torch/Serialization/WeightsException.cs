namespace Kinora.Torch.Serialization;

/// <summary>A weight file that cannot be read, written, or put into a module. The message is one line and names the file.</summary>
public sealed class WeightsException : Exception
{
    /// <summary>A file or state dict that is not what was expected.</summary>
    public WeightsException(string message)
        : base(message)
    {
    }

    /// <summary>As above, with what the system or a parser said underneath.</summary>
    public WeightsException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
