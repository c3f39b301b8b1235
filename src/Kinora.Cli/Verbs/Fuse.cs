using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Evaluation.Fusion;
using Kinora.Inference.Fusion;
using Kinora.Reports;
using Kinora.Results;

namespace Kinora.Cli.Verbs;

/// <summary><c>fuse RUN RUN</c>: makes one score of those of several networks, and tells where that helps.</summary>
internal static class Fuse
{
    public static Verb Verb { get; } = new("fuse", "fuse the scores of several runs, and tell where that helps and hurts", Run)
    {
        Options = new([OptionRecord.Of<FuseOptions>("fuse")]),
        Positionals = ["streams"],
        Examples =
        [
            "fuse runs/rgb runs/flow",
            "fuse runs/rgb runs/flow --method weighted",
            "fuse runs/rgb runs/flow --method weighted --weights 1 1.5",
            "fuse runs/rgb runs/flow runs/pose --method learned --json",
        ],
    };

    private static async Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        var options = values.Get<FuseOptions>();
        var clock = Stopwatch.StartNew();
        FusionStream[] streams = [.. Named([.. options.Streams.Select(path => FusionStream.Read(Find(path, options.Runs)))])];
        var fusion = Fuser.Fuse(streams, options.Method, options.Weights.Length > 0 ? options.Weights : null);
        var protocol = ProtocolOf(streams, fusion);
        var report = FusionReport.Of(fusion, protocol);
        var results = FusionReport.Results(fusion.Together, protocol, clock.Elapsed.TotalSeconds);

        var run = RunFolder.Create(options.Runs, options.Name ?? "fuse");
        EnvironmentRecord.Current(new Dictionary<string, string> { [EnvironmentRecord.StartedIn] = Environment.CurrentDirectory }).Save(run.Environment);
        new Scores(fusion.Parts[0].Fused.Labels, [.. fusion.Together.SelectMany(part => part.Scores.Clips)]).Save(run.Scores);
        foreach (var (name, scores) in fusion.Parts.Count > 1 ? fusion.Together : [])
        {
            scores.Save(run.Fold(name).Scores);
        }

        results.Save(run.Results);
        AtomicFile.WriteText(Path.Combine(run.Path, "fusion.json"), report.Write());
        var page = await ReportFile.WriteAsync(run, options.Data).ConfigureAwait(false);
        if (options.Json)
        {
            terminal.Output.Write(report.Write());
        }
        else
        {
            FusionText.Write(terminal, report, results);
            terminal.Output.WriteLine($"run: {Path.GetRelativePath(Environment.CurrentDirectory, run.Path)}");
            terminal.Output.WriteLine($"report: {Path.GetRelativePath(Environment.CurrentDirectory, page)}");
        }

        FusionText.WriteMissing(terminal, report);
        return report.Missing.Count > 0 ? ExitCode.SomeFailed : ExitCode.Done;
    }

    // A run is named by its folder, or by its name among the runs.
    private static string Find(string path, string runs) => !Path.Exists(path) && Directory.Exists(Path.Combine(runs, path)) ? Path.Combine(runs, path) : path;

    // Two runs of one name in different folders, or two tables, are told apart by their order.
    private static IEnumerable<FusionStream> Named(IReadOnlyList<FusionStream> streams) =>
        streams.Select((stream, place) => streams.Count(other => other.Name == stream.Name) > 1 ? stream with { Name = $"{stream.Name} ({place + 1})" } : stream);

    private static Protocol ProtocolOf(IReadOnlyList<FusionStream> streams, FusedStreams fusion)
    {
        var known = streams.Select(stream => stream.Results?.Protocol).OfType<Protocol>().ToArray();
        var first = known.FirstOrDefault() ?? new Protocol { Data = "unknown", Split = "as the scores say", Level = ScoreLevel.Video, Views = 1, Frames = 1, SettingsChosenOn = "unknown" };
        var weights = fusion.Parts[0].Weights is null ? "" : $", {fusion.WeightsFrom}";
        return first with
        {
            Folds = 1,
            SettingsChosenOn = $"{string.Join("; ", known.Select(protocol => protocol.SettingsChosenOn).DefaultIfEmpty("unknown").Distinct(StringComparer.Ordinal))}{weights}",
            Caution = known.Select(protocol => protocol.Caution).FirstOrDefault(caution => caution is not null),
            Fusion = $"{fusion.Method.ToString().ToLowerInvariant()} of {string.Join(", ", fusion.Streams)}{weights}",
        };
    }
}

/// <summary>What <c>fuse</c> takes.</summary>
internal sealed record FuseOptions : IValidatableObject
{
    [Required]
    [Display(Prompt = "RUN|SCORES")]
    [Description("two or more runs, folders that evaluate --out wrote, or their scores.csv; clips are matched by name")]
    public IReadOnlyList<string> Streams { get; init; } = [];

    [Description("sum: mean of the probabilities; weighted: weighted mean; max: the largest, class by class; learned: product, each raised to a power of its own")]
    public FusionMethod Method { get; init; } = FusionMethod.Sum;

    [Description("weights of weighted, one for each stream; chosen on clips that are not measured when not given")]
    [Range(0.0, 1e6)]
    public double[] Weights { get; init; } = [];

    [Description("write what fusion.json says to the terminal")]
    public bool Json { get; init; }

    [Display(Prompt = "DATA")]
    [Description("where the clips are, for the pictures of the report")]
    public string? Data { get; init; }

    [Description("folder of the runs")]
    public string Runs { get; init; } = "runs";

    [Description("name of the run that is written; fuse when not given")]
    public string? Name { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Streams.Count == 1)
        {
            yield return new ValidationResult($"STREAMS: found {Streams[0]} only, expected two runs or more");
        }

        if (Weights.Length > 0 && Method != FusionMethod.Weighted)
        {
            yield return new ValidationResult($"--weights are those of --method weighted, but the method is {Method.ToString().ToLowerInvariant()}");
        }
        else if (Weights.Length > 0 && (Weights.Length != Streams.Count || Weights.Sum() == 0))
        {
            yield return new ValidationResult($"--weights: found {string.Join(' ', Weights)}, expected {Streams.Count} numbers, one for each stream, not all 0");
        }
    }
}
