using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Cli.Studies;
using Kinora.Results;
using Kinora.Training;

namespace Kinora.Cli.Verbs;

/// <summary><c>tune DATA --search …</c>: trains with many settings and keeps those that are best on clips that are never measured.</summary>
internal static class Tune
{
    private const string Inner = "0.2";

    // Trials that are divided, or judged, otherwise cannot be compared.
    private static readonly string[] FixedKeys = ["data", "name", "runs", "format", "split", "official_split", "validation", "inner_validation", "subset", "best_by"];

    private static readonly OptionRecord Own = OptionRecord.Of<TuneOptions>("tune");

    public static Verb Verb { get; } = new("tune", "search settings: train with many, keep those that are best on validation clips", Run)
    {
        Options = new([Own, OptionRecord.Of<TrainingOptions>("train")], ModelChoice.Of("model"))
        {
            Basis = PretrainedBasis.Of("pretrained"),
        },
        Positionals = ["data"],
        TakesRecipe = true,
        Examples =
        [
            "tune clips/ --search \"learning_rate: 1e-4..1e-2 log\" \"batch_size: 4, 8, 16\" --trials 12 --epochs 20",
            "tune clips/ recipes/hmdb51-notebook.yaml --search \"dropout: 0.2, 0.5\" \"weight_decay: 0, 1e-4\" --method grid --name grid",
            "tune --resume runs/grid",
        ],
    };

    private static async Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        var folder = default(RunFolder);
        if (values.Get<TuneOptions>().Resume is { } named)
        {
            (values, folder) = ResumedStudy.Open(Verb, values, named, "trials");
        }

        var options = values.Get<TuneOptions>();
        var study = Plan(values, terminal);
        folder ??= ResumedStudy.Begin(Verb, values);
        ResumedStudy.Note(Verb, values, folder);
        foreach (var line in study.Trials[0].Training.Words())
        {
            terminal.Notices.WriteLine(line);
        }

        var keys = study.Trials[0].Variation.Changes.Select(change => change.Key).ToArray();
        var record = study.Run(folder, terminal, so => AtomicFile.WriteText(Path.Combine(folder.Path, "trials.csv"), TrialTable.Csv(so, keys, isMeasured: false)), cancelled);
        var ranked = Ranked(record);
        if (ranked.Count == 0)
        {
            throw new ResultsException($"all {record.Count} trials failed; the first: {record.Trials[0].Error}");
        }

        var best = study.Trials.Single(trial => trial.Number == ranked[0].Number);
        var recipe = Path.Combine(folder.Path, "best.yaml");
        AtomicFile.WriteText(recipe, best.Training.ToRecipe($"kinora tune, {folder.Name}: trial {best.Number}, the best of {ranked.Count} on validation clips"));
        if (options.Json)
        {
            TuneText.WriteJson(terminal, folder, recipe, record, ranked);
        }
        else
        {
            TuneText.Write(terminal, folder, recipe, options.Data, record, ranked, keys, best.Training.Options.BestBy);
        }

        await terminal.Output.FlushAsync(cancelled).ConfigureAwait(false);
        return ranked.Count < record.Trials.Count ? ExitCode.SomeFailed : ExitCode.Done;
    }

    /// <summary>The finished trials, the best first: highest validation score by --best-by, of equal ones the lower loss, then the earlier one. What was measured has no say.</summary>
    internal static IReadOnlyList<TrialRecord> Ranked(StudyRecord record) =>
    [
        .. record.Trials.Where(trial => trial.State == TrialState.Finished)
            .OrderByDescending(trial => trial.ValidationScore).ThenBy(trial => trial.ValidationLoss).ThenBy(trial => trial.Number),
    ];

    private static Study Plan(OptionValues values, Terminal terminal)
    {
        var (options, training) = (values.Get<TuneOptions>(), values.Get<TrainingOptions>());
        string[] own = [.. Own.Properties.Select(option => option.Key).Where(key => key != "data")];
        var space = SearchSpace.Read(options.Search, Train.Verb.Options, FixedKeys, values.ChosenName);
        var variations = Chooser.Choose(space, options.Method, options.Trials, training.Seed);
        if (options.Trials is { } asked && variations.Count < asked)
        {
            terminal.Notices.WriteLine($"kinora tune: the search has {variations.Count} combinations only, so there are no {asked} trials");
        }

        var opened = new OpenedData(notice => terminal.Notices.WriteLine($"kinora tune: {notice}"));
        var study = Study.Plan("tune", values, own, variations, [training.Seed], opened);

        // Where the measured clips would choose, others do: nothing that decides may be measured.
        if (training.InnerValidation is null && study.Trials.Any(trial => trial.MeasuresWhatChooses))
        {
            terminal.Notices.WriteLine($"kinora tune: {Inner} of the training side chooses between trials (--inner-validation {Inner}); the clips that are measured stay out of it");
            var inner = new Given("inner_validation", [Inner], "--inner-validation");
            study = Study.Plan("tune", values, own, [.. variations.Select(variation => variation with { Always = [inner] })], [training.Seed], opened);
        }

        return study.Trials.FirstOrDefault(trial => trial.MeasuresWhatChooses || trial.Training.Plan.Folds.Any(fold => fold.Selection.Count == 0)) is { } blind
            ? throw new OptionsException(
                $"--inner-validation is {blind.Training.Options.InnerValidation?.ToString(CultureInfo.InvariantCulture) ?? "not given"}: no clips are left to choose between trials, and those that are measured must not; give --inner-validation {Inner}, or leave it away")
            : study;
    }
}

/// <summary>What <c>tune</c> takes beside how to train.</summary>
internal sealed record TuneOptions : TrainInput
{
    [Display(Prompt = "\"KEY: VALUES\" …")]
    [Description("what is tried: \"KEY: a, b, c\", or \"KEY: LOW..HIGH\" for a number, with log behind it to draw evenly in its logarithm, and with a count to take so many from end to end; any key of a recipe of train")]
    public IReadOnlyList<string> Search { get; init; } = [];

    [Description("random draws trials, each once, from the seed; grid takes every combination")]
    public SearchMethod Method { get; init; } = SearchMethod.Random;

    [Description("how many trials; 20 at random and all of a grid when not given")]
    [Range(1, 100_000)]
    public int? Trials { get; init; }

    [Description("print JSON")]
    public bool Json { get; init; }

    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Resume is null && Search.Count == 0
            ? base.Validate(validationContext).Append(new ValidationResult("--search is missing: what is tried, such as \"learning_rate: 1e-4..1e-2 log\""))
            : base.Validate(validationContext);
}
