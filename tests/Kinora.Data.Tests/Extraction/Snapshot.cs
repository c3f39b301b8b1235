using System.Security.Cryptography;

namespace Kinora.Data.Tests.Extraction;

/// <summary>Everything below a folder, as lines to compare: folders, and files with a hash of their bytes.</summary>
internal static class Snapshot
{
    /// <param name="folder">The folder.</param>
    /// <param name="without">A folder in it that does not count.</param>
    public static string[] Of(string folder, string? without = null) =>
    [
        .. from path in Directory.EnumerateFileSystemEntries(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
           let name = Path.GetRelativePath(folder, path)
           where without is null || name.Split('/')[0] != without
           orderby name
           select Directory.Exists(path) ? name + "/" : $"{name} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}",
    ];
}
