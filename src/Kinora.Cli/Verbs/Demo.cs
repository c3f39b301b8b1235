using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Data;
using Kinora.Data.Splitting;
using Kinora.Results;

namespace Kinora.Cli.Verbs;

/// <summary>
/// <c>demo [DATA]</c>: from clips to a report within minutes. It does nothing that its user could not: each step is a verb of
/// the program, and its command line is printed before it runs.
/// </summary>
internal static class Demo
{
    // What two cores train on within about three minutes.
    private const int ClipsSeen = 3000;
    private const int MostClips = 750;
    private const int Predicted = 3;

    public static Verb Verb { get; } = new("demo", "see it work: render clips or take yours, train, measure, predict, report", Run)
    {
        Options = new([OptionRecord.Of<DemoOptions>("demo")]),
        Positionals = ["data"],
        Examples = ["demo", "demo my-clips/"],
    };

    private static async Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        var options = values.Get<DemoOptions>();
        var seed = options.Seed.ToString(CultureInfo.InvariantCulture);
        if (options.Data is null)
        {
            await Step(DataSynth.Verb, [options.Clips, "--persons", "48", "--takes", "2", "--seconds", "2.6", "--seed", seed]).ConfigureAwait(false);
        }

        var data = options.Data ?? options.Clips;
        var clips = DataSets.Open(data);
        string[] settings = options.Data is null ? RenderedSettings : OwnSettings(clips);
        var code = await Step(Train.Verb, [data, .. settings, "--seed", seed, "--runs", options.Runs, "--name", options.Name]).ConfigureAwait(false);

        var run = RunFolder.Newest(options.Runs)!;
        await Step(Predict.Verb, [.. HeldOutFiles(run, clips, options.Seed), "--top", "3", "--model", Shown(run.Path)]).ConfigureAwait(false);
        terminal.Output.WriteLine();
        terminal.Output.WriteLine($"Open {Shown(run.Report)} in a browser: what was learnt, how well, where it fails, and what the score cannot tell.");
        terminal.Output.WriteLine(options.Data is null
            ? "Next, with clips of your own, one folder for each action:  ./kinora demo my-clips/"
            : $"To train longer or otherwise:  ./kinora train {Quoted(data)} --help");
        return code;

        // Whatever a verb cannot do at all it throws; a code that is not "done" means that some files were unreadable.
        async Task<int> Step(Verb verb, IReadOnlyList<string> arguments)
        {
            terminal.Notices.WriteLine($"\n$ ./kinora {verb.Name} {string.Join(' ', arguments.Select(Quoted))}");
            return await verb.Run(Application.Read(CommandLine.Parse(verb, arguments)), terminal, cancelled).ConfigureAwait(false);
        }
    }

    // Many people in few clips each teach more than few people in many. Whole persons are held out; the last epoch is taken, so
    // nobody held out has chosen anything. Frames this far apart show most of a clip, and someone who crosses the picture is not
    // missed.
    private static string[] RenderedSettings { get; } =
    [
        "--split", "group", "--validation", "0.2", "--inner-validation", "0", "--colour", "opencv-gray", "--frames", "12", "--size", "60", "80", "--stride", "4",
        "--augment", "flip 0.5", "--learning-rate", "0.0005", "--epochs", "8",
    ];

    // Few clips are shown often and many only a few times, so that any folder takes minutes.
    private static string[] OwnSettings(DataSet data)
    {
        var clips = Math.Min(data.Samples.Count, MostClips);
        var epochs = Math.Clamp(ClipsSeen / Math.Max(1, clips), 5, 80).ToString(CultureInfo.InvariantCulture);
        string[] subset = clips < data.Samples.Count ? ["--subset", clips.ToString(CultureInfo.InvariantCulture)] : [];
        return ["--inner-validation", "0", "--colour", "opencv-gray", "--epochs", epochs, .. subset];
    }

    private static IEnumerable<string> HeldOutFiles(RunFolder run, DataSet data, int seed)
    {
        var measured = Scores.Load(run.Scores).Clips;
        var paths = data.Samples.ToDictionary(sample => sample.Name, sample => sample.Path, StringComparer.Ordinal);
        return Shuffle.Order(measured.Count, seed, 0, "demo").Take(Predicted).Select(place => Shown(paths[measured[place].Name]));
    }

    private static string Shown(string path) => Path.GetRelativePath(Environment.CurrentDirectory, path);

    private static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsLetterOrDigit(c) || "-_./:,=+%".Contains(c)) ? argument : $"'{argument.Replace("'", "'\\''")}'";
}

/// <summary>What <c>demo</c> takes.</summary>
internal sealed record DemoOptions
{
    [Display(Prompt = "DATA")]
    [Description("folder of labelled clips of your own; without it, clips of made-up people are rendered")]
    public string? Data { get; init; }

    [Display(Prompt = "FOLDER")]
    [Description("where rendered clips go")]
    public string Clips { get; init; } = "demo-clips";

    [Description("seed of everything random: people, scenes, split, weights, order")]
    [Range(0, int.MaxValue)]
    public int Seed { get; init; } = 42;

    [Description("name of the run; a number is added where it exists")]
    public string Name { get; init; } = "demo";

    [Description("folder of the runs")]
    public string Runs { get; init; } = "runs";
}
