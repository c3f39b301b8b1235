using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Kinora.Cli.Verbs;

/// <summary>What <c>data preview</c> takes beside what <c>train</c> says about clips.</summary>
internal sealed record DataPreviewOptions : IValidatableObject
{
    [Required]
    [Display(Prompt = "DATA")]
    [Description("folder of labelled clips, or a CSV file that lists them")]
    public string Data { get; init; } = "";

    [Description("how many clips, spread evenly over the classes; one of each class, 50 at most, when not given")]
    [Range(1, 100)]
    public int? Clips { get; init; }

    [Description("long side of a frame in the picture, in pixels; frames of a network are enlarged by whole factors")]
    [Range(64, 320)]
    public int Side { get; init; } = 160;

    [Display(Prompt = "FILE")]
    [Description("the picture, a .png or .jpg, or a page, an .html; frames are numbered from 0")]
    public string Out { get; init; } = "preview.png";

    [Description("show training clips as the network sees them: frames drawn, scaled and augmented by the options of the data")]
    public bool AsTrained { get; init; }

    [Description("draws of each clip with --as-trained: its first epochs")]
    [Range(1, 20)]
    public int Draws { get; init; } = 2;

    [Display(Prompt = "RUN")]
    [Description("show clips as a trained network sees them when it is measured: a run, a checkpoint, or a name that 'kinora weights' lists")]
    public string? AsEvaluated { get; init; }

    [Description("draw the optical flow of the shown frames below them")]
    public FlowLook? Flow { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Path.GetExtension(Out).ToLowerInvariant() is not (".png" or ".jpg" or ".jpeg") && !OutFile.IsPage(Out))
        {
            yield return new ValidationResult($"--out: found {Out}, expected a file name that ends in .png, .jpg, .jpeg or .html");
        }

        if (AsTrained && AsEvaluated is not null)
        {
            yield return new ValidationResult("--as-trained and --as-evaluated show different things; give one of them");
        }
    }
}
