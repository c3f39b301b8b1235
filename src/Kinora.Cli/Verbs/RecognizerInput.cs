using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Cli.Shell;
using Kinora.Inference;
using Kinora.Inference.Fusion;

namespace Kinora.Cli.Verbs;

/// <summary>What every verb takes that looks at videos with trained networks.</summary>
internal sealed record RecognizerInput : IValidatableObject
{
    [Display(Prompt = "RUN…")]
    [Description("a run, such as runs/mine, or a checkpoint that train wrote; several are fused, as an ensemble or as streams of pictures and optical flow; the newest run's best when not given")]
    public IReadOnlyList<string> Model { get; init; } = [];

    [Description("how several networks answer as one, as in fuse; sum: mean of the probabilities; weighted: weighted mean; max: the largest, class by class; learned: product, each raised to a power; weighted when weights are given")]
    public FusionMethod? Fusion { get; init; }

    [Description("of weighted and learned, one for each network")]
    [Range(0.0, 1e6)]
    public double[] Weights { get; init; } = [];

    [Description("where to compute: cpu, cuda, cuda:1, ...")]
    public string Device { get; init; } = "cpu";

    [Description("folder of the runs")]
    public string Runs { get; init; } = "runs";

    private FusionMethod Method => Fusion ?? (Weights.Length > 0 ? FusionMethod.Weighted : FusionMethod.Sum);

    /// <summary>The networks that are named, or the newest, ready to look.</summary>
    public Recognizer Load(Terminal terminal)
    {
        string[] paths = Model.Count == 0 ? [NamedModel.Find(null, Runs, terminal)] : [.. Model.Select(named => NamedModel.Find(named, Runs, terminal))];
        return Recognizer.Load(paths, new Ensemble(Method, Weights.Length > 0 ? Weights : null), Kinora.Torch.Device.Parse(Device));
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var networks = Math.Max(1, Model.Count);
        var takesWeights = Method is FusionMethod.Weighted or FusionMethod.Learned;
        if (takesWeights && (Weights.Length != networks || Weights.Sum() == 0))
        {
            yield return new ValidationResult($"--weights: found {(Weights.Length == 0 ? "none" : string.Join(' ', Weights))}, expected {networks} number{(networks == 1 ? "" : "s")}, one for each network, not all 0");
        }
        else if (!takesWeights && Weights.Length > 0)
        {
            yield return new ValidationResult($"--weights are those of weighted and learned, but --fusion is {Method.ToString().ToLowerInvariant()}");
        }
    }
}
