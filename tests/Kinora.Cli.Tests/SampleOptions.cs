using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Video;

namespace Kinora.Cli.Tests;

internal enum SampleSampling
{
    FirstN,
    RandomStride,
}

/// <summary>Options of every kind, in the way a room writes them.</summary>
internal sealed record SampleOptions : IValidatableObject
{
    [Required, Category("data"), Display(Prompt = "FOLDER"), Description("folder of clips, one folder a class")]
    public string Data { get; init; } = "";

    [Category("data"), Range(1, 512), Description("frames of a clip")]
    public int Frames { get; init; } = 16;

    [Category("data"), Range(16, 1024), Description("height and width of a frame, in pixels")]
    public FrameSize Size { get; init; } = new(112, 112);

    [Category("data"), Description("which frames of a video make a clip")]
    public SampleSampling Sampling { get; init; } = SampleSampling.RandomStride;

    [Category("data"), Range(0, 1, MinimumIsExclusive = true, MaximumIsExclusive = true), Description("part of the clips that is kept for validation")]
    public double ValFraction { get; init; } = 0.2;

    [Range(1, int.MaxValue), Description("how often every clip is seen")]
    public int Epochs { get; init; } = 20;

    [Range(1, 4096), Description("clips in a batch")]
    public int BatchSize { get; init; } = 8;

    [Range(0d, 10d, MinimumIsExclusive = true), Description("learning rate of the first step")]
    public double Lr { get; init; } = 1e-5;

    [AllowedValues("plateau", "cosine"), Description("how the learning rate falls")]
    public string Schedule { get; init; } = "cosine";

    [Range(1, 1000), Description("epochs without a better result after which training ends")]
    public int? Patience { get; init; }

    [Description("mirror half of the clips")]
    public bool Flip { get; init; } = true;

    [Description("labels to leave out")]
    public IReadOnlyList<string> Without { get; init; } = [];

    [Length(2, 3), Range(1, 100), Description("epochs after which the rate falls")]
    public int[] Steps { get; init; } = [10, 15];

    [Description("time after which training ends, whatever it has reached")]
    public TimeSpan? Time { get; init; }

    [Description("name of the run")]
    public string? Name { get; init; }

    [Category("model"), Display(Prompt = "NAME"), Description("network to train")]
    public string Model { get; init; } = "tiny_net";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BatchSize * Frames > 10_000)
        {
            yield return new($"batch_size {BatchSize} x frames {Frames}: found {BatchSize * Frames} frames in a batch, expected at most 10000");
        }
    }
}

internal sealed record TinyNetOptions
{
    [Range(1, 512), Description("channels of the first block")]
    public int Width { get; init; } = 16;
}

internal sealed record LongNetOptions
{
    [Range(0d, 0.9), Description("part of the features that is dropped")]
    public double Dropout { get; init; } = 0.5;

    [Description("read the clip in both directions")]
    public bool Bidirectional { get; init; }
}

/// <summary>A verb over them; nothing else of the program is needed.</summary>
internal static class Sample
{
    public static Verb Verb { get; } = new("practise", "practise on a folder of clips", Run)
    {
        Options = new(
            [OptionRecord.Of<SampleOptions>("train")],
            new OptionChoice("model", ["tiny_net", "long_net"], name => name == "tiny_net" ? OptionRecord.Of<TinyNetOptions>("model") : OptionRecord.Of<LongNetOptions>("model"))),
        Positionals = ["data"],
        TakesRecipe = true,
        Examples = ["practise clips --epochs 40", "practise clips settings.yaml --model long_net"],
    };

    /// <summary>The values of a command line, or the exception with its mistakes.</summary>
    public static OptionValues Read(params string[] arguments) => Application.Read(CommandLine.Parse(Verb, arguments));

    public static IReadOnlyList<string> Mistakes(params string[] arguments) => Assert.Throws<OptionsException>(() => Read(arguments)).Mistakes;

    /// <summary>The program with this verb alone: what it prints and how it ends.</summary>
    public static async Task<(int Code, string Output, string Notices)> Start(params string[] arguments)
    {
        using var output = new StringWriter();
        using var notices = new StringWriter();
        var code = await new Application([Verb]).Run(arguments, new Terminal(output, notices, width: 100));
        return (code, output.ToString(), notices.ToString());
    }

    private static async Task<int> Run(OptionValues options, Terminal terminal, CancellationToken cancelled)
    {
        switch (options.Get<SampleOptions>().Name)
        {
            case "no-such-file":
                File.ReadAllText("/no-such-folder/no-such-file");
                break;
            case "fault":
                throw new InvalidOperationException("two and two\nare five");
            case "bad-video":
                throw new VideoException("clips/a.avi: holds no video");
            case "cancelled":
                throw new OperationCanceledException();
        }

        await terminal.Output.WriteAsync(options.ToRecipe("practised"));
        return ExitCode.Done;
    }
}
