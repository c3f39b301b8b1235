using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Data;
using Kinora.Data.Splitting;

namespace Kinora.Cli.Verbs;

/// <summary><c>data split DATA --out FILE.csv</c>: divides a data set and writes the lists that <c>train</c> reads.</summary>
internal static class DataSplit
{
    private const string NoSplit = "none";

    public static Verb Verb { get; } = new("data split", "divide a data set and write it as CSV lists that train reads", Run)
    {
        Options = new([OptionRecord.Of<DataSplitOptions>("data_split")]),
        Positionals = ["data"],
        Examples =
        [
            "data split clips/ --out split.csv",
            "data split clips/ --split k-fold --folds 5 --out split.csv",
            "data split weizmann/ --split leave-one-person-out --out lists/weizmann.csv",
            "data split hmdb51/ --split none --subset 2000 --out hmdb2000.csv",
        ],
    };

    private static Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        var options = values.Get<DataSplitOptions>();
        var data = DataSets.Open(options.Data, options.Format);
        foreach (var notice in data.Notices)
        {
            terminal.Notices.WriteLine($"kinora data split: {notice}");
        }

        if (options.Split == NoSplit)
        {
            IReadOnlyList<int> clips = options.Subset > 0 ? Splitter.Subset(data, options.Subset, options.Seed) : [.. Enumerable.Range(0, data.Samples.Count)];
            SplitList.Write(options.Out, data, [(null, clips)]);
            terminal.Output.WriteLine($"{options.Out}: {clips.Count} clips");
            return Task.FromResult(ExitCode.Done);
        }

        var (words, folds) = SplitWord.Divide(data, options.Split, new(options.Folds, options.Validation, options.Subset, options.Seed));
        if (options.Fold is { } wanted)
        {
            folds = wanted <= folds.Count ? [folds[wanted - 1]] : throw new OptionsException([$"--fold: found {wanted}, expected 1 to {folds.Count}: so many folds there are"]);
        }

        terminal.Notices.WriteLine($"{data.Samples.Count} clips of {data.Labels.Count} classes ({data.Format}); split: {words}");
        foreach (var fold in folds)
        {
            cancelled.ThrowIfCancellationRequested();
            Write(data, fold, options, terminal);
        }

        return Task.FromResult(ExitCode.Done);
    }

    private static void Write(DataSet data, Fold fold, DataSplitOptions options, Terminal terminal)
    {
        var path = fold.Name.Length == 0 ? options.Out : Named(options.Out, fold.Name);
        SplitList.Write(path, data, [("train", fold.Train), (options.HeldOut, fold.Test)]);
        terminal.Output.WriteLine($"{path}: {fold.Train.Count} train, {fold.Test.Count} {options.HeldOut}");
        var trained = fold.Train.Select(i => data.Samples[i].Label).ToHashSet();
        var untrained = fold.Test.Select(i => data.Samples[i].Label).Distinct().Where(label => !trained.Contains(label)).Order().Select(label => data.Labels[label]).ToList();
        if (untrained.Count > 0)
        {
            terminal.Notices.WriteLine($"kinora data split: {path} measures classes that it has no clip of to train with, and train will refuse it: {string.Join(", ", untrained)}");
        }
    }

    // split.csv and "fold 3" make split-fold3.csv; a recording's name may hold a slash.
    private static string Named(string path, string fold) =>
        Path.Combine(Path.GetDirectoryName(path) ?? "", $"{Path.GetFileNameWithoutExtension(path)}-{fold.Replace(" ", "", StringComparison.Ordinal).Replace('/', '-')}{Path.GetExtension(path)}");
}

/// <summary>What <c>data split</c> takes.</summary>
internal sealed record DataSplitOptions : IValidatableObject
{
    [Required]
    [Display(Prompt = "DATA")]
    [Description("folder of labelled clips, or a CSV file that lists them")]
    public string Data { get; init; } = "";

    [Required]
    [Display(Prompt = "FILE.csv")]
    [Description("the list; with several folds one list each, named after the fold: split-fold1.csv; videos below its folder are named from there, others by their full path")]
    public string Out { get; init; } = "";

    [Description("layout of the data folder; found out by itself when not given")]
    public string? Format { get; init; }

    [Description("how clips are divided: auto (the data's own lists, else whole groups, else random), official, random, group, k-fold (whole groups where known), leave-one-group-out (or -person-, -recording-), or none for a list without parts")]
    [AllowedValues("auto", "official", "random", "group", "k-fold", "leave-one-group-out", "leave-one-person-out", "leave-one-recording-out", "none")]
    public string Split { get; init; } = "auto";

    [Description("folds of k-fold")]
    [Range(2, 1000)]
    public int Folds { get; init; } = 5;

    [Description("write this fold only, counted from 1")]
    [Range(1, 100_000)]
    public int? Fold { get; init; }

    [Description("fraction of the clips that are held out")]
    [Range(0.01, 0.9)]
    public double Validation { get; init; } = 0.2;

    [Description("what the held-out clips are called: test keeps them from choosing the epoch, val does not")]
    [AllowedValues("test", "val")]
    public string HeldOut { get; init; } = "test";

    [Description("a stratified random subset of so many clips; 0 takes all")]
    [Range(0, int.MaxValue)]
    public int Subset { get; init; }

    [Description("seed of everything random")]
    [Range(0, int.MaxValue)]
    public int Seed { get; init; } = 42;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Path.GetExtension(Out).Equals(".csv", StringComparison.OrdinalIgnoreCase))
        {
            yield return new ValidationResult($"--out: found {Out}, expected a file name that ends in .csv");
        }
    }
}
