using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Inference.Timelines;

namespace Kinora.Cli.Verbs;

/// <summary>How a verb looks along a video.</summary>
internal sealed record TimelineInput
{
    [Display(Prompt = "SECONDS")]
    [Description("length of a window; as long as the network's clip lasts when not given, or 2 s for one whose clip is spread over whatever it gets")]
    [Range(0.001, 86_400)]
    public double? Window { get; init; }

    [Display(Prompt = "SECONDS")]
    [Description("from one window to the next; half a window when not given")]
    [Range(0.001, 86_400)]
    public double? Step { get; init; }

    [Display(Prompt = "SECONDS")]
    [Description("shorter segments are joined to a neighbour; a window when not given, 0 keeps all")]
    [Range(0.0, 86_400)]
    public double? Shortest { get; init; }

    [Description("least probability of an action, as a fraction; where none reaches it, the segment has no label")]
    [Range(0.0, 1.0)]
    public double Threshold { get; init; }

    [Description("clips of each window whose probabilities are averaged; the checkpoint's own number when not given")]
    [Range(1, 100)]
    public int? Views { get; init; }

    [Description("windows that go through the network at once; more are quicker on a graphics card")]
    [Range(1, 4096)]
    public int BatchSize { get; init; } = 1;

    /// <summary>The same for the engine.</summary>
    public TimelineOptions ToOptions() => new() { Window = Window, Step = Step, Shortest = Shortest, Threshold = Threshold, Views = Views, BatchSize = BatchSize };
}
