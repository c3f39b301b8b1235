using System.Diagnostics;
using Kinora.Cli.Shell;
using Kinora.Results;
using Kinora.Training;
using Kinora.Training.Folds;
using Kinora.Training.Forecasting;

namespace Kinora.Cli.Progress;

/// <summary>
/// How a training goes, on standard error: on a terminal one line that moves, with a bar, loss, accuracy, clips a second and
/// the time left; elsewhere a line for every epoch.
/// </summary>
internal sealed class TrainingScreen(Terminal terminal) : ITrainingObserver, IDisposable
{
    private const int BarWidth = 20;
    private readonly bool isLive = terminal.Screen.Profile.Out.IsTerminal;
    private readonly Stopwatch sinceDrawn = Stopwatch.StartNew();
    private string fold = "";
    private TrainingProgress now;
    private bool isDrawn;

    public void FoldStarted(TrainingFold started, int number, int count)
    {
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

    public void Dispose() => Erase();

    private void Draw()
    {
        var part = (double)now.Step / now.Steps;
        var filled = (int)Math.Round(part * BarWidth);
        terminal.Notices.Write(
            $"\r\e[K{fold}epoch {now.Epoch,3}/{now.Epochs} {new string('━', filled)}{new string('─', BarWidth - filled)} {now.Step}/{now.Steps}  loss {now.Loss:F3}  {100 * now.Accuracy:F1} %  {now.ClipsPerSecond:F0} clips/s  {Time(now.TimeLeft)} left");
        isDrawn = true;
        sinceDrawn.Restart();
    }

    private void Line(string text)
    {
        Erase();
        terminal.Notices.WriteLine(text);
    }

    private void Erase()
    {
        if (isDrawn)
        {
            terminal.Notices.Write("\r\e[K");
            isDrawn = false;
        }
    }

    private static string Time(TimeSpan span) => span.TotalHours >= 1 ? $"{(int)span.TotalHours}:{span:mm\\:ss}" : $"{span:m\\:ss}";
}
