namespace Kinora.Data.Readers;

/// <summary>What lies below the root of a data set: names only, nothing is opened.</summary>
internal sealed class DataFolder
{
    /// <summary>
    /// The endings of files taken for videos, in any case. Whether one holds a video shows when it is decoded; one that does
    /// not is then skipped by name.
    /// </summary>
    public static readonly IReadOnlySet<string> VideoEndings = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        ".3gp", ".asf", ".avi", ".divx", ".flv", ".gif", ".m2ts", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".mts", ".mxf",
        ".ogv", ".ts", ".vob", ".webm", ".wmv", ".y4m",
    };

    private readonly List<string> videos = [];
    private readonly List<string> others = [];
    private readonly List<string> notices = [];

    private DataFolder(string root, string? list)
    {
        Root = root;
        List = list;
        Enter(new DirectoryInfo(root), "", [Real(new DirectoryInfo(root))]);
        videos.Sort(StringComparer.Ordinal);
        others.Sort(StringComparer.Ordinal);
    }

    /// <summary>The folder, in full.</summary>
    public string Root { get; }

    /// <summary>The CSV file that was named instead of a folder.</summary>
    public string? List { get; }

    /// <summary>Paths of the videos below the root, with '/', in ordinal order.</summary>
    public IReadOnlyList<string> Videos => videos;

    /// <summary>Paths of the other files below the root, with '/', in ordinal order.</summary>
    public IReadOnlyList<string> Others => others;

    /// <summary>Links that were not followed, folders that could not be read.</summary>
    public IReadOnlyList<string> Notices => notices;

    /// <summary>Lists a folder and all folders in it, links included; names that begin with a dot are left out.</summary>
    /// <exception cref="DataException">There is no such folder, or no video in it.</exception>
    public static DataFolder Scan(string path)
    {
        if (File.Exists(path))
        {
            throw new DataException($"{path} is a file; expected a folder with one folder of clips per class, or a .csv file with the columns video_name,label");
        }

        if (!Directory.Exists(path))
        {
            throw new DataException($"there is no folder {path}{Nearest(path)}; give the folder that holds the clips");
        }

        var folder = new DataFolder(Path.GetFullPath(path), list: null);
        if (folder.Videos.Count == 0)
        {
            var found = folder.Others.Count == 0 ? "it is empty" : $"it holds {Words.Count(folder.Others.Count, "other file")}: {Words.List(folder.Others)}";
            var unread = folder.Notices.Count == 0 ? "" : $"; {string.Join("; ", folder.Notices)}";
            throw new DataException($"there is no video in {path} ({found}{unread}); expected files ending in {string.Join(' ', VideoEndings.Order(StringComparer.Ordinal))}");
        }

        return folder;
    }

    /// <summary>The folder of a CSV file that lists the clips.</summary>
    public static DataFolder OfList(string path) => new(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path));

    /// <summary>Where a file below the root lies.</summary>
    public string PathOf(string name) => Path.Combine(Root, name.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>The notice about files that are no videos and were not read for another reason.</summary>
    public IEnumerable<string> NoticesWithout(params IEnumerable<string> read)
    {
        var ignored = Others.Except(read, StringComparer.Ordinal).ToList();
        return ignored.Count == 0 ? Notices : [.. Notices, $"{Words.Count(ignored.Count, "file")} not taken for a video: {Words.List(ignored)}"];
    }

    private static string Nearest(string path)
    {
        for (var parent = Path.GetDirectoryName(Path.GetFullPath(path)); parent is not null; parent = Path.GetDirectoryName(parent))
        {
            if (Directory.Exists(parent))
            {
                return $" ({parent} is there)";
            }
        }

        return "";
    }

    private static string Real(DirectoryInfo folder) => folder.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder.FullName;

    // 'above' holds the real paths from the root down to this folder: a link to one of them would go round for ever.
    private void Enter(DirectoryInfo folder, string prefix, IReadOnlyList<string> above)
    {
        List<FileSystemInfo> entries;
        try
        {
            entries = [.. folder.EnumerateFileSystemInfos().Where(entry => !entry.Name.StartsWith('.'))];
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            notices.Add($"folder {(prefix.Length == 0 ? Root : prefix)} cannot be read: {e.Message}");
            return;
        }

        foreach (var entry in entries)
        {
            var name = prefix + entry.Name;
            if (entry is not DirectoryInfo inner)
            {
                Add(entry, name);
                continue;
            }

            var real = inner.LinkTarget is null ? Path.Combine(above[^1], inner.Name) : Real(inner);
            if (above.Contains(real, StringComparer.Ordinal))
            {
                notices.Add($"link {name} leads back to a folder above it and was not followed");
            }
            else
            {
                Enter(inner, name + "/", [.. above, real]);
            }
        }
    }

    private void Add(FileSystemInfo file, string name)
    {
        if (file.LinkTarget is not null && !LeadsSomewhere(file))
        {
            notices.Add($"link {name} leads to no file: {file.LinkTarget}");
        }
        else
        {
            (VideoEndings.Contains(file.Extension) ? videos : others).Add(name);
        }
    }

    // File.Exists is true of a link that leads nowhere, too.
    private static bool LeadsSomewhere(FileSystemInfo link)
    {
        try
        {
            return link.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true };
        }
        catch (IOException)
        {
            // A link to itself.
            return false;
        }
    }
}
