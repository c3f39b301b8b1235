using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Kinora.Cli.Verbs;

/// <summary>What <c>train</c> needs beside how to train, and with it every verb that trains.</summary>
internal record TrainInput : IValidatableObject
{
    [Category("data")]
    [Display(Prompt = "DATA")]
    [Description("folder of labelled clips (a folder per class, or another layout), or a CSV file that lists them")]
    public string? Data { get; init; }

    [Category("data")]
    [Display(Prompt = "RUN")]
    [Description("go on with one that was cut off, to the numbers of one without a break: its folder, or its name in the folder of the runs")]
    public string? Resume { get; init; }

    public virtual IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Resume is null && Data is null)
        {
            yield return new ValidationResult("DATA is missing: folder of labelled clips, or a CSV file that lists them");
        }
    }
}
