namespace Kinora.Web.Jobs;

/// <summary>A job that cannot be done.</summary>
/// <param name="kind">Of what kind the reason is.</param>
/// <param name="message">The reason in one line.</param>
internal sealed class FailedException(FailureKind kind, string message) : Exception(message)
{
    public FailureKind Kind { get; } = kind;
}
