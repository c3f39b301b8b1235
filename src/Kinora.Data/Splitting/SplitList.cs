using CsvHelper;
using Kinora.Results;

namespace Kinora.Data.Splitting;

/// <summary>
/// Writes splits as lists that <see cref="DataSets.Open"/> reads: columns <c>video_name,label,group,split</c>, without the
/// group where none is known and without the split where there is none.
/// </summary>
public static class SplitList
{
    /// <summary>Writes a list, whole or not at all.</summary>
    /// <param name="path">The file, a .csv. Videos below its folder are named from there, so that both can move together; others by their full path.</param>
    /// <param name="data">The clips.</param>
    /// <param name="parts">Which clips are in which part: <c>train</c>, <c>val</c>, <c>test</c>; null for a part that has no name, where it is the only one.</param>
    /// <exception cref="ResultsException">The file cannot be written.</exception>
    public static void Write(string path, DataSet data, IReadOnlyList<(string? Part, IReadOnlyList<int> Clips)> parts)
    {
        ArgumentNullException.ThrowIfNull(data);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var (hasGroups, hasParts) = (data.GroupKind is not null, parts.All(part => part.Part is not null));
        AtomicFile.Write(path, stream =>
        {
            using var csv = CsvWriter.Create(stream, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true);
            csv.WriteHeader(["video_name", "label", .. hasGroups ? ["group"] : Array.Empty<string>(), .. hasParts ? ["split"] : Array.Empty<string>()]);
            foreach (var (part, clip) in parts.SelectMany(part => part.Clips.Select(clip => (part.Part, Clip: clip))).OrderBy(line => line.Clip))
            {
                var sample = data.Samples[clip];
                csv.WriteField(NameFrom(folder, sample.Path));
                csv.WriteField(data.Labels[sample.Label]);
                if (hasGroups)
                {
                    csv.WriteField(sample.Group);
                }

                if (hasParts)
                {
                    csv.WriteField(part);
                }

                csv.EndRecord();
            }
        });
    }

    private static string NameFrom(string folder, string path)
    {
        path = Path.GetFullPath(path);
        var relative = Path.GetRelativePath(folder, path);
        var isBelow = !Path.IsPathRooted(relative) && relative != ".." && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return (isBelow ? relative : path).Replace(Path.DirectorySeparatorChar, '/');
    }
}
