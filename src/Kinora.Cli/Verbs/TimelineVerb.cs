using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Cli.Options;
using Kinora.Cli.Progress;
using Kinora.Cli.Shell;
using Kinora.Inference.Timelines;
using Kinora.Video.Decoding;

namespace Kinora.Cli.Verbs;

/// <summary><c>timeline VIDEO</c>: tells what happens when in a video of any length.</summary>
internal static class TimelineVerb
{
    public static Verb Verb { get; } = new("timeline", "tell what happens when in a long video", Run)
    {
        Options = new([OptionRecord.Of<TimelineVerbOptions>("timeline"), OptionRecord.Of<TimelineInput>("windows"), OptionRecord.Of<RecognizerInput>("network")]),
        Positionals = ["video"],
        Examples =
        [
            "timeline match.mp4",
            "timeline match.mp4 --out match.srt match.png",
            "timeline match.mp4 --window 4 --step 1 --threshold 0.5 --json",
            "timeline 'match.mp4#t=60,120' --model runs/rgb runs/flow",
        ],
    };

    private static Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        var options = values.Get<TimelineVerbOptions>();
        foreach (var file in options.Out)
        {
            OutFile.CheckFolderOf(file);
        }

        // A file that is no video is told of before a network is loaded.
        using var video = VideoSource.Open(options.Video);
        _ = video.Info;
        using var recognizer = values.Get<RecognizerInput>().Load(terminal);
        Timeline timeline;
        using (var screen = new CountScreen(terminal, "looked at", "windows"))
        {
            timeline = recognizer.Timeline(video, values.Get<TimelineInput>().ToOptions(), screen, cancelled) with { File = options.Video };
        }

        if (timeline.Warning is { } warning)
        {
            terminal.Notices.WriteLine($"kinora timeline: {options.Video}: {warning}");
        }

        foreach (var file in options.Out)
        {
            TimelineFile.Write(file, timeline, video);
            terminal.Notices.WriteLine($"timeline: {file}");
        }

        if (options.Json)
        {
            terminal.Output.Write(TimelineText.Json(timeline));
        }
        else
        {
            TimelineBar.Write(timeline, terminal);
        }

        return Task.FromResult(ExitCode.Done);
    }
}

/// <summary>What <c>timeline</c> takes.</summary>
internal sealed record TimelineVerbOptions : IValidatableObject
{
    [Required]
    [Display(Prompt = "VIDEO")]
    [Description("a video file, a folder of pictures, or a part of one: match.mp4#t=60,120")]
    public string Video { get; init; } = "";

    [Display(Prompt = "FILE…")]
    [Description("write it there as well, as the ending says: .json, .csv, .srt or .vtt (subtitles), .png or .jpg (a picture)")]
    public IReadOnlyList<string> Out { get; init; } = [];

    [Description("print JSON: segments, and the probabilities of every window")]
    public bool Json { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var file in Out.Where(file => !TimelineFile.IsKnown(file)))
        {
            yield return new ValidationResult($"--out: found {file}, expected an ending of {string.Join(' ', TimelineFile.Endings)}");
        }
    }
}
