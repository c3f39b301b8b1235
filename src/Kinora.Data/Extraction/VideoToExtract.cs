using Kinora.Data.Readers;

namespace Kinora.Data.Extraction;

/// <summary>A video and the folder that its frames or flow get.</summary>
/// <param name="Name">Its path below the data folder, with '/' on every system.</param>
/// <param name="Path">Where the file lies.</param>
/// <param name="Folder">Its folder below the output, with '/': its name without the ending.</param>
internal sealed record VideoToExtract(string Name, string Path, string Folder)
{
    /// <summary>The videos of a folder and all folders in it, or one file, in ordinal order of their names; and what was left out.</summary>
    /// <exception cref="DataException">There is no such file or folder, no video in it, or two would share a folder.</exception>
    public static (IReadOnlyList<VideoToExtract> Videos, IReadOnlyList<string> Notices) Of(string path)
    {
        if (File.Exists(path))
        {
            var name = System.IO.Path.GetFileName(path);
            return ([.. Named([name], _ => path)], []);
        }

        var folder = DataFolder.Scan(path);
        if (FeaturesReader.IsIn(folder))
        {
            new FeaturesReader().Read(folder).Videos();
        }

        return ([.. Named(folder.Videos, folder.PathOf)], [.. folder.NoticesWithout()]);
    }

    private static IEnumerable<VideoToExtract> Named(IReadOnlyList<string> names, Func<string, string> pathOf)
    {
        // A name that another video of the folder would take as well, or that is a folder of videos, keeps its ending.
        var stems = names.CountBy(Stem).ToDictionary(StringComparer.Ordinal);
        var above = names.SelectMany(Above).Concat(ExtractionFolder.OwnNames).ToHashSet(StringComparer.Ordinal);
        var videos = names.Select(name =>
        {
            var stem = Stem(name);
            return new VideoToExtract(name, pathOf(name), stems[stem] > 1 || above.Contains(stem) ? name : stem);
        }).ToList();
        var seen = new HashSet<string>(above, StringComparer.Ordinal);
        var twice = videos.Find(video => !seen.Add(video.Folder));
        return twice is null ? videos : throw new DataException($"{twice.Name} would share its folder of frames with others; rename it");
    }

    private static string Stem(string name)
    {
        var ending = System.IO.Path.GetExtension(name);
        return ending.Length == System.IO.Path.GetFileName(name).Length ? name : name[..^ending.Length];
    }

    private static IEnumerable<string> Above(string name)
    {
        for (var end = name.LastIndexOf('/'); end > 0; end = name.LastIndexOf('/', end - 1))
        {
            yield return name[..end];
        }
    }
}
