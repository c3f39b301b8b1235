using System.Globalization;

namespace Kinora.Results;

/// <summary>
/// The folder of one run: what was asked, what happened, what came out. Folders number themselves and are
/// never shared: a name that exists becomes NAME-2, NAME-3, …
/// </summary>
public sealed class RunFolder
{
    private const string FoldsName = "folds";

    private RunFolder(string path) => Path = path;

    /// <summary>Full path of the folder.</summary>
    public string Path { get; }

    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The options of the run, defaults filled in.</summary>
    public string Recipe => Inside("recipe.yaml");

    /// <summary><see cref="EnvironmentRecord"/>.</summary>
    public string Environment => Inside("environment.json");

    /// <summary><see cref="RunLog"/>.</summary>
    public string Log => Inside("log.jsonl");

    /// <summary><see cref="RunResults"/>.</summary>
    public string Results => Inside("results.json");

    /// <summary><see cref="Kinora.Results.Scores"/>.</summary>
    public string Scores => Inside("scores.csv");

    /// <summary>
    /// <see cref="Kinora.Results.Scores"/> of the clips that chose the epoch, by the model that was chosen; absent where the last
    /// epoch is taken. What is decided after training (weights of a fusion, a setting) is decided on these.
    /// </summary>
    public string ValidationScores => Inside("validation.csv");

    public string Checkpoints => Inside("checkpoints");

    public string BestCheckpoint => System.IO.Path.Combine(Checkpoints, "best.kinora");

    public string LastCheckpoint => System.IO.Path.Combine(Checkpoints, "last.kinora");

    public string Plots => Inside("plots");

    public string Report => Inside("report.html");

    /// <summary>Events for TensorBoard.</summary>
    public string TensorBoard => Inside("tensorboard");

    /// <summary>The run itself, also where this is the folder of one of its folds.</summary>
    public RunFolder Whole =>
        System.IO.Path.GetDirectoryName(Path) is { } parent && System.IO.Path.GetFileName(parent) == FoldsName && System.IO.Path.GetDirectoryName(parent) is { } run
            ? new RunFolder(run)
            : this;

    /// <summary>
    /// Makes a new folder below <paramref name="root"/>. Two processes that ask at the same time get different ones.
    /// </summary>
    /// <param name="root">The folder of all runs, made when absent.</param>
    /// <param name="name">Name of the run; the date and time in UTC when absent.</param>
    /// <param name="clock">Where the time comes from; the system's clock when absent.</param>
    /// <exception cref="ResultsException">The name is no folder name, or nothing can be written there.</exception>
    public static RunFolder Create(string root, string? name = null, TimeProvider? clock = null)
    {
        name ??= (clock ?? TimeProvider.System).GetUtcNow().ToString("yyyy-MM-dd_HH-mm-ss", CultureInfo.InvariantCulture);
        CheckName(name);
        root = System.IO.Path.GetFullPath(root);
        var draft = System.IO.Path.Combine(root, $".{Guid.NewGuid():N}.tmp");
        try
        {
            var folder = new RunFolder(draft);
            Directory.CreateDirectory(folder.Checkpoints);
            Directory.CreateDirectory(folder.Plots);
            for (var number = 1; ; number++)
            {
                var path = System.IO.Path.Combine(root, number == 1 ? name : $"{name}-{number}");
                if (TryRename(draft, path))
                {
                    return new RunFolder(path);
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (Directory.Exists(draft))
            {
                Directory.Delete(draft, recursive: true);
            }

            throw AtomicFile.CannotWrite(System.IO.Path.Combine(root, name), error);
        }
    }

    /// <summary>An existing run.</summary>
    /// <exception cref="ResultsException">There is no such folder.</exception>
    public static RunFolder Open(string path)
    {
        path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        return Directory.Exists(path) ? new RunFolder(path) : throw new ResultsException($"there is no run {path}");
    }

    /// <summary>
    /// The run below <paramref name="root"/> whose best checkpoint was written last; null where no run has one. Of a run
    /// that left groups out in turn it is the fold that was written last.
    /// </summary>
    public static RunFolder? Newest(string root) => NewestOf(FoldersOf(System.IO.Path.GetFullPath(root)).SelectMany(WithFolds));

    /// <summary>
    /// The checkpoint that a path means: the file itself, or the best one of the run that is in this folder; of a run that left
    /// groups out in turn, that of the fold that was written last.
    /// </summary>
    /// <exception cref="ResultsException">It is a folder without a checkpoint.</exception>
    public static string CheckpointOf(string path) => !Directory.Exists(path)
        ? path
        : NewestOf(WithFolds(path))?.BestCheckpoint
            ?? throw new ResultsException($"{path} is a folder without a checkpoint; give that of a finished run, or a file that 'kinora train' wrote");

    /// <summary>The folder of one fold of this run, made when absent; laid out like a run: <c>folds/NAME/</c>.</summary>
    /// <exception cref="ResultsException">The name is no folder name, or nothing can be written there.</exception>
    public RunFolder Fold(string name)
    {
        CheckName(name);
        var fold = new RunFolder(System.IO.Path.Combine(Inside(FoldsName), name));
        try
        {
            Directory.CreateDirectory(fold.Checkpoints);
            Directory.CreateDirectory(fold.Plots);
            return fold;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.CannotWrite(fold.Path, error);
        }
    }

    private static IEnumerable<string> WithFolds(string path) => FoldersOf(System.IO.Path.Combine(path, FoldsName)).Prepend(path);

    private static RunFolder? NewestOf(IEnumerable<string> paths) => paths
        .Select(path => new RunFolder(path))
        .Where(run => File.Exists(run.BestCheckpoint))
        .OrderByDescending(run => File.GetLastWriteTimeUtc(run.BestCheckpoint))
        .ThenByDescending(run => run.Name, StringComparer.Ordinal)
        .FirstOrDefault();

    private static string[] FoldersOf(string path) => Directory.Exists(path) ? Directory.GetDirectories(path) : [];

    private string Inside(string name) => System.IO.Path.Combine(Path, name);

    // The draft already holds folders, as every run does: the system renames no folder onto one that is not empty,
    // so whoever comes second is refused even if both found the name free.
    private static bool TryRename(string draft, string path)
    {
        if (System.IO.Path.Exists(path))
        {
            return false;
        }

        try
        {
            Directory.Move(draft, path);
            return true;
        }
        catch (IOException) when (System.IO.Path.Exists(path))
        {
            return false;
        }
    }

    private static void CheckName(string name)
    {
        const int Longest = 200;  // bytes; file systems allow 255, and a number or suffix is added
        if (name.Length == 0 || name[0] == '.' || name.Any(character => character is '/' or '\\' || char.IsControl(character)) || System.Text.Encoding.UTF8.GetByteCount(name) > Longest)
        {
            throw new ResultsException($"'{name}' cannot name a run: use 1 to {Longest} characters without / or \\, not starting with a dot");
        }
    }
}
