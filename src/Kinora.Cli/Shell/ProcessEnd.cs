using System.Runtime.InteropServices;

namespace Kinora.Cli.Shell;

/// <summary>The end of the process.</summary>
internal static partial class ProcessEnd
{
    /// <summary>
    /// Ends the process at once. Where libtorch is loaded, an ordinary end takes it a seventh of a second to unregister its
    /// operators one by one, whose memory the system frees anyway; all that Kinora writes is flushed where it is written.
    /// </summary>
    /// <param name="code">The exit code.</param>
    [LibraryImport("libc", EntryPoint = "_exit")]
    public static partial void Leave(int code);
}
