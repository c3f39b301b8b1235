using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Cli.Options;
using Kinora.Cli.Progress;
using Kinora.Cli.Shell;
using Kinora.Data.Description;
using Kinora.Reports.Descriptions;
using Kinora.Results.Descriptions;

namespace Kinora.Cli.Verbs;

/// <summary><c>data describe DATA</c>: what a data set is made of, in numbers and pictures.</summary>
internal static class DataDescribe
{
    public static Verb Verb { get; } = new("data describe", "tell what a data set is made of: clips, sizes, brightness, motion, broken and double files", Run)
    {
        Options = new([OptionRecord.Of<DataDescribeOptions>("describe")]),
        Positionals = ["data"],
        Examples = ["data describe clips/", "data describe clips/ --out describe.html", "data describe clips/ --json"],
    };

    private static async Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        var options = values.Get<DataDescribeOptions>();
        if (options.Out is { } planned)
        {
            OutFile.CheckFolderOf(planned);
        }

        DataDescription description;
        using (var screen = new CountScreen(terminal, "looked at", "files"))
        {
            description = DataDescriber.Describe(options.Data, options.Format, options.Workers > 0 ? options.Workers : Environment.ProcessorCount, screen, cancelled);
        }

        foreach (var notice in description.Notices)
        {
            terminal.Notices.WriteLine($"kinora data describe: {notice}");
        }

        if (options.Json)
        {
            terminal.Output.WriteLine(description.ToJson());
        }
        else
        {
            DescriptionText.Write(terminal, description);
        }

        if (options.Out is { } file)
        {
            var root = Directory.Exists(options.Data) ? options.Data : Path.GetDirectoryName(Path.GetFullPath(options.Data));
            await DescriptionFile.WriteAsync(description, file, root).ConfigureAwait(false);
            (options.Json ? terminal.Notices : terminal.Output).WriteLine($"page: {file}");
        }

        if (description.Broken.Count > 0)
        {
            terminal.Notices.WriteLine($"kinora data describe: {description.Broken.Count} of {description.Files} files cannot be read");
        }

        return description.Broken.Count == 0 ? ExitCode.Done : description.Clips.Count == 0 ? ExitCode.NothingDone : ExitCode.SomeFailed;
    }
}

/// <summary>What <c>data describe</c> takes.</summary>
internal sealed record DataDescribeOptions : IValidatableObject
{
    [Required]
    [Display(Prompt = "DATA")]
    [Description("folder of labelled clips, a CSV file that lists them, or any folder with videos in it")]
    public string Data { get; init; } = "";

    [Description("layout of the data folder; found out by itself when not given")]
    public string? Format { get; init; }

    [Display(Prompt = "FILE")]
    [Description("write a page with plots there, an .html")]
    public string? Out { get; init; }

    [Description("print JSON: the same numbers, and those of every clip")]
    public bool Json { get; init; }

    [Description("threads that decode videos; 0 takes every core")]
    [Range(0, 1024)]
    public int Workers { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Out is not null && !OutFile.IsPage(Out))
        {
            yield return new ValidationResult($"--out: found {Out}, expected a file name that ends in .html");
        }
    }
}
