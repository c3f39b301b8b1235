using System.IO.Enumeration;
using Kinora.Video.Decoding;

namespace Kinora.Data.Readers;

/// <summary>
/// What lies below the root of a data set: names only, nothing is opened. Clips are video files, or, where there is no video
/// file at all, folders of numbered pictures; these are counted, and their names not kept, for there may be millions.
/// </summary>
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

    /// <summary>Two numbered pictures are the fewest that are taken for a clip.</summary>
    private const int FewestPictures = 2;

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    private readonly List<string> videos = [];
    private readonly List<string> pictureFolders = [];
    private readonly List<string> others = [];
    private readonly List<string> notices = [];
    private readonly List<string> empty = [];
    private long uncountedPictures;

    private DataFolder(string root, string? list)
    {
        Root = root;
        List = list;
        Enter(root, "", [Real(new DirectoryInfo(root))]);
        HoldsPictures = videos.Count == 0 && pictureFolders.Count > 0;
        if (HoldsPictures)
        {
            videos = pictureFolders;
        }
        else if (pictureFolders.Count > 0)
        {
            // Frames of the videos beside them: a second copy of each clip.
            pictureFolders.Sort(StringComparer.Ordinal);
            notices.Add($"{Words.Count(pictureFolders.Count, "folder")} of pictures left out, for there are videos: {Words.List(pictureFolders)}");
        }

        if (empty.Count > 0)
        {
            empty.Sort(StringComparer.Ordinal);
            notices.Add($"{Words.Count(empty.Count, "empty folder")}: {Words.List(empty)}; a class without clips is not learned");
        }

        videos.Sort(StringComparer.Ordinal);
        others.Sort(StringComparer.Ordinal);
    }

    /// <summary>The folder, in full.</summary>
    public string Root { get; }

    /// <summary>The CSV file that was named instead of a folder.</summary>
    public string? List { get; }

    /// <summary>Whether the clips are folders of pictures.</summary>
    public bool HoldsPictures { get; }

    /// <summary>Paths of the clips below the root, video files or folders of pictures, with '/', in ordinal order.</summary>
    public IReadOnlyList<string> Videos => videos;

    /// <summary>Paths of the other files below the root, with '/', in ordinal order.</summary>
    public IReadOnlyList<string> Others => others;

    /// <summary>Links that were not followed, folders that could not be read.</summary>
    public IReadOnlyList<string> Notices => notices;

    /// <summary>Lists a folder and all folders in it, links included; names that begin with a dot are left out.</summary>
    /// <exception cref="DataException">There is no such folder, or neither a video nor stored features in it.</exception>
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

        var folder = new DataFolder(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), list: null);
        if (folder.Videos.Count == 0 && !FeaturesReader.IsIn(folder))
        {
            var found = folder.Others.Count == 0 ? "it is empty" : $"it holds {Words.Count(folder.Others.Count, "other file")}: {Words.List(folder.Others)}";
            var unread = folder.Notices.Count == 0 ? "" : $"; {string.Join("; ", folder.Notices)}";
            throw new DataException($"there is no video in {path} ({found}{unread}); expected files ending in {string.Join(' ', VideoEndings.Order(StringComparer.Ordinal))}");
        }

        return folder;
    }

    /// <summary>The folder of a CSV file that lists the clips.</summary>
    public static DataFolder OfList(string path) => new(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path));

    /// <summary>A clip's name without folders and without a video's ending.</summary>
    public static string Stem(string name)
    {
        var file = name[(name.LastIndexOf('/') + 1)..];
        var ending = Path.GetExtension(file);
        return VideoEndings.Contains(ending) ? file[..^ending.Length] : file;
    }

    /// <summary>Where a file below the root lies.</summary>
    public string PathOf(string name) => Path.Combine(Root, name.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>The notice about files that are no videos and were not read for another reason.</summary>
    public IEnumerable<string> NoticesWithout(params IEnumerable<string> read)
    {
        var ignored = Others.Except(read, StringComparer.Ordinal).ToList();
        var count = ignored.Count + uncountedPictures;
        return count == 0 ? Notices : [.. Notices, $"{Words.Count(count, "file")} not taken for a video: {Words.List(ignored, count: count)}"];
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
    private void Enter(string path, string prefix, IReadOnlyList<string> above)
    {
        List<Entry> entries;
        var pictures = new Pictures();
        try
        {
            entries = [.. EntriesOf(path, pictures)];
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            notices.Add($"folder {(prefix.Length == 0 ? Root : prefix)} cannot be read: {e.Message}");
            return;
        }

        if (entries.Count == 0 && pictures.All == 0 && prefix.Length > 0)
        {
            empty.Add(prefix[..^1]);
        }

        Add(pictures, prefix, holdsMore: entries.Exists(entry => entry.IsFolder || VideoEndings.Contains(Path.GetExtension(entry.Name))));
        foreach (var entry in entries)
        {
            var name = prefix + entry.Name;
            if (!entry.IsFolder)
            {
                Add(entry, path, name);
                continue;
            }

            var inner = Path.Combine(path, entry.Name);
            var real = entry.IsLink ? Real(new DirectoryInfo(inner)) : Path.Combine(above[^1], entry.Name);
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

    // Numbered pictures are counted on the way.
    private static FileSystemEnumerable<Entry> EntriesOf(string path, Pictures pictures) =>
        new(path, static (ref entry) => new Entry(entry.FileName.ToString(), entry.IsDirectory, entry.Attributes.HasFlag(FileAttributes.ReparsePoint)), Everything)
        {
            ShouldIncludePredicate = (ref entry) =>
                entry.FileName[0] != '.' && !(FrameFolder.IsNumberedPicture(entry.FileName) && !entry.IsDirectory && pictures.Count(entry.FileName)),
        };

    private void Add(Pictures pictures, string prefix, bool holdsMore)
    {
        if (pictures.Frames >= FewestPictures && !holdsMore && prefix.Length > 0)
        {
            pictureFolders.Add(prefix[..^1]);
            return;
        }

        others.AddRange(pictures.First.Select(name => prefix + name));
        uncountedPictures += pictures.All - pictures.First.Count;
    }

    private void Add(Entry file, string folder, string name)
    {
        if (file.IsLink && new FileInfo(Path.Combine(folder, file.Name)) is var link && !LeadsSomewhere(link))
        {
            notices.Add($"link {name} leads to no file: {link.LinkTarget}");
        }
        else
        {
            (VideoEndings.Contains(Path.GetExtension(file.Name)) ? videos : others).Add(name);
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

    private readonly record struct Entry(string Name, bool IsFolder, bool IsLink);

    /// <summary>The numbered pictures of one folder: how many, and the names of a few.</summary>
    private sealed class Pictures
    {
        private const int Named = 3;

        public List<string> First { get; } = [];

        public long All { get; private set; }

        public long Frames { get; private set; }

        public bool Count(ReadOnlySpan<char> name)
        {
            All++;
            Frames += FrameFolder.IsFrame(name) ? 1 : 0;
            if (First.Count < Named)
            {
                First.Add(name.ToString());
            }

            return true;
        }
    }
}
