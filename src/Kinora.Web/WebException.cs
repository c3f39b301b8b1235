namespace Kinora.Web;

/// <summary>A server that cannot start. The message is one line that says what is wrong and what to do.</summary>
public sealed class WebException(string message, Exception? inner = null) : Exception(message, inner);
