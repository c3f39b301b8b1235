using Kinora.Inference;
using Kinora.Inference.Fusion;
using Kinora.Inference.Timelines;
using Kinora.Results;

namespace Kinora;

/// <summary>
/// Recognises human actions in video: <c>ActionRecognizer.Load("runs/mine").Predict("clip.mp4").Label</c>.
/// Several threads may use one recognizer at once, and each gets the bits it would get alone. Disposing waits for the
/// predictions under way and then frees the network; whoever asks later gets an <see cref="ObjectDisposedException"/>.
/// </summary>
public sealed class ActionRecognizer : IDisposable
{
    private readonly Recognizer recognizer;

    private ActionRecognizer(Recognizer recognizer) => this.recognizer = recognizer;

    /// <summary>The actions it can tell apart.</summary>
    public IReadOnlyList<string> Labels => recognizer.Labels;

    /// <summary>Reads a model.</summary>
    /// <param name="model">A run of <c>kinora train</c>, such as <c>runs/NAME</c>, whose best checkpoint is taken, or a checkpoint.</param>
    /// <exception cref="Models.ModelException">It is no checkpoint of Kinora.</exception>
    /// <exception cref="ResultsException">It is a folder without a checkpoint.</exception>
    /// <exception cref="Torch.TorchException">libtorch is missing; the message says what to do.</exception>
    public static ActionRecognizer Load(string model) => new(Recognizer.Load(RunFolder.CheckpointOf(model)));

    /// <summary>Reads several models of the same actions, whose probabilities are fused: an ensemble, or streams of pictures and optical flow.</summary>
    /// <param name="models">As for <see cref="Load(string)"/>, at least one.</param>
    /// <param name="ensemble">How they are fused; their mean by default.</param>
    /// <exception cref="Models.ModelException">One is no checkpoint of Kinora, or knows other actions than the first.</exception>
    /// <exception cref="ResultsException">One is a folder without a checkpoint.</exception>
    /// <exception cref="Torch.TorchException">libtorch is missing; the message says what to do.</exception>
    public static ActionRecognizer Load(IEnumerable<string> models, Ensemble? ensemble = null) => new(Recognizer.Load([.. models.Select(RunFolder.CheckpointOf)], ensemble));

    /// <summary>Reads the best checkpoint of the newest training.</summary>
    /// <param name="runs">The folder where <c>kinora train</c> keeps its runs.</param>
    /// <exception cref="Models.ModelException">There is no finished training in it.</exception>
    /// <exception cref="Torch.TorchException">libtorch is missing; the message says what to do.</exception>
    public static ActionRecognizer LoadNewest(string runs = "runs") => Load(
        RunFolder.Newest(runs)?.BestCheckpoint
        ?? throw new Models.ModelException($"no trained model in {runs}; train one with 'kinora train DATA', or give its checkpoint to ActionRecognizer.Load"));

    /// <summary>Tells what happens in a video.</summary>
    /// <param name="video">A video file of any format that FFmpeg decodes.</param>
    /// <param name="views">Clips spread over the video whose probabilities are averaged, at least 1; null for the model's own number.</param>
    /// <param name="cancellation">Stops before the next of these clips is read, and before the network begins.</param>
    /// <exception cref="Video.VideoException">The file cannot be decoded.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    /// <exception cref="ObjectDisposedException">The recognizer was disposed.</exception>
    public Prediction Predict(string video, int? views = null, CancellationToken cancellation = default) =>
        recognizer.Predict(video, views, cancellation);

    /// <summary>
    /// Tells what happens in many videos, one after another, each answer as soon as it is known. A file that cannot be
    /// decoded gives its error and does not stop the others.
    /// </summary>
    /// <param name="videos">Video files; asked for one at a time, so the list may be endless.</param>
    /// <param name="views">As for <see cref="Predict"/>.</param>
    /// <param name="cancellation">Stops before the next clip of a video.</param>
    /// <returns>An answer for each file, in their order; the work is done while they are enumerated.</returns>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    /// <exception cref="ObjectDisposedException">The recognizer was disposed.</exception>
    public IEnumerable<FileAnswer> PredictAll(IEnumerable<string> videos, int? views = null, CancellationToken cancellation = default) =>
        recognizer.PredictAll(videos, views, cancellation);

    /// <summary>Tells what happens when in a video of any length, in memory that does not grow with it.</summary>
    /// <param name="video">A video file of any format that FFmpeg decodes.</param>
    /// <param name="options">How long a window is, and what makes a segment.</param>
    /// <param name="progress">Hears how many windows are looked at, of how many.</param>
    /// <param name="cancellation">Stops before the next frames are read.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="Video.VideoException">The file cannot be decoded.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    /// <exception cref="ObjectDisposedException">The recognizer was disposed.</exception>
    public Timeline Timeline(string video, TimelineOptions? options = null, IProgress<(int Done, int Total)>? progress = null, CancellationToken cancellation = default) =>
        recognizer.Timeline(video, options, progress, cancellation);

    /// <inheritdoc cref="Recognizer.Dispose"/>
    public void Dispose() => recognizer.Dispose();
}
