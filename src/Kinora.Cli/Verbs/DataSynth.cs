using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Cli.Options;
using Kinora.Cli.Progress;
using Kinora.Cli.Shell;
using Kinora.Synthesis;
using Kinora.Video;

namespace Kinora.Cli.Verbs;

/// <summary><c>data synth OUT</c>: renders clips of made-up people who walk, jog, run, box, wave and clap.</summary>
internal static class DataSynth
{
    public static Verb Verb { get; } = new("data synth", "render clips of made-up people to try a recogniser on", Run)
    {
        Options = new([OptionRecord.Of<DataSynthOptions>("data_synth")]),
        Positionals = ["out"],
        Examples = ["data synth people/", "data synth people/ --persons 25 --size 240 320", "data synth people/ --actions walking running --takes 2"],
    };

    private static Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        var options = values.Get<DataSynthOptions>();
        using var screen = new RenderScreen(terminal);
        var count = DataSetRenderer.Render(options.Out, options.ToRender(), screen, cancelled);
        screen.Dispose();
        terminal.Output.WriteLine($"{count} clips in {options.Out}: ./kinora train {options.Out}");
        return Task.FromResult(ExitCode.Done);
    }
}

/// <summary>What <c>data synth</c> takes.</summary>
internal sealed record DataSynthOptions
{
    [Required]
    [Display(Prompt = "OUT")]
    [Description("folder for the clips: a new or empty one, or an earlier rendered set, which is replaced")]
    public string Out { get; init; } = "";

    [Description("number of people, each of another build, gait and dress")]
    [Range(1, 10_000)]
    public int Persons { get; init; } = 12;

    [Description("clips of each action for each person: outdoors, with a change of scale, in other clothes, indoors, and so on")]
    [Range(1, 1000)]
    public int Takes { get; init; } = 4;

    [Description("length of a clip in seconds")]
    [Range(0.04, 3600.0)]
    public double Seconds { get; init; } = 3;

    [Description("size of the pictures in pixels, even numbers")]
    [Range(16, 4096)]
    public FrameSize Size { get; init; } = new(120, 160);

    [Description("frames per second")]
    [Range(0.001, 1000.0)]
    public double FrameRate { get; init; } = 25;

    [Description("which actions; all when not given: walking, jogging, running, boxing, handwaving, handclapping")]
    [AllowedValues("walking", "jogging", "running", "boxing", "handwaving", "handclapping")]
    public IReadOnlyList<string> Actions { get; init; } = [];

    [Description("the same seed gives the same people and the same frames")]
    [Range(0, int.MaxValue)]
    public int Seed { get; init; } = 42;

    [Description("clips rendered at once; 0 takes every core")]
    [Range(0, 1024)]
    public int Workers { get; init; }

    public RenderOptions ToRender() => new()
    {
        Persons = Persons,
        Takes = Takes,
        Seconds = Seconds,
        Size = Size,
        FrameRate = FrameRate,
        Actions = Actions,
        Seed = Seed,
        Workers = Workers,
    };
}
