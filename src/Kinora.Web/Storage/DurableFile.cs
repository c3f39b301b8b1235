using System.Runtime.InteropServices;

namespace Kinora.Web.Storage;

/// <summary>Makes a file's new name as lasting as its bytes: after a power cut it is there.</summary>
internal static partial class DurableFile
{
    private const int ReadOnly = 0;
    private const int Directory = 0x10000;

    /// <summary>Renames a file whose bytes are on the disk already; when it returns, the name is, too.</summary>
    public static void Rename(string from, string to)
    {
        File.Move(from, to);
        var folder = Path.GetDirectoryName(to)!;
        var handle = Open(folder, ReadOnly | Directory);
        if (handle < 0)
        {
            throw new IOException($"{folder} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        try
        {
            if (Sync(handle) != 0)
            {
                throw new IOException($"{folder} cannot be synced: {Marshal.GetLastPInvokeErrorMessage()}");
            }
        }
        finally
        {
            _ = Close(handle);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}
