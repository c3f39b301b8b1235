namespace Kinora.Web;

/// <summary>Why something is refused.</summary>
public enum Refusal
{
    /// <summary>The request makes no sense.</summary>
    Malformed,

    /// <summary>There is no such thing.</summary>
    Unknown,

    /// <summary>There was one, and it was deleted.</summary>
    Gone,

    /// <summary>It is not there yet, or never will be, because of the state of its job.</summary>
    NotReady,

    /// <summary>It is larger than allowed.</summary>
    TooLarge,

    /// <summary>It is no video that could be analysed.</summary>
    NoVideo,

    /// <summary>Too many are waiting already.</summary>
    Full,

    /// <summary>The disk cannot hold it.</summary>
    NoSpace,
}

/// <summary>A request that is refused. The message is one line for whoever asked: what was found, what is expected, what to do.</summary>
public sealed class RefusedException(Refusal refusal, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Why.</summary>
    public Refusal Refusal { get; } = refusal;
}
