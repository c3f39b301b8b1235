using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Cli.Options;
using Kinora.Cli.Progress;
using Kinora.Cli.Shell;
using Kinora.Inference.Annotation;
using Kinora.Inference.Timelines;
using Kinora.Video;
using Kinora.Video.Decoding;
using Kinora.Video.Writing;

namespace Kinora.Cli.Verbs;

/// <summary><c>annotate VIDEO</c>: writes the video anew with what happens drawn into each frame.</summary>
internal static class Annotate
{
    public static Verb Verb { get; } = new("annotate", "write a video with what happens drawn into each frame", Run)
    {
        Options = new([OptionRecord.Of<AnnotateOptions>("annotate"), OptionRecord.Of<TimelineInput>("windows"), OptionRecord.Of<RecognizerInput>("network")]),
        Positionals = ["video"],
        Examples = ["annotate match.mp4", "annotate match.mp4 --out shown.mp4 --threshold 0.5", "annotate 'match.mp4#t=60,120' --model runs/mine --crf 18"],
    };

    private static Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        var options = values.Get<AnnotateOptions>();
        var file = options.Out ?? DefaultFile(options.Video);
        OutFile.CheckFolderOf(file);
        RefuseInput(options.Video, file);

        // A file that is no video is told of before a network is loaded.
        using var video = VideoSource.Open(options.Video, Environment.ProcessorCount);
        _ = video.Info;
        using var recognizer = values.Get<RecognizerInput>().Load(terminal);
        Timeline timeline;
        using (var screen = new CountScreen(terminal, "looked at", "windows"))
        {
            timeline = recognizer.Timeline(video, values.Get<TimelineInput>().ToOptions(), screen, cancelled) with { File = options.Video };
        }

        WrittenVideo written;
        using (var screen = new CountScreen(terminal, "wrote", "frames"))
        {
            var encoder = new EncoderOptions { Crf = options.Crf, Preset = options.Preset, Threads = Environment.ProcessorCount };
            written = AnnotatedVideo.Write(video, timeline, file, encoder, screen, cancelled);
        }

        if (written.Warning is { } warning)
        {
            terminal.Notices.WriteLine($"kinora annotate: {options.Video}: {warning}");
        }

        terminal.Output.WriteLine(file);
        return Task.FromResult(ExitCode.Done);
    }

    /// <summary>In the current folder, called like the video: that of <c>match.mp4#t=60,120</c> like <c>match.mp4</c>.</summary>
    internal static string DefaultFile(string video)
    {
        var whole = NameOf(video);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(whole)));
        return $"{(Directory.Exists(whole) ? name : Path.GetFileNameWithoutExtension(name))}.annotated.mp4";
    }

    private static string NameOf(string video) => !Path.Exists(video) && VideoSpan.TrySeparate(video, out var whole, out _) ? whole : video;

    private static void RefuseInput(string video, string file)
    {
        var input = NameOf(video);
        if (File.Exists(file) && string.Equals(Real(input), Real(file), StringComparison.Ordinal))
        {
            throw new VideoException($"{file}: is the video itself, which would be lost; name another file with --out");
        }

        static string Real(string path) => Path.GetFullPath(new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path);
    }
}

/// <summary>What <c>annotate</c> takes.</summary>
internal sealed record AnnotateOptions : IValidatableObject
{
    private const string Ending = ".mp4";

    [Required]
    [Display(Prompt = "VIDEO")]
    [Description("a video file, a folder of pictures, or a part of one: match.mp4#t=60,120")]
    public string Video { get; init; } = "";

    [Display(Prompt = "FILE")]
    [Description("the file to write, an MP4; the video's name with .annotated.mp4, in the current folder, when not given")]
    public string? Out { get; init; }

    [Description("quality of the pictures, 0 (nothing is lost) to 51 (worst); 6 more halve the file")]
    [Range(0, 51)]
    public int Crf { get; init; } = 20;

    [Description("pace of the encoder: slower ones give smaller files")]
    [AllowedValues("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow")]
    public string Preset { get; init; } = "medium";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Out is { } file && !string.Equals(Path.GetExtension(file), Ending, StringComparison.OrdinalIgnoreCase))
        {
            yield return new ValidationResult($"--out: found {file}, expected an ending of {Ending}");
        }
    }
}
