using Kinora.Cli.Options;
using Kinora.Cli.Progress;
using Kinora.Cli.Shell;
using Kinora.Data;
using Kinora.Results;
using Kinora.Training;
using Kinora.Training.Folds;
using Kinora.Training.TensorBoard;

namespace Kinora.Cli.Verbs;

/// <summary>
/// One training from resolved options to a filled run folder: what <c>train</c> does once, and other verbs many times. Made by
/// <see cref="Prepare"/>, which finds every mistake and writes nothing.
/// </summary>
internal sealed class TrainedRun
{
    private readonly OptionValues values;

    private TrainedRun(OptionValues values, TrainingOptions options, DataSet data, FoldPlan plan)
    {
        this.values = values;
        Options = options;
        Data = data;
        Plan = plan;
    }

    /// <summary>How it is trained.</summary>
    public TrainingOptions Options { get; }

    /// <summary>The clips.</summary>
    public DataSet Data { get; }

    /// <summary>How they are divided.</summary>
    public FoldPlan Plan { get; }

    /// <summary>Checks the options, opens the data and divides it.</summary>
    /// <param name="values">Of <c>train</c>.</param>
    /// <param name="opened">Gives the data set.</param>
    /// <exception cref="OptionsException">Options do not fit together.</exception>
    /// <exception cref="DataException">The data cannot be opened or divided.</exception>
    public static TrainedRun Prepare(OptionValues values, OpenedData opened)
    {
        var options = values.Get<TrainingOptions>();
        if (options.Mistakes(values.Chosen!) is { Count: > 0 } mistakes)
        {
            throw new OptionsException(mistakes);
        }

        var (data, plan) = opened.Take(values.Get<TrainInput>().Data!, options);
        if (options.Mistakes(values.Chosen!, data) is { Count: > 0 } unfit)
        {
            throw new OptionsException(unfit);
        }

        return new TrainedRun(values, options, data, plan);
    }

    /// <summary>What is trained on what, and what speaks against its score.</summary>
    public IEnumerable<string> Words()
    {
        yield return $"{Data.Samples.Count} clips of {Data.Labels.Count} classes ({Data.Format}); split: {Plan.Split}";
        if (Options.Pretrained is { } pretrained)
        {
            yield return $"begins with {pretrained}; clips of {Options.Frames} frames, stride {Options.Stride}, {Options.ToPreprocessing().Geometry}";
        }

        if (Plan.Caution is { } caution)
        {
            yield return $"caution: {caution}";
        }
    }

    /// <summary>All its options as a recipe (YAML).</summary>
    /// <param name="title">The comment of the first line.</param>
    public string ToRecipe(string title) => values.ToRecipe(title);

    /// <summary>Writes down what is asked for: recipe and environment.</summary>
    /// <param name="run">The new run folder.</param>
    /// <param name="title">The first line of the recipe.</param>
    public void Begin(RunFolder run, string title)
    {
        AtomicFile.WriteText(run.Recipe, ToRecipe(title));
        RunEnvironment.Save(run, Options);
    }

    /// <summary>Trains and measures, with a screen that shows it and events for TensorBoard.</summary>
    /// <param name="run">A folder that <see cref="Begin"/> was called for.</param>
    /// <param name="terminal">Where progress is shown.</param>
    /// <param name="cancelled">Stops between two steps.</param>
    public RunResults Train(RunFolder run, Terminal terminal, CancellationToken cancelled)
    {
        var screen = new TrainingScreen(terminal);
        using var records = new TensorBoardRecords(run, Data, Options);
        var results = screen.Show(() => TrainingRun.Run(Data, Plan, Options, values.Chosen!, run, new TrainingObservers(screen, records), cancelled));
        if (records.NotKept is { } reason)
        {
            screen.Notice(reason);
        }

        return results;
    }
}
