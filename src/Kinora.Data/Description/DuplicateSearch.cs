using System.Security.Cryptography;
using Kinora.Data.Loading;
using Kinora.Results.Descriptions;

namespace Kinora.Data.Description;

/// <summary>Finds files of the same content; parts of one file are one. Files of a size that no other has are not read at all; empty ones have no content to share.</summary>
internal static class DuplicateSearch
{
    /// <summary>The sets of equal files, in the order of their first file's name.</summary>
    /// <param name="files">The files; those that cannot be opened are left out, as whoever decodes them tells.</param>
    /// <param name="workers">Threads.</param>
    /// <param name="cancel">Stops.</param>
    public static IReadOnlyList<DuplicateFiles> Run(IReadOnlyList<DataFile> files, int workers, CancellationToken cancel)
    {
        (DataFile File, long Bytes)[] candidates =
        [
            .. files.DistinctBy(file => file.Path).Select(file => (File: file, Bytes: SizeOf(file.Path))).Where(file => file.Bytes > 0)
                .GroupBy(file => file.Bytes).Where(equal => equal.Skip(1).Any()).SelectMany(equal => equal),
        ];
        var hashes = OrderedWork.Run(candidates, candidate => HashOf(candidate.File.Path), workers, ahead: 64, cancel);
        return
        [
            .. candidates.Zip(hashes, (candidate, hash) => (candidate.File, candidate.Bytes, Hash: hash)).Where(one => one.Hash is not null)
                .GroupBy(one => one.Hash!, StringComparer.Ordinal).Where(equal => equal.Skip(1).Any())
                .Select(equal => Of(equal.Key, equal.First().Bytes, [.. equal.Select(one => one.File).OrderBy(file => file.Name, StringComparer.Ordinal)]))
                .OrderBy(found => found.Files[0], StringComparer.Ordinal),
        ];
    }

    private static DuplicateFiles Of(string hash, long bytes, IReadOnlyList<DataFile> files) => new(
        hash,
        bytes,
        [.. files.Select(file => file.Name)],
        [.. files.Select(file => file.Label).OfType<string>().Distinct(StringComparer.Ordinal)],
        [.. files.Select(file => file.Split).OfType<string>().Distinct(StringComparer.Ordinal)]);

    private static long SizeOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private static string? HashOf(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
