using System.Security.Cryptography;

namespace Kinora.Data.Audit;

/// <summary>
/// Files that are the same byte for byte, under whatever names, or rows of stored features. Only files of equal size are read.
/// </summary>
internal static class SameFiles
{
    /// <summary>Sets of clips whose files are the same, each in ascending order; clips that share a file with no other are in none.</summary>
    /// <param name="data">The clips; files that are missing, empty or cannot be read are the same as no other.</param>
    /// <param name="among">Numbers of the clips to look at.</param>
    public static IReadOnlyList<IReadOnlyList<int>> Find(DataSet data, IEnumerable<int> among) =>
    [
        .. among.Select(i => (Clip: i, Size: data.Features is null ? SizeOf(data.Samples[i].Path) : 1)).Where(file => file.Size > 0)
            .GroupBy(file => file.Size).Where(files => files.Skip(1).Any())
            .SelectMany(files => files.Select(file => (file.Clip, Hash: HashOf(data, file.Clip))).Where(file => file.Hash is not null).GroupBy(file => file.Hash, StringComparer.Ordinal))
            .Where(files => files.Skip(1).Any())
            .Select(files => (IReadOnlyList<int>)[.. files.Select(file => file.Clip).Order()])
            .OrderBy(files => files[0]),
    ];

    private static long SizeOf(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true } file ? (file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file).Length : 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static string? HashOf(DataSet data, int clip)
    {
        if (data is { Features: { } features } && data.Samples[clip].Row is { } row)
        {
            return features.HashOf(row);
        }

        try
        {
            using var stream = File.OpenRead(data.Samples[clip].Path);
            return Convert.ToHexString(SHA256.HashData(stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
