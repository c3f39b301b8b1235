using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Video;

namespace Kinora.Cli.Verbs;

/// <summary>What <c>models</c> takes.</summary>
internal sealed record ModelsOptions : IValidatableObject
{
    [Display(Prompt = "NAME")]
    [Description("network whose layers are listed; all networks when not given")]
    public string? Name { get; init; }

    [Description("frames of the clip; as many as the network was made for when not given")]
    [Range(1, 1024)]
    public int? Frames { get; init; }

    [Description("height and width of the frames, in pixels; what the network was made for when not given")]
    [Range(1, 1024)]
    public FrameSize? Size { get; init; }

    [Description("channels of the frames; what the network was made for when not given")]
    [Range(1, 4096)]
    public int? Channels { get; init; }

    [Description("number of classes; what the network was made for when not given")]
    [Range(1, 100_000)]
    public int? Classes { get; init; }

    [Description("print JSON")]
    public bool Json { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Name is null && (Frames ?? Size?.Height ?? Channels ?? Classes) is not null)
        {
            yield return new ValidationResult("--frames, --size, --channels and --classes are for one network: give its NAME");
        }
    }
}
