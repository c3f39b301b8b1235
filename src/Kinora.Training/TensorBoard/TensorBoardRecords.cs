using Google.Protobuf;
using Kinora.Data;
using Kinora.Results;
using Kinora.Training.Folds;
using Kinora.Training.Forecasting;
using Kinora.Training.TensorBoard.Messages;
using Kinora.Video;
using Kinora.Video.Drawing;
using Kinora.Video.Writing;

namespace Kinora.Training.TensorBoard;

/// <summary>
/// Writes a run for <see href="https://www.tensorflow.org/tensorboard">TensorBoard</see>: loss, accuracy, learning rate and
/// speed of each epoch, what the network sees, what it mixed up, and the recipe. One fold lies in <c>tensorboard/</c> of the run
/// folder, each of several in a folder of its own below it; <c>tensorboard --logdir runs</c> finds them all. A run that goes on
/// in another process gets another file, which takes back what earlier ones have of the epochs that are trained again.
/// </summary>
/// <param name="run">The run folder.</param>
/// <param name="data">The clips.</param>
/// <param name="options">How the run is trained.</param>
/// <param name="clock">Where the time comes from; the system's clock when null.</param>
public sealed class TensorBoardRecords(RunFolder run, DataSet data, TrainingOptions options, TimeProvider? clock = null) : ITrainingObserver, IDisposable
{
    private readonly TimeProvider clock = clock ?? TimeProvider.System;
    private string folder = run.TensorBoard;
    private EventFile? file;
    private bool goesOn;
    private int lastEpoch;

    /// <summary>Why nothing more could be written, in one line; null where all is well. Training goes on without.</summary>
    public string? NotKept { get; private set; }

    /// <inheritdoc/>
    public void FoldStarted(TrainingFold fold, int number, int count)
    {
        ArgumentNullException.ThrowIfNull(fold);
        Close();
        folder = count == 1 ? run.TensorBoard : Path.Combine(run.TensorBoard, fold.Name.Replace('/', '-'));
        lastEpoch = 0;
        Try(() =>
        {
            goesOn = EventFile.IsAnyIn(folder);
            if (goesOn)
            {
                lastEpoch = EpochsOf(fold);
                return;
            }

            if (number == 1 && File.Exists(run.Recipe))
            {
                Write(0, clock.GetUtcNow(), Text("recipe", $"```yaml\n{File.ReadAllText(run.Recipe)}```"));
            }

            if (SeenClips.Draw(data, fold, options) is { } seen)
            {
                Write(0, clock.GetUtcNow(), Picture("clips/as_trained", seen, ImageFile.Jpeg(seen.Pixels, seen.Size)));
            }
        });
    }

    /// <inheritdoc/>
    public void Forecast(TrainingForecast forecast)
    {
    }

    /// <inheritdoc/>
    public void Stepped(TrainingProgress progress)
    {
    }

    /// <inheritdoc/>
    public void EpochEnded(EpochEvent epoch, bool isBest)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        lastEpoch = epoch.Epoch;
        Try(() => StartAgain(epoch));
        Try(() => Write(
            epoch.Epoch,
            epoch.Time,
            [
                .. Scalar("loss/train", epoch.TrainLoss),
                .. Scalar("loss/validation", epoch.ValidationLoss),
                .. Scalar("accuracy/train", epoch.TrainAccuracy),
                .. Scalar("accuracy/validation", epoch.ValidationAccuracy),
                .. Scalar("learning_rate", epoch.LearningRate),
                .. Scalar("clips_per_second", epoch.ClipsPerSecond),
            ]));
    }

    /// <inheritdoc/>
    public void FoldEnded(TrainingFold fold, Scores scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var outcomes = scores.Outcomes();
        Try(() =>
        {
            var confusion = ConfusionPicture.Draw(ConfusionMatrix.Of(scores.Labels, outcomes));
            Write(
                lastEpoch,
                clock.GetUtcNow(),
                [
                    .. Scalar("measured/top1", Metrics.TopK(outcomes, 1)),
                    .. Scalar("measured/mean_class_accuracy", Metrics.MeanClassAccuracy(outcomes, scores.Labels.Count)),
                    Picture("measured/confusion", confusion, ImageFile.Png(confusion.Pixels, confusion.Size)),
                ]);
        });
        Close();
    }

    /// <inheritdoc/>
    public void Notice(string message)
    {
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => Close();

    private static IEnumerable<Summary.Types.Value> Scalar(string tag, double? value) =>
        value is { } number ? [new Summary.Types.Value { Tag = tag, SimpleValue = (float)number }] : [];

    private static Summary.Types.Value Picture(string tag, Canvas canvas, byte[] file) => new()
    {
        Tag = tag,
        Image = new Summary.Types.Image
        {
            Height = canvas.Size.Height,
            Width = canvas.Size.Width,
            Colorspace = 3,
            EncodedImageString = ByteString.CopyFrom(file),
        },
    };

    private static Summary.Types.Value Text(string tag, string markdown) => new()
    {
        Tag = tag,
        Metadata = new SummaryMetadata { PluginData = new SummaryMetadata.Types.PluginData { PluginName = "text" } },
        Tensor = new TensorProto
        {
            Dtype = DataType.DtString,
            TensorShape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dim { Size = 1 } } },
            StringVal = { ByteString.CopyFromUtf8(markdown) },
        },
    };

    private void Write(int step, DateTimeOffset time, params Summary.Types.Value[] values) =>
        Append(new Event { WallTime = EventFile.SecondsOf(time), Step = step, Summary = new Summary { Value = { values } } });

    // Before the first epoch that another process may have written already.
    private void StartAgain(EpochEvent epoch)
    {
        if (goesOn && file is null)
        {
            Append(new Event
            {
                WallTime = EventFile.SecondsOf(epoch.Time),
                Step = epoch.Epoch,
                SessionLog = new SessionLog { Status = SessionLog.Types.SessionStatus.Start },
            });
        }
    }

    private void Append(Event entry)
    {
        file ??= EventFile.Create(folder, clock);
        file.Append(entry);
    }

    // For a fold that was trained by another process, and is only measured by this one.
    private int EpochsOf(TrainingFold fold) => !File.Exists(run.Log) ? 0
        : RunLog.Read(run.Log).OfType<EpochEvent>().Where(epoch => (epoch.Fold ?? "") == fold.Name).Select(epoch => epoch.Epoch).DefaultIfEmpty(0).Max();

    // Pictures and curves are not worth a training: where the disk is full or nothing can be drawn, it goes on without them.
    private void Try(Action write)
    {
        if (NotKept is not null)
        {
            return;
        }

        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or VideoException or ResultsException)
        {
            NotKept = $"no more is written for TensorBoard into {folder}: {e.Message.TrimEnd('.')}; the run itself goes on";
        }
    }

    private void Close()
    {
        file?.Dispose();
        file = null;
    }
}
