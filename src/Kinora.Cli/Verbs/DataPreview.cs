using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Data;
using Kinora.Data.Loading;
using Kinora.Data.Splitting;
using Kinora.Video;
using Kinora.Video.Drawing;

namespace Kinora.Cli.Verbs;

/// <summary><c>data preview DATA</c>: random clips of a data set as one picture.</summary>
internal static class DataPreview
{
    private const int FramesOfEach = 10;
    private const int MostByDefault = 50;

    public static Verb Verb { get; } = new("data preview", "draw random clips of a data set, ten frames of each, as one picture", Run)
    {
        Options = new([OptionRecord.Of<DataPreviewOptions>("preview")]),
        Positionals = ["data"],
        Examples = ["data preview clips/", "data preview clips/ --clips 20 --seed 7 --out clips.jpg"],
    };

    private static Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        var options = values.Get<DataPreviewOptions>();
        CheckFolderOf(options.Out);
        var data = DataSets.Open(options.Data, options.Format);
        foreach (var notice in data.Notices)
        {
            terminal.Notices.WriteLine($"kinora data preview: {notice}");
        }

        var opened = 0;
        var skipped = new List<ClipProblem>();
        var inPart = new List<ClipProblem>();
        var classes = data.ClipsPerLabel().Count(clips => clips > 0);
        var count = options.Clips ?? Math.Min(classes, MostByDefault);
        SheetRow[] rows = [.. RandomClips.Look(data, count, options.Seed, Row)];
        if (rows.Length == 0)
        {
            throw new DataException($"none of the clips can be read: {ClipProblem.Skipped(skipped, opened)}");
        }

        var shown = rows.Select(row => row.Title).Distinct().Count();
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(data.Root));
        var words = $"{rows.Length} of {data.Samples.Count} clips, {shown} of {classes} classes, seed {options.Seed}";
        new ContactSheet(FramesOfEach, options.Side).Draw($"{name}: {words}", rows).Save(options.Out);
        terminal.Output.WriteLine($"picture: {options.Out} ({words})");
        Tell();
        return Task.FromResult(skipped.Count > 0 ? ExitCode.SomeFailed : ExitCode.Done);

        SheetRow? Row(Sample sample)
        {
            cancelled.ThrowIfCancellationRequested();
            opened++;
            try
            {
                var strip = FrameStrip.Read(sample.Path, FramesOfEach, options.Side, sample.Span);
                if (strip.Warning is { } warning)
                {
                    inPart.Add(new ClipProblem(sample, warning));
                }

                return new SheetRow(data.Labels[sample.Label], sample.Name, strip);
            }
            catch (VideoException e)
            {
                skipped.Add(new ClipProblem(sample, e.Message));
                return null;
            }
        }

        void Tell()
        {
            if (inPart.Count > 0)
            {
                terminal.Notices.WriteLine($"kinora data preview: {ClipProblem.ReadInPart(inPart, opened)}");
            }

            if (skipped.Count > 0)
            {
                terminal.Notices.WriteLine($"kinora data preview: {ClipProblem.Skipped(skipped, opened)}");
            }

            var respelt = rows.Count(row => PlainText.Of(row.Title + row.Name) != row.Title + row.Name);
            if (respelt > 0)
            {
                terminal.Notices.WriteLine($"kinora data preview: the picture's letters are ASCII; {respelt} of {rows.Length} titles lost marks, or have ? for other characters");
            }
        }
    }

    // Told before any clip is opened.
    private static void CheckFolderOf(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{path} cannot be written: there is no folder {folder}; create it or choose another");
        }
    }
}

/// <summary>What <c>data preview</c> takes.</summary>
internal sealed record DataPreviewOptions : IValidatableObject
{
    [Required]
    [Display(Prompt = "DATA")]
    [Description("folder of labelled clips, or a CSV file that lists them")]
    public string Data { get; init; } = "";

    [Description("layout of the data folder; found out by itself when not given")]
    public string? Format { get; init; }

    [Description("how many clips, spread evenly over the classes; one of each class, 50 at most, when not given")]
    [Range(1, 100)]
    public int? Clips { get; init; }

    [Description("seed of the choice; another one shows other clips")]
    [Range(0, int.MaxValue)]
    public int Seed { get; init; } = 42;

    [Description("long side of a frame in the picture, in pixels")]
    [Range(64, 320)]
    public int Side { get; init; } = 160;

    [Display(Prompt = "FILE")]
    [Description("the picture, a .png or .jpg; its frames are numbered from 0")]
    public string Out { get; init; } = "preview.png";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Path.GetExtension(Out).ToLowerInvariant() is not (".png" or ".jpg" or ".jpeg"))
        {
            yield return new ValidationResult($"--out: found {Out}, expected a file name that ends in .png, .jpg or .jpeg");
        }
    }
}
