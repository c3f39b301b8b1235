using Kinora.Results;

namespace Kinora.Reports.Content;

/// <summary>Where the clips of a run lie now.</summary>
internal static class DataPlace
{
    /// <summary>The folder that clips are named from, or null and the reason.</summary>
    /// <param name="run">The run.</param>
    /// <param name="data">The data folder or list as the user names it now; null takes the recipe's.</param>
    /// <param name="settings">The recipe, null without one.</param>
    /// <param name="environment">Where the run took place, null where unknown.</param>
    public static (string? Root, string? Problem) Find(RunFolder run, string? data, RunSettings? settings, EnvironmentRecord? environment)
    {
        var path = data ?? settings?.Find("data", "path");
        if (path is null)
        {
            return (null, "the run does not say where its clips lie; --data FOLDER does");
        }

        // A relative path given now is meant from here; one of the recipe from where training was started, which may have moved.
        string?[] starts = data is not null
            ? [Environment.CurrentDirectory]
            : [environment?.Details.GetValueOrDefault(EnvironmentRecord.StartedIn), Environment.CurrentDirectory, Path.GetDirectoryName(Path.GetDirectoryName(run.Path))];
        foreach (var start in starts.OfType<string>())
        {
            var full = Path.GetFullPath(path, start);
            if (Directory.Exists(full))
            {
                return File.Exists(Path.Combine(full, "labels.tsv")) && Directory.EnumerateFiles(full, "*.npy").Any()
                    ? (null, "the clips are stored features, of which there are no pictures")
                    : (full, null);
            }

            if (File.Exists(full))
            {
                return (Path.GetDirectoryName(full), null);
            }
        }

        return (null, $"the data folder {path} is not there any more; --data FOLDER names another place");
    }
}
