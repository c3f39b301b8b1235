using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Reports;
using Kinora.Results;

namespace Kinora.Cli.Verbs;

/// <summary><c>runs</c>: the runs there are; <c>runs A B</c>: how they differ, in settings and in what came out.</summary>
internal static class Runs
{
    public static Verb Verb { get; } = new("runs", "list the runs, or compare some of them", Run)
    {
        Options = new([OptionRecord.Of<RunsOptions>("runs")]),
        Positionals = ["names"],
        Examples = ["runs", "runs mine other", "runs mine other third --plot", "runs --runs elsewhere/runs --json"],
    };

    private static async Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        var options = values.Get<RunsOptions>();
        var now = TimeProvider.System.GetUtcNow();
        if (options.Names.Count == 0)
        {
            return List(options, now, terminal);
        }

        var comparison = RunComparison.Of([.. options.Names.Select(name => ListedRun.Read(NamedRun.Find(name, options.Runs), now))]);
        var plots = options.Plot ? await Plot(comparison, options).ConfigureAwait(false) : [];
        if (options.Json)
        {
            RunsJson.Write(comparison, plots, terminal);
            return ExitCode.Done;
        }

        RunsText.Write(comparison, terminal);
        foreach (var plot in plots)
        {
            terminal.Output.WriteLine($"plot: {plot}");
        }

        return ExitCode.Done;
    }

    private static int List(RunsOptions options, DateTimeOffset now, Terminal terminal)
    {
        if (!Directory.Exists(options.Runs))
        {
            throw new ResultsException($"there is no folder {options.Runs}; 'kinora train DATA' makes runs, --runs FOLDER names another");
        }

        var found = new List<ListedRun>();
        var broken = 0;
        foreach (var folder in Directory.GetDirectories(options.Runs).Select(RunFolder.Open).Where(RunProgress.IsRun))
        {
            try
            {
                found.Add(ListedRun.Read(folder, now));
            }
            catch (ResultsException e)
            {
                broken++;
                terminal.Notices.WriteLine($"kinora runs: {folder.Name}: {e.Message}");
            }
        }

        ListedRun[] newestFirst = [.. found.OrderByDescending(run => run.Started).ThenByDescending(run => run.Name, StringComparer.Ordinal)];
        if (options.Json)
        {
            RunsJson.Write(newestFirst, terminal);
        }
        else if (newestFirst.Length == 0)
        {
            terminal.Notices.WriteLine($"kinora runs: no run in {options.Runs}; 'kinora train DATA' makes one");
        }
        else
        {
            RunsText.Write(newestFirst, terminal);
        }

        return broken > 0 ? ExitCode.SomeFailed : ExitCode.Done;
    }

    private static async Task<IReadOnlyList<string>> Plot(RunComparison comparison, RunsOptions options)
    {
        // A file's name holds 255 bytes.
        const int NamesShown = 3;
        const int LettersShown = 20;
        var names = string.Join('_', comparison.Runs.Take(NamesShown).Select(run => run.Name.Length > LettersShown ? run.Name[..LettersShown] : run.Name)) + (comparison.Runs.Count > NamesShown ? $"_and_{comparison.Runs.Count - NamesShown}" : "");
        var files = await PlotFiles.CompareAsync([.. comparison.Runs.Select(run => run.Folder)], Path.Combine(options.Runs, "plots"), names).ConfigureAwait(false);
        return [.. files.Select(file => Path.GetRelativePath(Environment.CurrentDirectory, file))];
    }
}

/// <summary>What <c>runs</c> takes.</summary>
internal sealed record RunsOptions : IValidatableObject
{
    [Display(Prompt = "RUN")]
    [Description("runs to compare, the first with each of the others: folders, or names in the folder of the runs; all are listed when none is given")]
    public IReadOnlyList<string> Names { get; init; } = [];

    [Description("folder of the runs")]
    public string Runs { get; init; } = "runs";

    [Description("draw the learning curves of these runs in one chart, into the folder plots beside them")]
    public bool Plot { get; init; }

    [Description("print JSON")]
    public bool Json { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Plot && Names.Count == 0)
        {
            yield return new ValidationResult("--plot draws the runs that you name: kinora runs A B --plot");
        }

        if (Names.Select(name => Path.TrimEndingDirectorySeparator(name)).GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { Key: var twice })
        {
            yield return new ValidationResult($"{twice} is named twice");
        }
    }
}
