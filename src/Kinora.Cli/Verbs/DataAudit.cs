using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Cli.Options;
using Kinora.Cli.Progress;
using Kinora.Cli.Shell;
using Kinora.Data;
using Kinora.Data.Audit;
using Kinora.Results;

namespace Kinora.Cli.Verbs;

/// <summary><c>data audit DATA --split …</c>: says whether a score on a split can be trusted.</summary>
internal static class DataAudit
{
    public static Verb Verb { get; } = new("data audit", "tell whether a score on a split can be trusted: exit code 0 if so, 1 if it leaks or nobody can know", Run)
    {
        Options = new([OptionRecord.Of<DataAuditOptions>("data_audit")]),
        Positionals = ["data"],
        Examples =
        [
            "data audit clips/",
            "data audit clips/ --split random --validation 0.3 --seed 7",
            "data audit weizmann/ --split leave-one-person-out",
            "data audit clips/ --split split.csv --json",
        ],
    };

    private static Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        var options = values.Get<DataAuditOptions>();
        var data = DataSets.Open(options.Data, options.Format).Videos();
        foreach (var notice in data.Notices)
        {
            terminal.Notices.WriteLine($"kinora data audit: {notice}");
        }

        var word = options.Split;
        var how = new Division(options.Folds, options.Validation, options.Subset, options.Seed);
        string? list = null;
        if (!SplitWord.Is(word))
        {
            (data, list, word) = (ListedSplit.Open(word, data), Path.GetFileName(word), "official");
        }

        var (words, folds) = SplitWord.Divide(data, word, how);
        AuditReport report;
        using (var screen = new CountScreen(terminal, "read", "clips"))
        {
            report = SplitAudit.Run(data, folds, options.Frames, options.Workers > 0 ? options.Workers : Environment.ProcessorCount, progress: screen, cancel: cancelled);
        }

        var split = list is null ? words : $"{words} of {list}";
        if (options.Json)
        {
            AuditJson.Write(data, split, report, terminal);
        }
        else
        {
            AuditText.Write(data, split, report, terminal);
        }

        return Task.FromResult(report.Verdict.Verdict == SplitTrust.Clean ? ExitCode.Done : ExitCode.SomeFailed);
    }
}

/// <summary>What <c>data audit</c> takes.</summary>
internal sealed record DataAuditOptions : IValidatableObject
{
    [Required]
    [Display(Prompt = "DATA")]
    [Description("folder of labelled clips, or a CSV file that lists them")]
    public string Data { get; init; } = "";

    [Description("layout of the data folder; found out by itself when not given")]
    public string? Format { get; init; }

    [Display(Prompt = "NAME|FILE.csv")]
    [Description("the split: auto (what train takes), official, random, group, k-fold, leave-one-group-out (or -person-, -recording-), or a list with a split column")]
    public string Split { get; init; } = "auto";

    [Description("folds of k-fold")]
    [Range(2, 1000)]
    public int Folds { get; init; } = 5;

    [Description("fraction of the clips that are held out")]
    [Range(0.01, 0.9)]
    public double Validation { get; init; } = 0.2;

    [Description("audit a stratified random subset of so many clips; 0 takes all")]
    [Range(0, int.MaxValue)]
    public int Subset { get; init; }

    [Description("seed of everything random; train with the same one divides the same way")]
    [Range(0, int.MaxValue)]
    public int Seed { get; init; } = 42;

    [Description("clips with fewer frames are called too short")]
    [Range(1, 1024)]
    public int Frames { get; init; } = 16;

    [Description("print one JSON object with everything found")]
    public bool Json { get; init; }

    [Description("threads that decode videos; 0 takes every core")]
    [Range(0, 1024)]
    public int Workers { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!SplitWord.Is(Split) && Path.GetExtension(Split).ToLowerInvariant() is not (".csv" or ".tsv"))
        {
            yield return new ValidationResult($"--split: found {Split}, expected one of {string.Join(", ", SplitWord.All)}, or a .csv file");
        }
    }
}
