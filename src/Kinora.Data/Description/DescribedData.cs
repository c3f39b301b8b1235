using Kinora.Data.Readers;
using Kinora.Video.Decoding;

namespace Kinora.Data.Description;

/// <summary>One file to be looked at, with what the data says of it.</summary>
/// <param name="Name">Its path below the root, with '/'.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="Label">Its class; null where the data has no labels.</param>
/// <param name="Split">Its split; null where the data does not say.</param>
/// <param name="Group">Its group; null where unknown.</param>
/// <param name="Span">The part of the file that it is; null for all of it.</param>
internal sealed record DataFile(string Name, string Path, string? Label, string? Split, string? Group, VideoSpan? Span = null);

/// <summary>The files of a data set, or of any folder of videos.</summary>
/// <param name="Root">The folder.</param>
/// <param name="Layout">How it was read; null for videos without labels.</param>
/// <param name="GroupKind">What a group is; null where unknown.</param>
/// <param name="Labels">The classes; none where there are no labels.</param>
/// <param name="Files">The files in ordinal order of their names.</param>
/// <param name="Notices">What was left out or looks odd.</param>
internal sealed record DescribedData(string Root, string? Layout, string? GroupKind, IReadOnlyList<string> Labels, IReadOnlyList<DataFile> Files, IReadOnlyList<string> Notices)
{
    /// <summary>Finds the files. What cannot be read as a data set is read as videos without labels, and a notice says why.</summary>
    /// <exception cref="DataException">There is no such folder, no video in it, or it does not have the layout that was asked for.</exception>
    public static DescribedData Open(string path, string? format)
    {
        DataSet data;
        try
        {
            data = DataSets.Open(path, format);
        }
        catch (DataException problem) when (format is null && Directory.Exists(path))
        {
            // A folder without any video throws again, with the words for it.
            var folder = DataFolder.Scan(path);
            return new DescribedData(
                folder.Root,
                null,
                null,
                [],
                [.. folder.Videos.Select(name => new DataFile(name, folder.PathOf(name), null, null, null))],
                [$"described without labels: {problem.Message.Replace(folder.Root, Path.GetFileName(folder.Root), StringComparison.Ordinal)}", .. folder.NoticesWithout()]);
        }

        return Of(data.Videos());
    }

    private static DescribedData Of(DataSet data)
    {
        var splits = new string?[data.Samples.Count];
        foreach (var (split, samples) in data.Splits ?? new Dictionary<string, IReadOnlyList<int>>())
        {
            foreach (var sample in samples)
            {
                splits[sample] = split;
            }
        }

        return new DescribedData(
            data.Root,
            data.Format,
            data.GroupKind,
            data.Labels,
            [.. data.Samples.Select((sample, i) => new DataFile(sample.Name, sample.Path, data.Labels[sample.Label], splits[i], sample.Group, sample.Span))],
            data.Notices);
    }
}
