using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Cli.Studies;
using Kinora.Results;
using Kinora.Training;

namespace Kinora.Cli.Verbs;

/// <summary><c>ablate DATA --switch …</c>: trains a recipe as it is and with one thing changed at a time, and says what each is worth.</summary>
internal static class Ablate
{
    private static readonly OptionRecord Own = OptionRecord.Of<AblateOptions>("ablate");

    public static Verb Verb { get; } = new("ablate", "change one thing of a recipe at a time, and measure what each is worth", Run)
    {
        Options = new([Own, OptionRecord.Of<TrainingOptions>("train")], ModelChoice.Of("model"))
        {
            Basis = PretrainedBasis.Of("pretrained"),
        },
        Positionals = ["data"],
        TakesRecipe = true,
        Examples =
        [
            "ablate clips/ --switch augmentation uniform --seeds 1 2 3",
            "ablate weizmann/ --model cnnrnn --split leave-one-group-out --switch attention bidirectional",
            "ablate --resume runs/mine",
        ],
    };

    private static async Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        var folder = default(RunFolder);
        if (values.Get<AblateOptions>().Resume is { } named)
        {
            (values, folder) = ResumedStudy.Open(Verb, values, named);
        }

        var options = values.Get<AblateOptions>();
        var study = Plan(values, terminal);
        folder ??= ResumedStudy.Begin(Verb, values);
        foreach (var line in study.Trials[0].Training.Words())
        {
            terminal.Notices.WriteLine(line);
        }

        if (study.Trials.Any(trial => trial.MeasuresWhatChooses))
        {
            terminal.Notices.WriteLine("caution: the clips that are measured choose the epochs too; --inner-validation 0.2 keeps them apart");
        }

        var groupKind = study.Trials[0].Training.Data.GroupKind ?? "group";
        var record = study.Run(folder, terminal, so => AblationText.Save(folder, so, Results(so)), cancelled);
        var results = Results(record);
        if (record.Trials.All(trial => trial.State == TrialState.Failed))
        {
            throw new ResultsException($"all {record.Count} trials failed; the first: {record.Trials[0].Error}");
        }

        if (options.Json)
        {
            terminal.Output.WriteLine(AblationText.Json(record, results));
        }
        else
        {
            AblationText.Write(terminal, folder, results);
        }

        await terminal.Output.FlushAsync(cancelled).ConfigureAwait(false);
        return record.Trials.Any(trial => trial.State == TrialState.Failed) ? ExitCode.SomeFailed : ExitCode.Done;

        IReadOnlyList<AblationResult> Results(StudyRecord so) =>
            AblationResult.Of(so, trial => Scores.Load(RunFolder.Open(Path.Combine(Study.TrialsOf(folder), Trial.FolderOf(trial.Number))).Scores), groupKind);
    }

    private static Study Plan(OptionValues values, Terminal terminal)
    {
        var (options, training) = (values.Get<AblateOptions>(), values.Get<TrainingOptions>());
        string[] own = [.. Own.Properties.Select(option => option.Key).Where(key => key != "data")];
        var plain = new Variation(AblationResult.Baseline, []);
        var recipe = new Baseline(Study.Of(values, own, plain, training.Seed));
        var mistakes = new List<string>();
        var variations = new List<Variation> { plain };
        foreach (var asked in options.Switch.Distinct(StringComparer.Ordinal))
        {
            var found = Switches.All.Single(one => one.Name == asked);
            var change = found.Change(recipe);
            if (change.Reason is { } reason)
            {
                mistakes.Add($"--switch {asked}: {reason}");
            }
            else
            {
                variations.Add(new Variation(asked, [.. change.Changes.Select(pair => ToGiven(recipe, asked, pair))])
                {
                    Always = [.. change.Kept.Select(pair => ToGiven(recipe, asked, pair))],
                });
            }
        }

        return mistakes.Count > 0
            ? throw new OptionsException(mistakes)
            : Study.Plan(
                "ablate", values, own, variations, options.Seeds.Count > 0 ? [.. options.Seeds.Distinct()] : [training.Seed],
                new OpenedData(notice => terminal.Notices.WriteLine($"kinora ablate: {notice}")));
    }

    private static Given ToGiven(Baseline recipe, string name, (string Key, string Value) change)
    {
        var option = recipe.Values.All.Single(pair => pair.Option.Key == change.Key).Option;
        return new Given(change.Key, option.IsList || option.IsSize ? change.Value.Split(' ') : [change.Value], $"--switch {name}, {change.Key}")
        {
            IsNone = option.IsNullable && change.Value == "none",
        };
    }
}

/// <summary>What <c>ablate</c> takes beside how to train.</summary>
internal sealed record AblateOptions : TrainInput
{
    [Display(Prompt = "NAME …")]
    [Description("what is changed, one at a time: attention and bidirectional (off), resnet18, resnet34 and resnet50 (as backbone), pretrained (off), augmentation (off), uniform and first-n (sampling), bfloat16, accumulation (half the batch, two of them for a step), progressive (backbone frozen at first, or not)")]
    public IReadOnlyList<string> Switch { get; init; } = [];

    [Description("seeds, each of which trains the recipe and every change of it; the recipe's seed when not given")]
    [Range(0, int.MaxValue)]
    public IReadOnlyList<int> Seeds { get; init; } = [];

    [Description("print JSON")]
    public bool Json { get; init; }

    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var mistake in base.Validate(validationContext))
        {
            yield return mistake;
        }

        var names = Switches.All.Select(one => one.Name).ToArray();
        if (Resume is null && Switch.Count == 0)
        {
            yield return new ValidationResult($"--switch is missing: what is changed, some of {string.Join(", ", names)}");
        }

        foreach (var unknown in Switch.Except(names, StringComparer.Ordinal))
        {
            var near = NearestName.Find(unknown, names);
            yield return new ValidationResult($"--switch: found {unknown}, expected one of {string.Join(", ", names)}{(near is null ? "" : $"; did you mean {near}?")}");
        }
    }
}
