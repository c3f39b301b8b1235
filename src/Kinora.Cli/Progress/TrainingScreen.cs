using System.Diagnostics;
using Kinora.Cli.Shell;
using Kinora.Results;
using Kinora.Training;
using Kinora.Training.Folds;
using Kinora.Training.Forecasting;
using Spectre.Console;

namespace Kinora.Cli.Progress;

/// <summary>
/// How a training goes, on standard error: a line for every epoch, and on a terminal below them a view that moves, with a bar, loss,
/// accuracy, clips a second and the time left, and the curves of the fold so far.
/// </summary>
internal sealed class TrainingScreen(Terminal terminal) : ITrainingObserver
{
    private const int BarWidth = 20;
    private const int CurveWidth = 40;

    // A view of one line would be drawn over the line above: terminals take "up by nought" for "up by one".
    private static readonly Text Blank = new(" ");

    private readonly bool isLive = terminal.Screen.Profile.Out.IsTerminal;
    private readonly Stopwatch sinceDrawn = Stopwatch.StartNew();
    private string fold = "";
    private readonly List<EpochEvent> epochs = [];
    private TrainingProgress now;
    private LiveDisplayContext? live;

    /// <summary>Does something whose progress the view shows; the view is gone when it is done.</summary>
    public T Show<T>(Func<T> work) => !isLive ? work() : terminal.Screen.Live(new Rows(Blank, Blank)).AutoClear(true).Start(context =>
    {
        live = context;
        try
        {
            return work();
        }
        finally
        {
            live = null;
        }
    });

    public void FoldStarted(TrainingFold started, int number, int count)
    {
        epochs.Clear();
        fold = count == 1 ? "" : $"fold {number} of {count} ({started.Name})  ";
        Line($"{fold}{started.Train.Count} clips train, {started.Selection.Count} choose the epoch, {started.Test.Count} are measured");
    }

    public void Forecast(TrainingForecast forecast) => Line(forecast.ToString());

    public void Stepped(TrainingProgress progress)
    {
        now = progress;
        if (isLive && (sinceDrawn.ElapsedMilliseconds > 100 || progress.Step == progress.Steps))
        {
            Draw();
        }
    }

    public void EpochEnded(EpochEvent epoch, bool isBest)
    {
        var validation = epoch.ValidationAccuracy is { } accuracy ? $"  validation {epoch.ValidationLoss:F3} {100 * accuracy,5:F1} %" : "";
        epochs.Add(epoch);
        Line($"{fold}epoch {epoch.Epoch,3}/{now.Epochs}  train {epoch.TrainLoss:F3} {100 * epoch.TrainAccuracy,5:F1} %{validation}  {epoch.ClipsPerSecond:F0} clips/s  {Time(now.TimeLeft)} left{(isBest && epoch.ValidationLoss is not null ? "  best" : "")}");
    }

    public void FoldEnded(TrainingFold ended, Scores scores)
    {
        if (ended.Name.Length > 0)
        {
            Line($"{fold}top-1 {100 * Metrics.TopK(scores.Outcomes(), 1):F1} % of {scores.Clips.Count} clips");
        }
    }

    public void Notice(string message) => Line($"notice: {message}");

    private void Draw()
    {
        var filled = (int)Math.Round((double)now.Step / now.Steps * BarWidth);
        var moving = $"{fold}epoch {now.Epoch,3}/{now.Epochs} {new string('━', filled)}{new string('─', BarWidth - filled)} {now.Step}/{now.Steps}  loss {now.Loss:F3}  {100 * now.Accuracy:F1} %  {now.ClipsPerSecond:F0} clips/s  {Time(now.TimeLeft)} left";
        live?.UpdateTarget(new Rows(
            [
                new Text(moving),
                .. Curve("train loss", epoch => epoch.TrainLoss, value => $"{value:F3}"),
                .. Curve("train accuracy", epoch => epoch.TrainAccuracy, Percent),
                .. Curve("validation loss", epoch => epoch.ValidationLoss, value => $"{value:F3}"),
                .. Curve("validation accuracy", epoch => epoch.ValidationAccuracy, Percent),
                Blank,
            ]));
        sinceDrawn.Restart();
    }

    // From the first epoch's value to the last one's.
    private IEnumerable<Text> Curve(string name, Func<EpochEvent, double?> value, Func<double, string> text)
    {
        double[] values = [.. epochs.Select(value).OfType<double>()];
        return values.Length < 2 ? [] : [new Text($"{name,19}  {text(values[0]),7} {Sparkline.Of(values, CurveWidth)} {text(values[^1])}")];
    }

    private void Line(string text)
    {
        if (live is null)
        {
            terminal.Notices.WriteLine(text);
        }
        else
        {
            terminal.Screen.WriteLine(text);
        }
    }

    private static string Percent(double share) => $"{100 * share:F1} %";

    private static string Time(TimeSpan span) => span.TotalHours >= 1 ? $"{(int)span.TotalHours}:{span:mm\\:ss}" : $"{span:m\\:ss}";
}
