using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Kinora.Cli.Options;
using Kinora.Cli.Progress;
using Kinora.Cli.Shell;
using Kinora.Inference;
using Kinora.Video;

namespace Kinora.Cli.Verbs;

/// <summary><c>predict FILE…</c>: tells what happens in videos.</summary>
internal static class Predict
{
    public static Verb Verb { get; } = new("predict", "tell what happens in video files", Run)
    {
        Options = new([OptionRecord.Of<PredictOptions>("predict"), OptionRecord.Of<RecognizerInput>("network")]),
        Positionals = ["files"],
        Examples =
        [
            "predict clip.mp4",
            "predict *.avi --model runs/mine --top 3",
            "predict clip.mp4 --json",
            "predict recordings/ 'more/**/*.mp4' --csv",
            "predict clip.mp4 --model runs/rgb runs/flow --weights 1 1.5",
        ],
    };

    private static Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        var options = values.Get<PredictOptions>();
        var files = NamedFiles.Find(options.Files, line => terminal.Notices.WriteLine($"kinora predict: {line}"));
        using var recognizer = values.Get<RecognizerInput>().Load(terminal);
        var answers = new List<Answer>();
        // Answers that appear one by one show by themselves how far it is.
        var isPrinted = options is { Json: false, Csv: false };
        using (var screen = new CountScreen(terminal, "looked at", "files"))
        {
            foreach (var file in files)
            {
                var answer = AnswerOf(recognizer, file, options, terminal, cancelled);
                answers.Add(answer);
                if (isPrinted)
                {
                    Write(answer, terminal, files.Count > 1);
                }
                else
                {
                    screen.Report((answers.Count, files.Count));
                }
            }
        }

        if (!isPrinted)
        {
            terminal.Output.Write(options.Json ? JsonSerializer.Serialize(answers, AnswerJson.Default.ListAnswer) + Environment.NewLine : AnswerTable.Of(answers));
        }

        var failed = answers.Count(answer => answer.Error is not null);
        if (failed > 0 && answers.Count > 1)
        {
            terminal.Notices.WriteLine($"kinora predict: {failed} of {answers.Count} files could not be read");
        }

        return Task.FromResult(failed == 0 ? ExitCode.Done : failed == answers.Count ? ExitCode.NothingDone : ExitCode.SomeFailed);
    }

    private static Answer AnswerOf(Recognizer recognizer, NamedFile file, PredictOptions options, Terminal terminal, CancellationToken cancelled)
    {
        cancelled.ThrowIfCancellationRequested();
        if (file.Error is not null)
        {
            return new Answer(file.Path, null, file.Error);
        }

        try
        {
            var prediction = recognizer.Predict(file.Path, options.Views, cancelled);
            if (prediction.Warning is { } warning)
            {
                terminal.Notices.WriteLine($"kinora predict: {file.Path}: {warning}");
            }

            return new Answer(file.Path, [.. prediction.Top(options.Top).Select(one => new Guess(one.Label, one.Probability))], null);
        }
        catch (VideoException e)
        {
            return new Answer(file.Path, null, e.Message);
        }
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
internal sealed record PredictOptions : IValidatableObject
{
    [Required]
    [Display(Prompt = "FILE…")]
    [Description("video files, folders of them, or patterns such as 'clips/**/*.avi'; clip.avi#t=2,4.5 is a part of a file, in seconds")]
    public IReadOnlyList<string> Files { get; init; } = [];

    [Description("how many classes to print, the most probable first")]
    [Range(1, 100_000)]
    public int Top { get; init; } = 5;

    [Description("clips of each video whose probabilities are averaged; the checkpoint's own number when not given")]
    [Range(1, 100)]
    public int? Views { get; init; }

    [Description("print JSON: a list of file and predictions, or file and error")]
    public bool Json { get; init; }

    [Description("print CSV: a line for each file and class, best first, or for the file and its error")]
    public bool Csv { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Json && Csv)
        {
            yield return new ValidationResult("--json and --csv: found both, expected one of them");
        }
    }
}
