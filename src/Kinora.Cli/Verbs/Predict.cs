using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Inference;
using Kinora.Torch;

namespace Kinora.Cli.Verbs;

/// <summary><c>predict FILE…</c>: tells what happens in videos.</summary>
internal static class Predict
{
    public static Verb Verb { get; } = new("predict", "tell what happens in video files", Run)
    {
        Options = new([OptionRecord.Of<PredictOptions>("predict")]),
        Positionals = ["files"],
        Examples = ["predict clip.mp4", "predict *.avi --model runs/mine --top 3", "predict clip.mp4 --json"],
    };

    private static Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        var options = values.Get<PredictOptions>();
        var path = NamedModel.Find(options.Model, options.Runs, terminal);
        using var recognizer = Recognizer.Load(path, Device.Parse(options.Device));
        var answers = new List<Answer>();
        foreach (var found in recognizer.PredictAll(options.Files, options.Views, cancelled))
        {
            if (found.Prediction?.Warning is { } warning)
            {
                terminal.Notices.WriteLine($"kinora predict: {found.File}: {warning}");
            }

            var guesses = found.Prediction?.Top(options.Top).Select(one => new Guess(one.Label, one.Probability));
            var answer = new Answer(found.File, guesses?.ToList(), found.Error?.Message);
            answers.Add(answer);
            if (!options.Json)
            {
                Write(answer, terminal, options.Files.Count > 1);
            }
        }

        if (options.Json)
        {
            terminal.Output.WriteLine(JsonSerializer.Serialize(answers, AnswerJson.Default.ListAnswer));
        }

        var failed = answers.Count(answer => answer.Error is not null);
        if (failed > 0 && answers.Count > 1)
        {
            terminal.Notices.WriteLine($"kinora predict: {failed} of {answers.Count} files could not be read");
        }

        return Task.FromResult(failed == 0 ? ExitCode.Done : failed == answers.Count ? ExitCode.NothingDone : ExitCode.SomeFailed);
    }

    private static void Write(Answer answer, Terminal terminal, bool isOneOfMany)
    {
        if (answer.Error is { } error)
        {
            terminal.Notices.WriteLine($"kinora predict: {error}");
            return;
        }

        if (isOneOfMany)
        {
            terminal.Output.WriteLine(answer.File);
        }

        foreach (var guess in answer.Predictions!)
        {
            terminal.Output.WriteLine($"{100 * guess.Probability,6:F1} %  {guess.Label}");
        }
    }
}

/// <summary>What <c>predict</c> takes.</summary>
internal sealed record PredictOptions
{
    [Required]
    [Display(Prompt = "FILE…")]
    [Description("video files")]
    public IReadOnlyList<string> Files { get; init; } = [];

    [Display(Prompt = "RUN")]
    [Description("a run, such as runs/mine, or a checkpoint that train wrote; the newest run's best when not given")]
    public string? Model { get; init; }

    [Description("how many classes to print, the most probable first")]
    [Range(1, 100_000)]
    public int Top { get; init; } = 5;

    [Description("clips of each video whose probabilities are averaged; the checkpoint's own number when not given")]
    [Range(1, 100)]
    public int? Views { get; init; }

    [Description("print JSON: a list of file and predictions, or file and error")]
    public bool Json { get; init; }

    [Description("where to compute: cpu, cuda, cuda:1, ...")]
    public string Device { get; init; } = "cpu";

    [Description("folder of the runs")]
    public string Runs { get; init; } = "runs";
}
