using Kinora.Tests;

namespace Kinora.Data.Tests;

/// <summary>Builds small trees of files; a video here is any file with a video's ending, for readers open none.</summary>
internal static class Tree
{
    public static string Files(TemporaryFolder folder, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            Text(folder, name, "");
        }

        return folder.Path;
    }

    public static string Text(TemporaryFolder folder, string name, string content)
    {
        var path = Path.Combine(folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return folder.Path;
    }

    /// <summary>The samples as "name label group", the easiest form to compare.</summary>
    public static string[] Lines(DataSet data) => [.. data.Samples.Select(sample => $"{sample.Name} {data.Labels[sample.Label]}{(sample.Group is null ? "" : " " + sample.Group)}")];

    public static string[] Names(DataSet data, string split) => [.. data.Splits![split].Select(i => data.Samples[i].Name)];

    /// <summary>The one line that a refused data set is refused with.</summary>
    public static string Refusal(string folder, string? format = null)
    {
        var message = Assert.Throws<DataException>(() => DataSets.Open(folder, format)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
