using Kinora.Reports;
using Kinora.Results;

namespace Kinora.Web.Pages.Experiments;

/// <summary>The runs that the pages show.</summary>
internal sealed class RunShelf(WebSettings settings, TimeProvider clock)
{
    // A report holds pictures, some megabytes of them; whoever looks at one looks at it again.
    private const int MostKept = 4;

    private readonly Lock gate = new();
    private readonly List<Kept> kept = [];

    /// <summary>The runs, the newest first.</summary>
    public IReadOnlyList<Experiment> List() =>
        [.. Folders().Select(folder => Experiment.Read(folder, clock.GetUtcNow())).OrderByDescending(run => run.Started).ThenByDescending(run => run.Name, StringComparer.Ordinal)];

    /// <summary>A run by its name, which may come from anywhere: it is looked up among the folders there are, and never part of a path.</summary>
    /// <exception cref="RefusedException">There is none of that name.</exception>
    public (RunFolder Folder, Experiment Run) Find(string name)
    {
        var folder = Folders().FirstOrDefault(folder => folder.Name == name) ?? throw new RefusedException(Refusal.Unknown, "there is no run of that name; the list of experiments has those there are");
        return (folder, Experiment.Read(folder, clock.GetUtcNow()));
    }

    /// <summary>All that is known of a run. That of a finished one is kept, for its pictures take a while.</summary>
    /// <exception cref="ResultsException">There is nothing to be known yet, or it cannot be read.</exception>
    public RunReport Report(RunFolder folder)
    {
        var stamp = new[] { folder.Results, folder.Scores, folder.Log }.Where(File.Exists).Select(File.GetLastWriteTimeUtc).DefaultIfEmpty().Max();
        lock (gate)
        {
            if (kept.Find(one => one.Path == folder.Path && one.Stamp == stamp) is { } same)
            {
                return same.Report;
            }
        }

        var report = RunReport.Gather(folder);
        if (report.Results is not null)
        {
            lock (gate)
            {
                kept.RemoveAll(one => one.Path == folder.Path);
                kept.Add(new Kept(folder.Path, stamp, report));
                kept.RemoveRange(0, Math.Max(0, kept.Count - MostKept));
            }
        }

        return report;
    }

    private IEnumerable<RunFolder> Folders() =>
        settings.RunsFolder is { } root && Directory.Exists(root) ? Directory.GetDirectories(root).Select(RunFolder.Open).Where(RunProgress.IsRun) : [];

    private sealed record Kept(string Path, DateTime Stamp, RunReport Report);
}
