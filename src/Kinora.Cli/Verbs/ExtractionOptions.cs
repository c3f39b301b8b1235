using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Video;
using Kinora.Video.Scaling;
using Kinora.Video.Writing;

namespace Kinora.Cli.Verbs;

/// <summary>What <c>data frames</c> and <c>data flow</c> both take.</summary>
internal sealed record ExtractionOptions : IValidatableObject
{
    [Required]
    [Display(Prompt = "FILE|DIR")]
    [Description("a video, or a folder of videos, those in its folders included")]
    public string Data { get; init; } = "";

    [Required]
    [Display(Prompt = "DIR")]
    [Description("folder to write to; each video gets a folder there, at the place it has in the data folder")]
    public string Out { get; init; } = "";

    [Description("scale to this height and width in pixels, whatever that does to shapes; the video's own when not given")]
    [Range(1, 16384)]
    public FrameSize? Size { get; init; }

    [Description("scale until the short side has this many pixels, shape kept; the video's own when not given")]
    [Range(1, 16384)]
    public int? ShortSide { get; init; }

    [Description("whose scaling; that of FFmpeg is done while decoding and is the fastest")]
    public ScaleFilter Filter { get; init; } = ScaleFilter.FFmpegBilinear;

    [Description("quality of JPEG files")]
    [Range(1, 100)]
    public int Quality { get; init; } = ImageFile.DefaultQuality;

    [Description("videos worked on at once; 0 takes every core")]
    [Range(0, 1024)]
    public int Workers { get; init; }

    [Description("first remove what an earlier extraction left in --out; otherwise it is gone on with, if its settings are the same")]
    public bool Overwrite { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Size is not null && ShortSide is not null)
        {
            yield return new ValidationResult("--size and --short-side: both say how large frames become; give one of them");
        }
    }
}
