using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Reports;
using Kinora.Results;

namespace Kinora.Cli.Verbs;

/// <summary><c>report RUN</c>: a run as one page to read, send and print.</summary>
internal static class Report
{
    public static Verb Verb { get; } = new("report", "write a run as one page: score, curves, confusion matrix, pictures", Run)
    {
        Options = new([OptionRecord.Of<ReportOptions>("report")]),
        Positionals = ["run"],
        Examples = ["report", "report runs/mine", "report mine --data moved/clips"],
    };

    private static async Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        var options = values.Get<ReportOptions>();
        var file = await ReportFile.WriteAsync(Find(options), options.Data).ConfigureAwait(false);
        terminal.Output.WriteLine(Path.GetRelativePath(Environment.CurrentDirectory, file));
        return ExitCode.Done;
    }

    private static RunFolder Find(ReportOptions options)
    {
        if (options.Run is null)
        {
            return RunFolder.Newest(options.Runs) ?? throw new ResultsException($"no finished run in {options.Runs}; 'kinora train DATA' makes one, or name one: kinora report RUN");
        }

        return NamedRun.Find(options.Run, options.Runs);
    }
}

/// <summary>What <c>report</c> takes.</summary>
internal sealed record ReportOptions
{
    [Display(Prompt = "RUN")]
    [Description("folder of a run, or its name in the folder of the runs; the newest run when not given")]
    public string? Run { get; init; }

    [Display(Prompt = "DATA")]
    [Description("where the clips are now, for the pictures; where they were in training when not given")]
    public string? Data { get; init; }

    [Description("folder of the runs")]
    public string Runs { get; init; } = "runs";
}
