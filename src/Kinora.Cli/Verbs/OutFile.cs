namespace Kinora.Cli.Verbs;

/// <summary>Files that <c>--out</c> names.</summary>
internal static class OutFile
{
    /// <summary>Whether the name is a page's.</summary>
    public static bool IsPage(string path) => Path.GetExtension(path).ToLowerInvariant() is ".html" or ".htm";

    /// <summary>Tells before any work that there is no place for a file.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    public static void CheckFolderOf(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{path} cannot be written: there is no folder {folder}; create it or choose another");
        }
    }
}
