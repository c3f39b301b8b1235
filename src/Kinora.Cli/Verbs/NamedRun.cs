using Kinora.Results;

namespace Kinora.Cli.Verbs;

/// <summary>A run as people name it.</summary>
internal static class NamedRun
{
    /// <summary>The run of that path, or of that name in the folder of the runs.</summary>
    /// <exception cref="ResultsException">There is neither.</exception>
    public static RunFolder Find(string name, string runs)
    {
        var path = Directory.Exists(name) ? name : Path.Combine(runs, name);
        return Directory.Exists(path)
            ? RunFolder.Open(path)
            : throw new ResultsException($"there is no run {name}, neither a folder of that name nor one in {runs}; give a folder that train wrote");
    }
}
