using Kinora.Data;
using Kinora.Data.Readers;
using Microsoft.Extensions.FileSystemGlobbing;
using Microsoft.Extensions.FileSystemGlobbing.Abstractions;

namespace Kinora.Cli.Verbs;

/// <summary>One video that arguments name, or why an argument names none.</summary>
/// <param name="Path">The video, or the argument.</param>
/// <param name="Error">Why there is none; null where there is one.</param>
internal sealed record NamedFile(string Path, string? Error = null);

/// <summary>Which videos the arguments of a verb name: files, parts of files, folders, patterns such as <c>'clips/**/*.avi'</c>.</summary>
internal static class NamedFiles
{
    /// <summary>All of them, in the order of the arguments.</summary>
    /// <param name="arguments">As given.</param>
    /// <param name="notice">Hears what is left out.</param>
    public static IReadOnlyList<NamedFile> Find(IEnumerable<string> arguments, Action<string> notice) => [.. arguments.SelectMany(argument => Find(argument, notice))];

    private static IEnumerable<NamedFile> Find(string argument, Action<string> notice)
    {
        if (Directory.Exists(argument))
        {
            return Below(argument, notice);
        }

        if (Path.Exists(argument) || !argument.Contains('*', StringComparison.Ordinal))
        {
            return [new NamedFile(argument)];
        }

        // The part before the first star is a folder; the rest is matched below it.
        var words = argument.Split('/');
        var plain = Array.FindIndex(words, word => word.Contains('*', StringComparison.Ordinal));
        var root = plain == 0 ? "." : string.Join('/', words[..plain]) is var start && start.Length == 0 ? "/" : start;
        var matcher = new Matcher(StringComparison.Ordinal).AddInclude(string.Join('/', words[plain..]));
        string[] found = Directory.Exists(root)
            ? [.. matcher.Execute(new DirectoryInfoWrapper(new DirectoryInfo(root))).Files.Select(file => plain == 0 ? file.Path : Path.Combine(root, file.Path)).Order(StringComparer.Ordinal)]
            : [];
        return found.Length > 0 ? found.Select(file => new NamedFile(file)) : [new NamedFile(argument, $"{argument}: no file matches")];
    }

    private static IEnumerable<NamedFile> Below(string folder, Action<string> notice)
    {
        try
        {
            var files = VideoFiles.Below(folder);
            foreach (var line in files.Notices)
            {
                notice(line);
            }

            return files.Paths.Select(path => new NamedFile(path));
        }
        catch (DataException e)
        {
            return [new NamedFile(folder, e.Message)];
        }
    }
}
