using Kinora.Data.Readers;

namespace Kinora.Data;

/// <summary>Opens data sets: <c>DataSets.Open("clips")</c> where <c>clips/</c> holds a folder per class, or another layout listed here.</summary>
public static class DataSets
{
    // A new format is one reader file and one line here. The first that recognises a folder reads it.
    private static readonly DataSetReader[] Readers =
    [
        new FeaturesReader(),
        new KineticsReader(),
        new ListReader(),
        new Ucf101Reader(),
        new Hmdb51Reader(),
        new KthReader(),
        new WeizmannReader(),
        new UtInteractionReader(),
        new SplitFolderReader(),
        new FrameFolderReader(),
        new ClassFolderReader(),
    ];

    /// <summary>The names that <c>format</c> takes, each with the layout it stands for.</summary>
    public static IReadOnlyList<(string Format, string Layout)> Formats { get; } = [.. Readers.Select(reader => (reader.Format, reader.Layout))];

    /// <summary>Reads the labels, groups and splits of a data set; no video is opened.</summary>
    /// <param name="folder">The folder that holds the clips, or a CSV file that lists them.</param>
    /// <param name="format">One of <see cref="Formats"/>; null detects it.</param>
    /// <param name="officialSplit">Which of the official divisions into training and test, from 1; UCF101 and HMDB51 have three, others one.</param>
    /// <exception cref="DataException">The folder is missing, or holds no labelled clips that could be told apart; the message says what to do.</exception>
    public static DataSet Open(string folder, string? format = null, int officialSplit = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(officialSplit, 1);
        if (format is not null && !Readers.Any(reader => reader.Format == format))
        {
            throw new DataException($"no data format is called '{format}'; there are {string.Join(", ", Readers.Select(reader => reader.Format))}");
        }

        var files = IsList(folder) ? OpenList(folder, format) : DataFolder.Scan(folder);
        var reader = Readers.First(reader => format is null ? reader.Recognises(files) : reader.Format == format);
        return officialSplit <= reader.OfficialSplits
            ? reader.Read(files, officialSplit)
            : throw new DataException($"official split {officialSplit} was asked for, but {folder}, read as '{reader.Format}', has {(reader.OfficialSplits == 1 ? "no more than one" : $"{reader.OfficialSplits}")}");
    }

    private static bool IsList(string path) => Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".tsv" && !Directory.Exists(path);

    private static DataFolder OpenList(string path, string? format)
    {
        if (!File.Exists(path))
        {
            throw new DataException($"there is no list {path}; give a folder of clips, or a list with the columns video_name,label");
        }

        return format is null or "csv" or "kinetics"
            ? DataFolder.OfList(path)
            : throw new DataException($"{path} is a list, which the format '{format}' does not read; give its folder, or leave the format out");
    }
}
