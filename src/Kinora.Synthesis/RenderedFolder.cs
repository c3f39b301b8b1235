using System.Text;

namespace Kinora.Synthesis;

/// <summary>
/// The folder of a rendered set: <c>walking/person01_walking_d1.mp4</c> and <c>person_groups.tsv</c>, the file by which Kinora.Data
/// learns which person is in which clip.
/// </summary>
internal sealed class RenderedFolder
{
    private const string GroupsName = "person_groups.tsv";

    // Says that the clips are rendered ones: films of real people may be named alike, and must not be replaced.
    private const string MarkName = ".kinora-rendered";
    private readonly string root;

    private RenderedFolder(string root) => this.root = root;

    /// <summary>Takes a folder: a new or empty one, or an earlier rendered set, which is emptied.</summary>
    /// <exception cref="SynthesisException">It holds anything else, or cannot be made.</exception>
    public static RenderedFolder Take(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            if (File.Exists(full))
            {
                throw new SynthesisException($"{path} is a file; name a folder for the clips");
            }

            Directory.CreateDirectory(full);
            var files = Directory.EnumerateFiles(full, "*", SearchOption.AllDirectories).ToList();
            var names = files.Select(file => Path.GetRelativePath(full, file).Replace('\\', '/')).Order(StringComparer.Ordinal).ToList();
            if (names.Count > 0 && (!names.Contains(MarkName) || names.Find(name => !IsOurs(name)) is not null))
            {
                throw new SynthesisException($"{path} holds something else than clips rendered by Kinora ({names.Find(name => !IsOurs(name)) ?? names[0]}); name an empty or a new folder");
            }

            File.WriteAllText(Path.Combine(full, MarkName), "The clips here are rendered, not filmed: kinora data synth made them and may replace them.\n");
            foreach (var name in names.Where(name => name != MarkName))
            {
                File.Delete(Path.Combine(full, name));
            }

            return new RenderedFolder(full);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SynthesisException($"{path} cannot be used for the clips: {error.Message}", error);
        }
    }

    /// <summary>Where a clip goes; its folder is made.</summary>
    /// <exception cref="SynthesisException">The folder cannot be made.</exception>
    public string PathOf(ClipName clip)
    {
        var folder = Path.Combine(root, clip.Action);
        try
        {
            Directory.CreateDirectory(folder);
            return Path.Combine(folder, clip.FileName);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SynthesisException($"{folder} cannot be made: {error.Message}", error);
        }
    }

    /// <summary>Writes who is in which clip: last of all, so that a set with this file is whole.</summary>
    /// <exception cref="SynthesisException">It cannot be written.</exception>
    public void Finish(IEnumerable<ClipName> clips)
    {
        var text = new StringBuilder("class\tfile\tperson\n");
        foreach (var clip in clips)
        {
            text.Append($"{clip.Action}\t{clip.FileName}\t{clip.PersonName}\n");
        }

        var path = Path.Combine(root, GroupsName);
        var temporary = Path.Combine(root, $".{GroupsName}.part");
        try
        {
            File.WriteAllText(temporary, text.ToString());
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SynthesisException($"{path} cannot be written: {error.Message}", error);
        }
    }

    private static bool IsOurs(string name) => name is GroupsName or MarkName || name == $".{GroupsName}.part" || ClipName.Fits(name);
}
